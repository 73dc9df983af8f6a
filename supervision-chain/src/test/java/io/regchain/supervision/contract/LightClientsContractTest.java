package io.regchain.supervision.contract;

import static io.regchain.supervision.contract.ClientWorld.NEW;
import static io.regchain.supervision.contract.ClientWorld.OLD;
import static io.regchain.supervision.contract.ClientWorld.certified;
import static io.regchain.supervision.contract.ClientWorld.header;
import static io.regchain.supervision.contract.ClientWorld.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.evidence.MisbehaviourFile;
import io.regchain.protocol.evidence.MisbehaviourVerifier;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a light client follows a chain over its changes, and what freezes it: a valid world, one thing broken per row. */
class LightClientsContractTest {
    private final ClientWorld world = new ClientWorld();

    private static Arguments row(String name, String code, Function<ClientWorld, ObjectNode> request) {
        return Arguments.of(Named.of(name, request), code);
    }

    static Stream<Arguments> refusedUpdates() {
        return Stream.of(
                row(
                        "another chain's header",
                        "HEADER_OF_OTHER_CHAIN",
                        w -> update(ofChain(w.next(), "zhejiang"), OLD, Optional.empty())),
                row("a chain nobody registered", "CHAIN_NOT_REGISTERED", w -> update(w.next(), OLD, Optional.empty())
                        .put("chain", "zhejiang")),
                row("a chain that is suspended", "CHAIN_NOT_ACTIVE", w -> {
                    w.hub.succeed(HubWorld.CHECKER, "registry", "suspend", CanonicalJson.object());
                    return update(w.next(), OLD, Optional.empty());
                }),
                row("a frozen client", "CLIENT_FROZEN", w -> update(w.frozen().next(), OLD, Optional.empty())),
                row("an expired client", "CLIENT_EXPIRED", w -> {
                    w.after(Duration.ofDays(14));
                    return update(w.next(), OLD, Optional.empty());
                }),
                row(
                        "a height left out",
                        "HEIGHT_GAP",
                        w -> update(header(3, w.tip.hash(), w.hub.time(), OLD, OLD, ""), OLD, Optional.empty())),
                row(
                        "decided by another set",
                        "VALIDATOR_SET_MISMATCH",
                        w -> update(w.above(w.tip, NEW, NEW, ""), NEW, Optional.empty())),
                row("sealed by another set", "SEAL_BY_UNREGISTERED_KEY", w -> update(w.next(), NEW, Optional.empty())),
                row(
                        "seals short of a quorum",
                        "QUORUM_NOT_REACHED",
                        w -> withoutSeal(update(w.next(), OLD, Optional.empty()))),
                row(
                        "a parent that does not follow, uncertified",
                        "PARENT_MISMATCH",
                        w -> withoutSeal(
                                update(header(2, Hash32.ZERO, w.hub.time(), OLD, OLD, ""), OLD, Optional.empty()))),
                row(
                        "a time before the trusted one, uncertified",
                        "TIME_WENT_BACK",
                        w -> withoutSeal(update(
                                header(2, w.tip.hash(), new BlockTime(1), OLD, OLD, ""), OLD, Optional.empty()))),
                row(
                        "another block at a known height, uncertified",
                        "QUORUM_NOT_REACHED",
                        w -> withoutSeal(update(w.fork(), OLD, Optional.empty()))),
                row(
                        "a time eleven minutes ahead",
                        "HEADER_FROM_THE_FUTURE",
                        w -> update(
                                header(2, w.tip.hash(), ahead(w, Duration.ofMinutes(11)), OLD, OLD, ""),
                                OLD,
                                Optional.empty())),
                row("the next set stayed behind", "NEXT_VALIDATOR_SET_MISSING", w -> {
                    w.approveChange(3, NEW);
                    return update(w.above(w.tip, OLD, NEW, ""), OLD, Optional.empty());
                }),
                row(
                        "a change nobody approved",
                        "VALIDATOR_CHANGE_NOT_REGISTERED",
                        w -> update(w.above(w.tip, OLD, NEW, ""), OLD, Optional.of(NEW))),
                row("a change approved for a later height", "VALIDATOR_CHANGE_NOT_REGISTERED", w -> {
                    w.approveChange(4, NEW);
                    return update(w.above(w.tip, OLD, NEW, ""), OLD, Optional.of(NEW));
                }),
                row("a change to another set than approved", "VALIDATOR_CHANGE_DIFFERS", w -> {
                    w.approveChange(3, TestValidators.of(new io.regchain.protocol.base.ChainId("beijing"), 4));
                    return update(w.above(w.tip, OLD, NEW, ""), OLD, Optional.of(NEW));
                }),
                row("an approved change left out", "VALIDATOR_CHANGE_OVERDUE", w -> {
                    w.approveChange(3, NEW);
                    return update(w.next(), OLD, Optional.empty());
                }),
                row("no header at all", "BAD_ARGUMENT", w -> CanonicalJson.object()
                        .put("chain", "jiangsu")));
    }

