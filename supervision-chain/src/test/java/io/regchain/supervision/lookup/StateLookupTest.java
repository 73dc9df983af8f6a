package io.regchain.supervision.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.evidence.StateVerifier;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.StateReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A state key is told with proof or not at all, and a node that lies is named. */
class StateLookupTest {
    private static Lookup.Proven proven(Lookup found) {
        assertThat(found).isInstanceOf(Lookup.Proven.class);
        return (Lookup.Proven) found;
    }

    private static Lookup.NotProven notProven(Lookup found) {
        assertThat(found).isInstanceOf(Lookup.NotProven.class);
        return (Lookup.NotProven) found;
    }

    @Test
    void what_a_key_held_after_each_verified_block_is_proven_and_so_is_that_it_held_nothing() {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"), world.honest("jiangsu-1"));

        assertThat(value(world.read(LookupWorld.KEY, LookupWorld.FIRST))).contains(LookupWorld.value(1));
        assertThat(value(world.read(LookupWorld.KEY, LookupWorld.SECOND))).contains(LookupWorld.value(2));
        assertThat(value(world.read(LookupWorld.OTHER_KEY, LookupWorld.FIRST))).isEmpty();
        assertThat(value(world.read(LookupWorld.NOTHING, LookupWorld.SECOND))).isEmpty();
        assertThat(world.noted).isEmpty();
    }

    /** For who wants no evidence: under the same checks. */
    @Test
    void a_value_alone_is_told_with_its_height_or_why_it_is_not_proven() {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"));
        assertThat(told(world, LookupWorld.KEY)).isEqualTo(LookupWorld.SECOND + " " + LookupWorld.value(2));
        assertThat(told(world, LookupWorld.NOTHING)).isEqualTo(LookupWorld.SECOND + " nothing");
        assertThat(told(world, "no key")).isEqualTo("KEY_MALFORMED");
        world.nodes(world.lying("liar", answer -> with(answer, Optional.empty())));
        assertThat(told(world, LookupWorld.KEY)).isEqualTo("STATE_UNPROVEN");
    }

    private static String told(LookupWorld world, String key) {
        return world.lookup()
                .value(
                        PacketWorld.JIANGSU,
                        key,
                        (height, value) ->
                                height + " " + value.map(Bytes::toString).orElse("nothing"),
                        Refusal::code);
    }

    private static Optional<Bytes> value(Lookup found) {
        return proven(found).file().claim().value();
    }

    @Test
    void without_a_height_the_last_verified_one_is_read_and_the_evidence_stands_alone() {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"));

        Lookup.Proven found = proven(world.read(PacketWorld.JIANGSU));

        assertThat(found.file().height()).isEqualTo(LookupWorld.SECOND);
        assertThat(found.node()).isEqualTo("jiangsu-0");
        assertThat(found.heights().toString()).isEqualTo("last reported 3, last verified 2, last proven 0");
        assertThat(StateVerifier.verify(found.file().toBytes(), Optional.of(world.root()))
                        .accepted())
                .isTrue();
    }

