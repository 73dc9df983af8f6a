package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.packet.Acknowledgement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a local chain's client of the hub: a valid world, and one thing of it broken per row. */
class HubClientTest extends JiangsuPackets {
    private static final TestValidators HUB = TestValidators.of(ChainId.SUPERVISION, 4);
    private static final TestValidators NEW_HUB = TestValidators.of(ZHEJIANG, 5);
    /** The nodes of jiangsu: the first is the operator's own. */
    private static final TestValidators NODES = TestValidators.of(JIANGSU, 4);

    private static final Sm2PrivateKey OTHER_NODE = NODES.keys().get(1);

    private final BlockHeader genesis = hub.chain().block(Height.ZERO).block().header();
    private BlockHeader tip = genesis;

    private static BlockHeader header(long height, Hash32 parent, BlockTime time, TestValidators next, String state) {
        return new BlockHeader(
                BlockHeader.VERSION,
                ChainId.SUPERVISION,
                new Height(height),
                parent,
                time,
                HUB.keys().get(0).publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Sm3.hash(Bytes.utf8(state)),
                HUB.set().hash(),
                next.set().hash());
    }

    private BlockHeader next(String state) {
        return header(tip.height().value() + 1, tip.hash(), chain.time(), HUB, state);
    }

    private BlockHeader fork() {
        return header(tip.height().value(), tip.parentHash(), tip.time(), HUB, "forged");
    }

    private static ObjectNode shown(BlockHeader header, TestValidators by) {
        return new CertifiedHeader(header, by.certify(header, Round.ZERO)).toJson();
    }