    private static BlockTime ahead(ClientWorld world, Duration by) {
        return new BlockTime(world.hub.time().epochMillis() + by.toMillis());
    }

    private static BlockHeader ofChain(BlockHeader h, String chain) {
        return new BlockHeader(
                h.version(),
                new io.regchain.protocol.base.ChainId(chain),
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                h.stateRoot(),
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }

    private static ObjectNode withoutSeal(ObjectNode update) {
        ((ArrayNode) update.get("certificate").get("seals")).remove(0);
        return update;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedUpdates")
    void a_header_that_breaks_one_rule_is_refused_for_that_and_changes_nothing(
            Function<ClientWorld, ObjectNode> request, String code) {
        ObjectNode arguments = request.apply(world.grow());
        Optional<JsonNode> latest = world.stored("latest");
        Optional<JsonNode> frozen = world.stored("frozen");

        assertThat(world.refused(arguments)).isEqualTo(code);
        assertThat(world.stored("latest")).isEqualTo(latest);
        assertThat(world.stored("frozen")).isEqualTo(frozen);
    }

    @Test
    void only_an_observer_updates() {
        assertThat(world.refused(HubWorld.RELAYER, "update", update(world.next(), OLD, Optional.empty())))
                .isEqualTo("ROLE_MISSING");
        assertThat(world.refused(HubWorld.OBSERVER, "renew", CanonicalJson.object()))
                .isEqualTo("METHOD_UNKNOWN");
    }

    @Test
    void a_client_passes_over_changes_of_validators_at_the_registered_heights_and_goes_on() {
        world.grow();
        world.approveChange(3, NEW);
        BlockHeader handsOver = world.above(world.tip, OLD, NEW, "hands over");
        world.submit(update(handsOver, OLD, Optional.of(NEW)));
        BlockHeader first = world.above(handsOver, NEW, NEW, "first of the new");
        world.submit(update(first, NEW, Optional.empty()));
        world.approveChange(5, OLD);
        BlockHeader back = world.above(first, NEW, OLD, "back again");
        world.submit(update(back, NEW, Optional.of(OLD)));
        world.submit(update(world.above(back, OLD, OLD, "old again"), OLD, Optional.empty()));

        assertThat(world.stored("latest").orElseThrow().path("height").longValue())
                .isEqualTo(5);
        assertThat(world.stored("header/3")
                        .orElseThrow()
                        .path("validatorSetHash")
                        .asText())
                .isEqualTo(NEW.set().hash().toHex());
        assertThat(world.stored("set/" + NEW.set().hash().toHex())).isPresent();
    }

    @Test
    void a_header_brought_again_changes_nothing_and_ten_minutes_ahead_is_still_good() {
        BlockHeader early = header(1, world.tip.hash(), ahead(world, Duration.ofMinutes(10)), OLD, OLD, "a fast clock");
        world.submit(update(early, OLD, Optional.empty()));
        Optional<JsonNode> latest = world.stored("latest");

        world.after(Duration.ofMinutes(20));
        JsonNode again = world.submit(update(early, OLD, Optional.empty()));

        assertThat(again.path("reason").asText()).isEqualTo("HEADER_KNOWN");
        assertThat(world.stored("latest")).as("trust does not grow younger").isEqualTo(latest);
    }

    static Stream<Arguments> freezing() {
        return Stream.of(
                kind("another certified block at a known height", Misbehaviour.Kind.FORK, ClientWorld::fork),
                kind(
                        "a certified block on another parent",
                        Misbehaviour.Kind.BROKEN_LINK,
                        w -> header(3, Hash32.ZERO, w.hub.time(), OLD, OLD, "stray")),
                kind(
                        "a certified block of an earlier time",
                        Misbehaviour.Kind.TIME_WENT_BACK,
                        w -> header(3, w.tip.hash(), new BlockTime(1), OLD, OLD, "yesterday")));
    }

    private static Arguments kind(String name, Misbehaviour.Kind kind, Function<ClientWorld, BlockHeader> header) {
        return Arguments.of(Named.of(name, header), kind);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("freezing")
    void a_certified_contradiction_freezes_suspends_and_leaves_evidence_that_stands_by_itself(
            Function<ClientWorld, BlockHeader> header, Misbehaviour.Kind kind) {
        world.grow().grow();

        JsonNode answer = world.submit(update(header.apply(world), OLD, Optional.empty()));

        assertThat(answer.path("frozen").booleanValue()).isTrue();
        assertThat(world.registration()).isEqualTo("SUSPENDED");
        JsonNode open = world.stored("frozen").orElseThrow();
        assertThat(open.path("kind").asText()).isEqualTo(kind.name());
        assertThat(open.path("doubleSigners")).hasSize(3);
        assertThat(world.refused(update(world.next(), OLD, Optional.empty()))).isEqualTo("CLIENT_FROZEN");
        assertThat(MisbehaviourVerifier.verify(
                                ClientEvidence.file(world.hub::read, ClientWorld.JIANGSU)
                                        .map(MisbehaviourFile::toBytes)
                                        .orElseThrow(),
                                Optional.of(OLD.set().hash()))
                        .failures())
                .isEmpty();
    }

    @Test
    void a_certified_header_that_contradicts_the_trust_root_is_refused_since_nobody_sealed_that() {
        assertThat(world.refused(update(header(1, Hash32.ZERO, world.hub.time(), OLD, OLD, ""), OLD, Optional.empty())))
                .isEqualTo("PARENT_MISMATCH");
        assertThat(world.stored("frozen")).isEmpty();
    }

    /** Two headers at one height, both of the chain's set. */
    private static ObjectNode evidence(BlockHeader one, BlockHeader other, TestValidators by) {
        ObjectNode arguments = CanonicalJson.object().put("chain", "jiangsu");
        arguments.set("first", certified(one, by).toJson());
        arguments.set("second", certified(other, by).toJson());
        return arguments;
    }

    private static ObjectNode evidence(ClientWorld world) {
        return evidence(world.tip, world.fork(), OLD);
    }

    static Stream<Arguments> refusedEvidence() {
        return Stream.of(
                harm("the same header twice", "HEADERS_DO_NOT_CONTRADICT", (w, e) -> e.set("second", e.get("first"))),
                harm("a seal less", "QUORUM_NOT_REACHED", (w, e) -> seals(e).remove(0)),
                harm("one seal twice", "SEAL_REPEATED", (w, e) -> seals(e).set(
                                1, seals(e).get(0).deepCopy())),
                harm("a signature of another block", "SEAL_INVALID", (w, e) -> e.withObject("second")
                        .set("certificate", e.get("first").get("certificate"))),
                harm(
                        "another chain",
                        "HEADER_OF_OTHER_CHAIN",
                        (w, e) -> e.set(
                                "second",
                                certified(ofChain(w.fork(), "zhejiang"), OLD).toJson())),
                harm(
                        "keys of another set at a known height",
                        "EVIDENCE_OF_OTHER_SET",
                        (w, e) -> e.setAll(evidence(
                                header(1, w.tip.parentHash(), w.tip.time(), NEW, NEW, "one"),
                                header(1, w.tip.parentHash(), w.tip.time(), NEW, NEW, "two"),
                                NEW))),
                harm(
                        "keys of another set above the latest",
                        "EVIDENCE_OF_OTHER_SET",
                        (w, e) -> e.setAll(evidence(
                                header(9, Hash32.ZERO, w.tip.time(), NEW, NEW, "one"),
                                header(9, Hash32.ZERO, w.tip.time(), NEW, NEW, "two"),
                                NEW))),
                harm(
                        "a height that nobody verified",
                        "EVIDENCE_HEIGHT_UNKNOWN",
                        (w, e) -> e.setAll(evidence(
                                header(0, Hash32.ZERO, w.tip.time(), OLD, OLD, "one"),
                                header(0, Hash32.ZERO, w.tip.time(), OLD, OLD, "two"),
                                OLD))),
                harm("a chain nobody registered", "CHAIN_NOT_REGISTERED", (w, e) -> e.put("chain", "zhejiang")),
                harm("half of it", "BAD_ARGUMENT", (w, e) -> e.remove("second")),
                harm("a field too many", "BAD_ARGUMENT", (w, e) -> e.withObject("second")
                        .put("note", "believe me")),
                harm("a frozen client", "CLIENT_FROZEN", (w, e) -> w.frozen()));
    }

    private static Arguments harm(String name, String code, BiConsumer<ClientWorld, ObjectNode> change) {
        return Arguments.of(Named.of(name, change), code);
    }

    private static ArrayNode seals(ObjectNode evidence) {
        return (ArrayNode) evidence.get("second").get("certificate").get("seals");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedEvidence")
    void evidence_with_one_thing_broken_proves_nothing(BiConsumer<ClientWorld, ObjectNode> change, String code) {
        ObjectNode evidence = evidence(world.grow());
        change.accept(world, evidence);
        Optional<JsonNode> frozen = world.stored("frozen");

        assertThat(world.refused(HubWorld.RELAYER, "misbehaviour", evidence)).isEqualTo(code);
        assertThat(world.stored("frozen")).isEqualTo(frozen);
    }

    static Stream<Arguments> witnesses() {
        return Stream.of(
                Arguments.of("an observer", HubWorld.OBSERVER),
                Arguments.of("a relayer", HubWorld.RELAYER),
                Arguments.of("the chain's own relayer", ClientWorld.JIANGSU_RELAYER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("witnesses")
    void who_observes_or_carries_may_bring_evidence_of_verified_heights_and_of_later_ones(
            String name, Sm2PrivateKey witness) {
        world.grow();
        BlockHeader one = header(7, Hash32.ZERO, world.tip.time(), OLD, OLD, "one");
        BlockHeader two = header(7, Hash32.ZERO, world.tip.time(), OLD, OLD, "two");

        JsonNode answer =
                world.hub.succeed(witness, LightClientsContract.NAME, "misbehaviour", evidence(one, two, OLD));

        assertThat(answer.path("frozen").booleanValue()).isTrue();
        assertThat(world.stored("frozen").orElseThrow().path("reportedBy").asText())
                .isEqualTo(witness.publicKey().fingerprint().toHex());
    }

    @Test
    void nobody_else_may() {
        world.grow();
        for (Sm2PrivateKey key :
                java.util.List.of(HubWorld.MAKER, ClientWorld.ZHEJIANG_RELAYER, ContractHarness.key("anyone"))) {
            assertThat(world.refused(key, "misbehaviour", evidence(world))).isEqualTo("ROLE_MISSING");
        }
    }

    @Test
    void leaked_keys_of_validators_long_gone_freeze_nothing() {
        world.grow();
        world.approveChange(3, NEW);
        BlockHeader handsOver = world.above(world.tip, OLD, NEW, "hands over");
        world.submit(update(handsOver, OLD, Optional.of(NEW)));
        BlockHeader one = header(9, Hash32.ZERO, world.tip.time(), OLD, OLD, "one");
        BlockHeader two = header(9, Hash32.ZERO, world.tip.time(), OLD, OLD, "two");

        assertThat(world.refused(HubWorld.OBSERVER, "misbehaviour", evidence(one, two, OLD)))
                .isEqualTo("EVIDENCE_OF_OTHER_SET");
        BlockHeader past = header(2, world.tip.hash(), world.tip.time(), OLD, NEW, "what they did decide");
        assertThat(world.hub
                        .succeed(
                                HubWorld.OBSERVER,
                                LightClientsContract.NAME,
                                "misbehaviour",
                                evidence(past, handsOver, OLD))
                        .path("frozen")
                        .booleanValue())
                .as("at the heights they did decide their word counts on")
                .isTrue();
    }

    /** Whenever it comes to light: nothing of an expired client counts, but a renewal would let it count again. */
    @Test
    void an_expired_client_freezes_on_evidence_all_the_same() {
        world.grow().after(Duration.ofDays(14));

        assertThat(world.hub
                        .succeed(HubWorld.OBSERVER, LightClientsContract.NAME, "misbehaviour", evidence(world))
                        .path("frozen")
                        .booleanValue())
                .isTrue();
        assertThat(world.registration()).isEqualTo("SUSPENDED");
    }

    @Test
    void a_header_of_a_frozen_or_expired_client_proves_no_packet() {
        world.grow();
        assertThat(proof()).isEqualTo("PROOF_INVALID");
        world.after(Duration.ofDays(14));
        assertThat(proof()).isEqualTo("CLIENT_EXPIRED");
        ClientWorld other = new ClientWorld().grow().frozen();
        other.resume();
        assertThat(proof(other)).isEqualTo("CLIENT_FROZEN");
    }

    private String proof() {
        return proof(world);
    }

    private static String proof(ClientWorld world) {
        ObjectNode arguments = CanonicalJson.object()
                .put("height", 1)
                .put(
                        "proof",
                        world.hub.prove(Height.ZERO, "packets/x").canonical().toHex());
        arguments.set("packet", PacketWorld.packet(0).toJson());
        return world.hub
                .refuse(HubWorld.RELAYER, "packets", "receive", arguments)
                .code();
    }
}