    /** What one node does wrong, and how its fault is called. */
    static Stream<Arguments> faults() {
        return Stream.of(
                lie("an altered value", "STATE_UNPROVEN", answer -> with(answer, Optional.of(LookupWorld.value(9)))),
                lie("a value left out", "STATE_UNPROVEN", answer -> with(answer, Optional.empty())),
                node(
                        "the proof of another key",
                        "STATE_UNPROVEN",
                        world -> world.lying(
                                "liar",
                                answer -> new StateAnswer(
                                        answer.height(),
                                        answer.key(),
                                        answer.value(),
                                        world.chain.prove(answer.height(), LookupWorld.OTHER_KEY)))),
                node(
                        "the absence of another key",
                        "STATE_UNPROVEN",
                        world -> world.lying(
                                "liar",
                                answer -> new StateAnswer(
                                        answer.height(),
                                        answer.key(),
                                        Optional.empty(),
                                        world.chain.prove(answer.height(), LookupWorld.NOTHING)))),
                node(
                        "an answer about another key",
                        "STATE_UNPROVEN",
                        world -> world.lying(
                                "liar", answer -> world.chain.answer(LookupWorld.OTHER_KEY, answer.height()))),
                node(
                        "the state of an earlier height",
                        "HEIGHT_MISMATCH",
                        world -> world.lying("liar", answer -> world.chain.answer(answer.key(), LookupWorld.FIRST))),
                node(
                        "the state of an earlier height, said to be of this one",
                        "STATE_UNPROVEN",
                        world -> world.lying("liar", answer -> {
                            StateAnswer earlier = world.chain.answer(answer.key(), LookupWorld.FIRST);
                            return new StateAnswer(answer.height(), answer.key(), earlier.value(), earlier.proof());
                        })),
                node(
                        "the state of a block that nobody verified",
                        "STATE_UNPROVEN",
                        world -> world.lying("liar", answer -> {
                            StateAnswer later = world.chain.answer(answer.key(), LookupWorld.THIRD);
                            return new StateAnswer(answer.height(), answer.key(), later.value(), later.proof());
                        })),
                node("what the interface does not define", "ANSWER_MALFORMED", world -> LookupWorld.babbling("liar")),
                node(
                        "state that is pruned",
                        "HEIGHT_PRUNED",
                        world -> LookupWorld.refusing("liar", ConnectCode.OUT_OF_RANGE)),
                node("no such block", "NODE_REFUSED", world -> LookupWorld.refusing("liar", ConnectCode.NOT_FOUND)),
                node("silence", "NODE_UNREACHABLE", world -> LookupWorld.down("liar")));
    }

    private static StateAnswer with(StateAnswer answer, Optional<Bytes> value) {
        return new StateAnswer(answer.height(), answer.key(), value, answer.proof());
    }

    private static Arguments lie(String name, String code, UnaryOperator<StateAnswer> lie) {
        return node(name, code, world -> world.lying("liar", lie));
    }