    private static ObjectNode update(ObjectNode... headers) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("headers", FakeHub.list(headers));
        return arguments;
    }

    /** The hub's next header, brought. */
    private HubClientTest grow() {
        BlockHeader next = next("honest");
        call("updateHub", update(shown(next, HUB)));
        tip = next;
        return this;
    }

    private HubClientTest frozen() {
        assertThat(call("updateHub", update(shown(fork(), HUB))).path("frozen").booleanValue())
                .isTrue();
        return this;
    }

    private HubClientTest after(Duration duration) {
        chain.advance(duration);
        return this;
    }

    private static Arguments row(String name, String code, Function<HubClientTest, ObjectNode> request) {
        return Arguments.of(Named.of(name, request), code);
    }

    static Stream<Arguments> refusedHeaders() {
        return Stream.of(
                row("a frozen client", "CLIENT_FROZEN", t -> shown(t.frozen().next(""), HUB)),
                row(
                        "an expired client",
                        "CLIENT_EXPIRED",
                        t -> shown(t.after(Duration.ofDays(14)).next(""), HUB)),
                row("no header", "HUB_HEADER_MALFORMED", t -> shown(t.next(""), HUB)
                        .put("header", "00")),
                row("another chain's header", "HEADER_OF_OTHER_CHAIN", t -> {
                    FakeHub other = new FakeHub(ZHEJIANG, START);
                    other.chain().emptyBlock();
                    return other.header();
                }),
                row("sealed by another set", "SEAL_BY_UNREGISTERED_KEY", t -> shown(t.next(""), NEW_HUB)),
                row("a seal short of a quorum", "QUORUM_NOT_REACHED", t -> withoutSeal(shown(t.next(""), HUB))),
                row(
                        "another parent, uncertified",
                        "PARENT_MISMATCH",
                        t -> withoutSeal(shown(header(2, Hash32.ZERO, START, HUB, ""), HUB))),
                row(
                        "an earlier time, uncertified",
                        "TIME_WENT_BACK",
                        t -> withoutSeal(shown(header(2, t.tip.hash(), new BlockTime(1), HUB, ""), HUB))),
                row(
                        "another block at a known height, uncertified",
                        "HUB_HEADER_CONFLICT",
                        t -> withoutSeal(shown(t.fork(), HUB))),
                row(
                        "a time eleven minutes ahead",
                        "HEADER_FROM_THE_FUTURE",
                        t -> shown(header(2, t.tip.hash(), ahead(t, Duration.ofMinutes(11)), HUB, ""), HUB)),
                row(
                        "the next set stayed behind",
                        "NEXT_VALIDATOR_SET_MISSING",
                        t -> shown(header(2, t.tip.hash(), START, NEW_HUB, ""), HUB)),
                row("another set came with it", "NEXT_VALIDATOR_SET_MISMATCH", t -> {
                    ObjectNode request = shown(header(2, t.tip.hash(), START, NEW_HUB, ""), HUB);
                    request.set("nextValidators", BlockJson.of(HUB.set()));
                    return request;
                }));
    }

    private static BlockTime ahead(HubClientTest test, Duration by) {
        return new BlockTime(test.chain.time().epochMillis() + by.toMillis());
    }

    private static ObjectNode withoutSeal(ObjectNode shown) {
        ((ArrayNode) shown.get("certificate").get("seals")).remove(0);
        return shown;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedHeaders")
    void a_header_that_breaks_one_rule_is_refused_for_that_and_changes_nothing(
            Function<HubClientTest, ObjectNode> request, String code) {
        ObjectNode shown = request.apply(grow());
        Optional<JsonNode> client = chain.read("packets/hub");
        Optional<JsonNode> frozen = chain.read("packets/hub-frozen");

        assertThat(refused("updateHub", update(shown))).isEqualTo(code);
        assertThat(chain.read("packets/hub")).isEqualTo(client);
        assertThat(chain.read("packets/hub-frozen")).isEqualTo(frozen);
    }

    static Stream<Arguments> freezing() {
        return Stream.of(
                row("another certified block at a known height", "FORK", t -> shown(t.fork(), HUB)),
                row(
                        "a certified block on another parent",
                        "BROKEN_LINK",
                        t -> shown(header(3, Hash32.ZERO, START, HUB, "stray"), HUB)),
                row(
                        "a certified higher block of an earlier time",
                        "TIME_WENT_BACK",
                        t -> shown(header(9, Hash32.ZERO, new BlockTime(1), HUB, "yesterday"), HUB)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("freezing")
    void a_certified_contradiction_freezes_the_client_and_stays_on_record(
            Function<HubClientTest, ObjectNode> request, String kind) {
        grow().grow();

        JsonNode answer = call("updateHub", update(request.apply(this)));

        assertThat(answer.path("frozen").booleanValue()).isTrue();
        JsonNode open = chain.read("packets/hub-frozen").orElseThrow();
        assertThat(open.path("kind").asText()).isEqualTo(kind);
        assertThat(open.path("other").path("certificate").path("seals")).hasSize(3);
        assertThat(open.path("knownHash").asText()).isEqualTo(tip.hash().toHex());
        assertThat(refused("updateHub", update(shown(next(""), HUB)))).isEqualTo("CLIENT_FROZEN");
    }

    @Test
    void an_earlier_certified_block_of_a_later_time_freezes_too() {
        call("updateHub", update(shown(header(5, Hash32.ZERO, START, HUB, "five"), HUB)));
        BlockTime later = new BlockTime(START.epochMillis() + 1);

        call("updateHub", update(shown(header(3, Hash32.ZERO, later, HUB, "three"), HUB)));

        assertThat(chain.read("packets/hub-frozen").orElseThrow().path("kind").asText())
                .isEqualTo("TIME_WENT_BACK");
    }

    @Test
    void a_certified_block_that_contradicts_only_the_block_trusted_first_is_refused() {
        assertThat(refused("updateHub", update(shown(header(1, Hash32.ZERO, START, HUB, ""), HUB))))
                .isEqualTo("PARENT_MISMATCH");
        assertThat(refused("updateHub", update(shown(header(0, Hash32.ZERO, START, HUB, "another genesis"), HUB))))
                .isEqualTo("HUB_HEADER_CONFLICT");
        assertThat(chain.read("packets/hub-frozen")).isEmpty();
    }

    /** What a relay and a contract do, each in a world where it would be taken. */
    private enum Handler {
        SEND,
        RECEIVE,
        ACKNOWLEDGE,
        TIMEOUT,
        CLEAN,
        UPDATE_HUB;

        /** Prepares the call while the client is good. */
        ObjectNode prepare(HubClientTest test) {
            return switch (this) {
                case SEND -> outgoing();
                case RECEIVE -> test.hub.carry(incoming(0, "greet"));
                case ACKNOWLEDGE -> test.hub.answer(test.send(), Acknowledgement.failure("NO", "no"));
                case TIMEOUT -> test.hub.silence(test.send());
                case CLEAN -> {
                    test.hub.chain().emptyBlock();
                    ObjectNode call = test.hub
                            .header()
                            .put("source", "zhejiang")
                            .put("destination", "jiangsu")
                            .put("channel", "main")
                            .put("sequence", 0);
                    yield call;
                }
                case UPDATE_HUB -> {
                    test.hub.chain().emptyBlock();
                    yield update(test.hub.header());
                }
            };
        }

        String refused(HubClientTest test, ObjectNode arguments) {
            return switch (this) {
                case SEND ->
                    test.chain.refuse(RELAY, "talker", "say", arguments).code();
                case RECEIVE -> test.refused("receive", arguments);
                case ACKNOWLEDGE -> test.refused("acknowledge", arguments);
                case TIMEOUT -> test.refused("timeout", arguments);
                case CLEAN -> test.refused("clean", arguments);
                case UPDATE_HUB -> test.refused("updateHub", arguments);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Handler.class)
    void no_handler_believes_a_hub_that_contradicted_itself(Handler handler) {
        ObjectNode arguments = handler.prepare(this);
        BlockHeader one = header(7, Hash32.ZERO, START, HUB, "one");
        BlockHeader two = header(7, Hash32.ZERO, START, HUB, "two");
        call("updateHub", update(shown(one, HUB), shown(two, HUB)));

        assertThat(handler.refused(this, arguments)).isEqualTo("CLIENT_FROZEN");
    }

    @ParameterizedTest
    @EnumSource(Handler.class)
    void no_handler_believes_a_hub_that_was_not_heard_of_for_two_weeks(Handler handler) {
        ObjectNode arguments = handler.prepare(this);
        after(Duration.ofDays(14));

        assertThat(handler.refused(this, arguments)).isEqualTo("CLIENT_EXPIRED");
    }

    @Test
    void a_delivery_whose_header_freezes_the_client_is_answered_and_leaves_the_case_and_nothing_else() {
        call("receive", hub.carry(incoming(0, "greet")));
        FakeHub twin = new FakeHub(START);

        JsonNode answer = call("receive", twin.carry(incoming(1, "greet")));

        assertThat(answer.toString()).isEqualTo("{\"frozen\":true}");
        assertThat(chain.read("packets/hub-frozen")).isPresent();
        assertThat(chain.read("packets/in/zhejiang/main/1")).isEmpty();
    }

    @Test
    void headers_alone_keep_an_idle_chains_client_young_but_an_old_header_does_not() {
        grow();
        after(Duration.ofDays(13));
        BlockHeader known = tip;
        call("updateHub", update(shown(known, HUB)));
        assertThat(trustedAt()).as("no news").isEqualTo(START.epochMillis());

        grow();
        assertThat(trustedAt()).isEqualTo(chain.time().epochMillis());
        after(Duration.ofDays(13)).grow();
        assertThat(chain.read("packets/hub").orElseThrow().path("height").longValue())
                .isEqualTo(3);
    }

    private long trustedAt() {
        return chain.read("packets/hub").orElseThrow().path("trustedAt").longValue();
    }

    @Test
    void the_hub_may_change_its_validators() {
        grow();
        BlockHeader handsOver = header(2, tip.hash(), START, NEW_HUB, "hands over");
        ObjectNode shown = shown(handsOver, HUB);
        shown.set("nextValidators", BlockJson.of(NEW_HUB.set()));
        call("updateHub", update(shown));

        assertThat(BlockJson.validatorSet(
                        chain.read("packets/hub").orElseThrow().get("validators")))
                .isEqualTo(NEW_HUB.set());
    }

    /** What is decided, in a world where it may be. */
    private enum Decision {
        THAW("Thaw"),
        RENEWAL("Renewal");

        private final String verb;

        Decision(String verb) {
            this.verb = verb;
        }

        void prepare(HubClientTest test) {
            test.grow();
            if (this == THAW) {
                test.frozen();
            } else {
                test.after(Duration.ofDays(15));
            }
        }

        ObjectNode proposal(HubClientTest test) {
            ObjectNode arguments = CanonicalJson.object().put("reason", "董事会决议");
            return this == THAW
                    ? arguments
                    : arguments.put("hash", test.tip.hash().toHex());
        }

        JsonNode propose(HubClientTest test) {
            return test.chain.succeed(OPERATOR, "packets", "propose" + verb, proposal(test));
        }

        String notProposed(HubClientTest test, Sm2PrivateKey key, ObjectNode arguments) {
            return test.chain
                    .refuse(key, "packets", "propose" + verb, arguments)
                    .code();
        }

        JsonNode approve(HubClientTest test, JsonNode proposed) {
            return test.chain.succeed(OTHER_NODE, "packets", "approve" + verb, approval(proposed));
        }

        String notApproved(HubClientTest test, Sm2PrivateKey key, JsonNode proposed) {
            return test.chain
                    .refuse(key, "packets", "approve" + verb, approval(proposed))
                    .code();
        }

        private static ObjectNode approval(JsonNode proposed) {
            return CanonicalJson.object().put("digest", proposed.path("digest").asText());
        }
    }

    @FunctionalInterface
    private interface Attempt {
        String refusal(HubClientTest test, Decision decision);
    }

    private static Stream<Arguments> row(String name, String code, Attempt attempt, Decision... decisions) {
        return Stream.of(decisions).map(decision -> Arguments.of(decision, Named.of(name, attempt), code));
    }

    static Stream<Arguments> undecided() {
        Decision[] both = Decision.values();
        return Stream.of(
                        row(
                                "proposed by a stranger",
                                "NOT_THE_OPERATOR",
                                (t, d) -> d.notProposed(t, RELAY, d.proposal(t)),
                                both),
                        row(
                                "proposed by a node",
                                "NOT_THE_OPERATOR",
                                (t, d) -> d.notProposed(t, OTHER_NODE, d.proposal(t)),
                                both),
                        row(
                                "no reason",
                                "BAD_ARGUMENT",
                                (t, d) ->
                                        d.notProposed(t, OPERATOR, d.proposal(t).put("reason", "")),
                                both),
                        row(
                                "a reason of 501 characters",
                                "BAD_ARGUMENT",
                                (t, d) ->
                                        d.notProposed(t, OPERATOR, d.proposal(t).put("reason", "x".repeat(501))),
                                both),
                        row(
                                "approved by the operator",
                                "NOT_A_VALIDATOR",
                                (t, d) -> d.notApproved(t, OPERATOR, d.propose(t)),
                                both),
                        row(
                                "approved by the operator's own node",
                                "FOUR_EYES",
                                (t, d) -> d.notApproved(t, NODES.keys().get(0), d.propose(t)),
                                both),
                        row(
                                "approved by another chain's node",
                                "NOT_A_VALIDATOR",
                                (t, d) -> d.notApproved(t, HUB.keys().get(1), d.propose(t)),
                                both),
                        row(
                                "another digest",
                                "PROPOSAL_CHANGED",
                                (t, d) -> {
                                    JsonNode first = d.propose(t);
                                    t.after(Duration.ofMinutes(1));
                                    d.propose(t);
                                    return d.notApproved(t, OTHER_NODE, first);
                                },
                                both),
                        row(
                                "nothing proposed",
                                "PROPOSAL_UNKNOWN",
                                (t, d) -> d.notApproved(
                                        t, OTHER_NODE, CanonicalJson.object().put("digest", "00".repeat(32))),
                                both),
                        row(
                                "approved twice",
                                "PROPOSAL_UNKNOWN",
                                (t, d) -> {
                                    JsonNode proposed = d.propose(t);
                                    d.approve(t, proposed);
                                    return d.notApproved(t, OTHER_NODE, proposed);
                                },
                                both),
                        row(
                                "approved as something else",
                                "PROPOSAL_UNKNOWN",
                                (t, d) -> {
                                    JsonNode proposed = d.propose(t);
                                    Decision other = d == Decision.THAW ? Decision.RENEWAL : Decision.THAW;
                                    return other.notApproved(t, OTHER_NODE, proposed);
                                },
                                both),
                        row(
                                "the client is not frozen",
                                "CLIENT_NOT_FROZEN",
                                (t, d) -> {
                                    d.approve(t, d.propose(t));
                                    return d.notProposed(t, OPERATOR, d.proposal(t));
                                },
                                Decision.THAW),
                        row(
                                "the client is active",
                                "CLIENT_NOT_EXPIRING",
                                (t, d) -> {
                                    d.approve(t, d.propose(t));
                                    return d.notProposed(t, OPERATOR, d.proposal(t));
                                },
                                Decision.RENEWAL),
                        row(
                                "another header than the latest",
                                "RENEWAL_OF_OTHER_HEADER",
                                (t, d) ->
                                        d.notProposed(t, OPERATOR, d.proposal(t).put("hash", Hash32.ZERO.toHex())),
                                Decision.RENEWAL))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("undecided")
    void a_decision_with_one_thing_broken_is_refused_for_that(Decision decision, Attempt attempt, String code) {
        decision.prepare(this);
        assertThat(attempt.refusal(this, decision)).isEqualTo(code);
    }

    @Test
    void a_frozen_client_is_not_renewed() {
        grow().frozen();
        assertThat(Decision.RENEWAL.notProposed(this, OPERATOR, Decision.RENEWAL.proposal(this)))
                .isEqualTo("CLIENT_FROZEN");
    }

    @Test
    void after_a_thaw_the_client_goes_on_where_it_stood_and_the_same_evidence_does_not_freeze_it_again() {
        grow();
        BlockHeader forged = fork();
        call("updateHub", update(shown(forged, HUB)));

        JsonNode answer = Decision.THAW.approve(this, Decision.THAW.propose(this));

        assertThat(answer.path("status").asText()).isEqualTo("ACTIVE");
        JsonNode decided = chain.read("packets/hub-case/1").orElseThrow();
        assertThat(decided.path("decision").path("reason").asText()).isEqualTo("董事会决议");
        assertThat(refused("updateHub", update(shown(forged, HUB)))).isEqualTo("MISBEHAVIOUR_DECIDED");
        grow();
        assertThat(chain.read("packets/hub").orElseThrow().path("height").longValue())
                .isEqualTo(2);
    }

    @Test
    void an_expired_client_is_renewed_and_goes_on() {
        grow().after(Duration.ofDays(20));

        JsonNode answer = Decision.RENEWAL.approve(this, Decision.RENEWAL.propose(this));

        assertThat(answer.path("expiresAt").longValue())
                .isEqualTo(chain.time().epochMillis() + Duration.ofDays(14).toMillis());
        grow();
        assertThat(chain.read("packets/hub").orElseThrow().path("height").longValue())
                .isEqualTo(2);
    }
}