    private static Arguments node(String name, String code, Function<LookupWorld, StateReader> node) {
        return Arguments.of(Named.of(name, node), code);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void a_node_at_fault_is_named_and_the_next_one_is_asked(Function<LookupWorld, StateReader> node, String code) {
        LookupWorld world = new LookupWorld();
        world.nodes(node.apply(world), world.honest("jiangsu-1"));

        Lookup.Proven found = proven(world.read(LookupWorld.KEY, LookupWorld.SECOND));

        assertThat(found.node()).isEqualTo("jiangsu-1");
        assertThat(found.file().claim().value()).contains(LookupWorld.value(2));
        assertThat(found.faults()).hasSize(1).allSatisfy(fault -> {
            assertThat(fault.node()).isEqualTo("liar");
            assertThat(fault.reason().code()).isEqualTo(code);
        });
        boolean lied = found.faults().get(0).kind() == NodeFault.Kind.LIED;
        assertThat(world.noted).as("the anomaly log hears of lies only").hasSize(lied ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void when_all_nodes_are_at_fault_nothing_is_said_of_the_key(Function<LookupWorld, StateReader> node, String code) {
        LookupWorld world = new LookupWorld();
        world.nodes(node.apply(world), node.apply(world));

        Lookup.NotProven found = notProven(world.read(LookupWorld.KEY, LookupWorld.SECOND));

        assertThat(found.reason().code()).isEqualTo(code);
        assertThat(found.reason().message()).contains("no node of jiangsu gave the state of height 2");
        assertThat(found.faults()).hasSize(2);
        assertThat(found.heights()).isPresent();
    }

    @Test
    void of_a_lie_and_a_silence_the_lie_is_the_reason_and_both_are_told() {
        LookupWorld world = new LookupWorld();
        world.nodes(
                LookupWorld.down("jiangsu-0"),
                world.lying("jiangsu-1", answer -> with(answer, Optional.of(LookupWorld.value(9)))));

        Lookup.NotProven found = notProven(world.read(LookupWorld.KEY, LookupWorld.SECOND));

        assertThat(found.reason().code()).isEqualTo("STATE_UNPROVEN");
        assertThat(found.reason().message()).contains("jiangsu-0: NODE_UNREACHABLE", "jiangsu-1: STATE_UNPROVEN");
        assertThat(world.noted).hasSize(1).allSatisfy(finding -> {
            assertThat(finding.node()).isEqualTo("jiangsu-1");
            assertThat(finding.height()).isEqualTo(LookupWorld.SECOND);
        });
    }

    /** What is wrong before any node is asked. */
    static Stream<Arguments> grounds() {
        return Stream.of(
                ground("a frozen client", "CLIENT_FROZEN", world -> LookupWorld.ofItsOwn()
                        .frozen()
                        .read(LookupWorld.KEY, LookupWorld.SECOND)),
                ground("an expired client", "CLIENT_EXPIRED", world -> {
                    LookupWorld own = LookupWorld.ofItsOwn();
                    own.world.hub.advance(Duration.ofDays(14));
                    return own.read(LookupWorld.KEY, LookupWorld.SECOND);
                }),
                ground(
                        "a chain that is not registered",
                        "CHAIN_NOT_REGISTERED",
                        world -> world.read(new ChainId("beijing"))),
                ground(
                        "a chain of which no block is verified",
                        "NOT_YET_VERIFIED",
                        world -> world.read(PacketWorld.ZHEJIANG)),
                ground(
                        "a block that is reported and not verified",
                        "NOT_YET_VERIFIED",
                        world -> world.read(LookupWorld.KEY, LookupWorld.THIRD)),
                ground(
                        "a block that nobody has reported",
                        "HEIGHT_IN_FUTURE",
                        world -> world.read(LookupWorld.KEY, new Height(4))),
                ground("genesis", "HEIGHT_WITHOUT_CERTIFICATE", world -> world.read(LookupWorld.KEY, Height.ZERO)),
                ground("a chain without nodes", "CHAIN_NOT_CONNECTED", world -> world.nodes()
                        .read(LookupWorld.KEY, LookupWorld.SECOND)));
    }

    private static Arguments ground(String name, String code, Function<LookupWorld, Lookup> read) {
        return Arguments.of(Named.of(name, read), code);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("grounds")
    void without_ground_to_stand_on_nothing_is_proven_and_the_reason_is_told(
            Function<LookupWorld, Lookup> read, String code) {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"));

        Lookup.NotProven found = notProven(read.apply(world));

        assertThat(found.reason().code()).isEqualTo(code);
        assertThat(found.faults()).isEmpty();
    }

    @Test
    void a_block_that_is_not_verified_yet_is_told_with_all_three_heights() {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"));

        Lookup.NotProven found = notProven(world.read(LookupWorld.KEY, LookupWorld.THIRD));

        assertThat(found.heights()).contains(new ChainHeights(LookupWorld.THIRD, LookupWorld.SECOND, Height.ZERO));
        assertThat(found.reason().message())
                .contains("not yet verified", "last reported 3, last verified 2, last proven 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "账户/1"})
    void what_cannot_be_a_key_is_asked_of_nobody(String key) {
        LookupWorld world = new LookupWorld();
        world.nodes(LookupWorld.failing("jiangsu-0", new IllegalStateException("asked")));

        assertThat(notProven(world.read(key, LookupWorld.SECOND)).reason().code())
                .isEqualTo("KEY_MALFORMED");
    }

    @Test
    void a_key_of_256_characters_is_one_and_of_257_is_none() {
        LookupWorld world = new LookupWorld();
        world.nodes(world.honest("jiangsu-0"));

        assertThat(value(world.read("k".repeat(256), LookupWorld.SECOND))).isEmpty();
        assertThat(notProven(world.read("k".repeat(257), LookupWorld.SECOND))
                        .reason()
                        .toString())
                .contains("KEY_MALFORMED", "1 to 256", "this one has 257");
    }

    @Test
    void a_fault_of_our_own_is_no_answer() {
        LookupWorld world = new LookupWorld();
        world.nodes(LookupWorld.failing("jiangsu-0", new IllegalStateException("ours")));

        assertThatThrownBy(() -> world.read(LookupWorld.KEY, LookupWorld.SECOND))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("ours");
    }
}
