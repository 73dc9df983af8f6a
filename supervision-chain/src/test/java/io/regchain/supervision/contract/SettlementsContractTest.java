package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The hub's decision about settlements: a good world, and one thing broken a row. */
class SettlementsContractTest {
    private static final ChainId SHANGHAI = new ChainId("shanghai");
    private static final ChainId SHENZHEN = new ChainId("shenzhen");
    private static final BlockTime START = HubWorld.START;
    private static final BlockTime DEADLINE = new BlockTime(START.epochMillis() + 60_000);
    private static final Sm2PrivateKey SHANGHAI_RELAYER = ContractHarness.key("relayer of shanghai");

    /** What is broken in a request that is otherwise good. */
    private interface Break {
        void in(SettlementsContractTest world, ObjectNode request);
    }

    private final ContractHarness shanghai = ContractHarness.start(SHANGHAI, START, new Shelf());
    private final ContractHarness shenzhen = ContractHarness.start(SHENZHEN, START, new Shelf());
    private ContractHarness hub = hub(genesis());
    private Sm2PrivateKey relayer = HubWorld.RELAYER;

    /** A chain's settlements, wherever a test wants them. */
    private static final class Shelf implements Contract {
        @Override
        public String name() {
            return SettlementKeys.CONTRACT;
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write(arguments.get("key").textValue(), arguments.get("value"));
            return CanonicalJson.object();
        }
    }

    private static ContractHarness hub(SortedMap<String, Bytes> genesis) {
        return ContractHarness.start(
                ChainId.SUPERVISION,
                START,
                genesis,
                List.of(
                        new RolesContract(),
                        new LightClientsContract(),
                        new RoutesContract(),
                        new SettlementsContract()));
    }

    private SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, HubWorld.OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, HubWorld.RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, SHANGHAI_RELAYER.publicKey(), Roles.RELAYER + ":shanghai");
        Roles.grant(state, HubWorld.MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, HubWorld.CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        for (ContractHarness chain : List.of(shanghai, shenzhen)) {
            state.put(
                    "registry/chain/" + chain.chainId(),
                    CanonicalJson.encode(HubWorld.registration(chain, HubWorld.OWNER)));
        }
        return state;
    }

    private static SettlementPlan plan() {
        return new SettlementPlan("DVP-1", DEADLINE, List.of(leg(SHANGHAI), leg(SHENZHEN)));
    }

    private static SettlementLeg leg(ChainId chain) {
        return SettlementLeg.of(chain, "money", CanonicalJson.object().put("amountFen", 100));
    }

    private SettlementsContractTest routed() {
        return routed("allow", START.epochMillis() + 1_000_000);
    }

    private SettlementsContractTest routed(String verdict, long expires) {
        ObjectNode route = CanonicalJson.object()
                .put("id", "dvp")
                .put("source", "shanghai")
                .put("sourceContract", "settlements")
                .put("destination", "shenzhen")
                .put("destinationContract", "money")
                .put("method", "settle")
                .put("verdict", verdict)
                .put("effectiveFrom", START.epochMillis())
                .put("expiresAt", expires);
        JsonNode digest =
                hub.succeed(HubWorld.MAKER, "routes", "propose", route).get("digest");
        hub.succeed(
                HubWorld.CHECKER,
                "routes",
                "approve",
                CanonicalJson.object().put("id", "dvp").put("digest", digest.textValue()));
        return this;
    }

    private ContractHarness chain(int leg) {
        return leg == 0 ? shanghai : shenzhen;
    }

    /** The chain of the leg writes this record of it, and the hub verifies the header. */
    private void write(int leg, LegRecord record) {
        ObjectNode put = CanonicalJson.object().put("key", SettlementKeys.Local.leg(plan().id(), leg));
        put.set("value", record.toJson());
        chain(leg).succeed(ContractHarness.key("anyone"), SettlementKeys.CONTRACT, "put", put);
        verify(leg);
    }

    private void verify(int leg) {
        hub.succeed(
                HubWorld.OBSERVER,
                "light-clients",
                "update",
                HubWorld.update(chain(leg).lastBlock()));
    }

    private ObjectNode proof(int leg) {
        ContractHarness chain = chain(leg);
        Height height = chain.height();
        String key = SettlementKeys.full(SettlementKeys.Local.leg(plan().id(), leg));
        return CanonicalJson.object()
                .put("leg", leg)
                .put("height", height.value())
                .put("proof", chain.prove(height, key).canonical().toHex());
    }

    private ObjectNode locked(int leg) {
        write(leg, LegRecord.of(LegRecord.State.LOCKED));
        ObjectNode request = proof(leg);
        request.set("plan", plan().toJson());
        return request;
    }

    private static LegRecord refusal() {
        return LegRecord.refused(new Refusal("SELLER_WITHDREW", "因故撤回"));
    }

    private ObjectNode refused(int leg) {
        write(leg, refusal());
        ObjectNode request = proof(leg);
        request.set("plan", plan().toJson());
        request.set("record", refusal().toJson());
        return request;
    }

    private ObjectNode finished(int leg, Optional<LegRecord> record) {
        record.ifPresent(r -> write(leg, r));
        ObjectNode request = proof(leg).put("settlement", plan().id().toHex());
        record.ifPresent(r -> request.set("record", r.toJson()));
        return request;
    }

    private static ObjectNode deadline() {
        return CanonicalJson.object().put("settlement", plan().id().toHex()).put("chain", "shanghai");
    }

    private JsonNode succeed(String method, ObjectNode request) {
        return hub.succeed(relayer, "settlements", method, request);
    }

    private String refused(String method, ObjectNode request) {
        return hub.refuse(relayer, "settlements", method, request).code();
    }

    private Optional<JsonNode> decision() {
        return hub.read(SettlementKeys.full(SettlementKeys.Hub.decision(plan().id())));
    }

    private String decided() {
        return decision()
                .map(d -> d.path("code").asText(d.path("decision").asText()))
                .orElse("");
    }

    private JsonNode pending(String chain) {
        return hub.read("settlements/pending/" + chain).orElseGet(CanonicalJson::array);
    }

    private List<String> events() {
        return hub.lastBlock().receipts().get(0).events().stream()
                .map(Event::name)
                .toList();
    }

    @Test
    void every_leg_locked_commits_and_every_end_proven_completes() {
        routed();
        succeed("prove", locked(0));
        assertThat(events()).containsExactly("settlementOpened", "settlementLegLocked");
        assertThat(decision()).isEmpty();
        assertThat(pending("shanghai")).hasSize(1);
        assertThat(pending("shenzhen")).isEmpty();

        succeed("prove", locked(1));
        assertThat(pending("shenzhen")).hasSize(1);
        assertThat(events()).containsExactly("settlementLegLocked", "settlementDecided");
        assertThat(decision()).contains(new Decision.Commit().toJson());

        succeed("finish", finished(0, Optional.of(LegRecord.of(LegRecord.State.COMMITTED))));
        assertThat(pending("shanghai")).isEmpty();
        assertThat(pending("shenzhen")).hasSize(1);
        succeed("finish", finished(1, Optional.of(LegRecord.of(LegRecord.State.COMMITTED))));
        assertThat(events()).containsExactly("settlementLegFinished", "settlementCompleted");
        assertThat(pending("shenzhen")).isEmpty();
    }

    @Test
    void what_is_brought_again_changes_nothing() {
        routed();
        ObjectNode first = locked(0);
        ObjectNode second = locked(1);
        succeed("prove", first);
        assertThat(succeed("prove", first).path("reason").asText()).isEqualTo("LEG_KNOWN");
        succeed("prove", second);
        assertThat(succeed("prove", second).path("reason").asText()).isEqualTo("SETTLEMENT_DECIDED");
        assertThat(succeed("abort", deadline()).path("reason").asText()).isEqualTo("SETTLEMENT_DECIDED");
        ObjectNode end = finished(0, Optional.of(LegRecord.of(LegRecord.State.COMMITTED)));
        succeed("finish", end);
        assertThat(succeed("finish", end).path("reason").asText()).isEqualTo("LEG_FINISHED");
        assertThat(decision()).contains(new Decision.Commit().toJson());
    }

    @Test
    void the_hub_commits_once_before_the_deadline_and_not_at_it() {
        routed();
        succeed("prove", locked(0));
        ObjectNode last = locked(1);
        hub.at(DEADLINE);
        assertThat(refused("prove", last)).isEqualTo("SETTLEMENT_PAST_DEADLINE");
        succeed("abort", deadline());
        assertThat(decided()).isEqualTo("SETTLEMENT_PAST_DEADLINE");
        assertThat(succeed("prove", last).path("reason").asText()).isEqualTo("SETTLEMENT_DECIDED");
        assertThat(decided()).isEqualTo("SETTLEMENT_PAST_DEADLINE");
    }

    @Test
    void one_before_the_deadline_is_in_time_and_too_early_to_abort() {
        routed();
        succeed("prove", locked(0));
        ObjectNode last = locked(1);
        hub.at(new BlockTime(DEADLINE.epochMillis() - 1));
        assertThat(refused("abort", deadline())).isEqualTo("SETTLEMENT_NOT_PAST_DEADLINE");
        succeed("prove", last);
        assertThat(decided()).isEqualTo("COMMIT");
    }

    @Test
    void an_abort_of_what_was_never_opened_only_makes_a_block() {
        hub.at(DEADLINE);
        assertThat(succeed("abort", deadline()).path("reason").asText()).isEqualTo("SETTLEMENT_UNKNOWN");
        assertThat(decision()).isEmpty();
    }

    @Test
    void a_refusal_aborts_with_its_own_reason() {
        routed();
        succeed("prove", locked(0));
        succeed("refuse", refused(1));
        assertThat(decided()).isEqualTo("SELLER_WITHDREW");
        succeed("finish", finished(0, Optional.of(LegRecord.of(LegRecord.State.RELEASED))));
        succeed("finish", finished(1, Optional.of(refusal())));
        assertThat(pending("shanghai")).isEmpty();
        assertThat(pending("shenzhen")).isEmpty();
    }

    @Test
    void a_leg_that_was_never_locked_is_finished_by_its_absence_from_the_deadline_on() {
        routed();
        succeed("prove", locked(0));
        hub.at(DEADLINE);
        succeed("abort", deadline());
        shenzhen.at(new BlockTime(DEADLINE.epochMillis() - 1)).emptyBlock();
        verify(1);
        assertThat(refused("finish", finished(1, Optional.empty()))).isEqualTo("SETTLEMENT_NOT_PAST_DEADLINE");
        shenzhen.at(DEADLINE).emptyBlock();
        verify(1);
        succeed("finish", finished(1, Optional.empty()));
        assertThat(pending("shenzhen")).isEmpty();
    }

    static Stream<Arguments> roadblocks() {
        return Stream.of(
                roadblock("no route", "ROUTE_DENIED", world -> {}),
                roadblock("a route that holds", "ROUTE_DENIED", world -> world.routed("hold", Long.MAX_VALUE >> 11)),
                roadblock("a route that denies", "ROUTE_DENIED", world -> world.routed("deny", Long.MAX_VALUE >> 11)),
                roadblock("a route that has expired", "ROUTE_DENIED", world -> {
                    world.routed("allow", START.epochMillis() + 5);
                    world.hub.at(new BlockTime(START.epochMillis() + 5));
                }));
    }

    private static Arguments roadblock(String name, String code, Consumer<SettlementsContractTest> world) {
        return Arguments.of(Named.of(name, world), code);
    }

    @ParameterizedTest
    @MethodSource("roadblocks")
    void without_a_route_that_allows_it_the_settlement_is_aborted_so_that_locks_are_released(
            Consumer<SettlementsContractTest> block, String code) {
        block.accept(this);
        succeed("prove", locked(0));
        assertThat(decided()).isEqualTo(code);
    }

    @Test
    void nobody_fills_the_list_of_another_chain() {
        routed();
        succeed("prove", locked(0));
        assertThat(pending("shenzhen")).isEmpty();
        succeed("refuse", refused(1));
        assertThat(pending("shenzhen")).hasSize(1);
        succeed("finish", finished(0, Optional.of(LegRecord.of(LegRecord.State.RELEASED))));
        assertThat(events()).containsExactly("settlementLegFinished");
        succeed("finish", finished(1, Optional.of(refusal())));
        assertThat(events()).containsExactly("settlementLegFinished", "settlementCompleted");
        assertThat(pending("shanghai")).isEmpty();
        assertThat(pending("shenzhen")).isEmpty();
    }

    @Test
    void what_is_over_before_a_chain_proved_its_leg_is_over() {
        succeed("prove", locked(0));
        assertThat(succeed("prove", locked(1)).path("reason").asText()).isEqualTo("SETTLEMENT_DECIDED");
        succeed("finish", finished(0, Optional.of(LegRecord.of(LegRecord.State.RELEASED))));
        assertThat(events()).containsExactly("settlementLegFinished", "settlementCompleted");
        succeed("finish", finished(1, Optional.of(LegRecord.of(LegRecord.State.RELEASED))));
        assertThat(events()).containsExactly("settlementLegFinished");
    }

    /** At the limit, and one below it, which the metering must bear as well. */
    @ParameterizedTest
    @CsvSource({"1000,SETTLEMENTS_PENDING", "999,''"})
    void before_a_chain_stand_a_thousand_settlements_and_no_more(int others, String code) {
        ArrayNode list = CanonicalJson.array();
        for (int i = 0; i < others; i++) {
            list.add(Sm3.hash(Bytes.utf8("settlement " + i)).toHex());
        }
        SortedMap<String, Bytes> genesis = genesis();
        genesis.put("settlements/pending/shanghai", CanonicalJson.encode(list));
        hub = hub(genesis);
        routed();
        assertThat(hub.execute(relayer, "settlements", "prove", locked(0))
                        .receipt()
                        .code())
                .isEqualTo(code);
    }

    static Stream<Arguments> brokenProofs() {
        return Stream.of(
                row("no plan", "BAD_ARGUMENT", (w, r) -> r.remove("plan")),
                row("a plan of one leg", "BAD_ARGUMENT", (w, r) -> legs(r).remove(1)),
                row("a leg the plan has not", "LEG_UNKNOWN", (w, r) -> r.put("leg", 2)),
                row("the proof of another leg", "PROOF_INVALID", (w, r) -> {
                    w.write(1, LegRecord.of(LegRecord.State.LOCKED));
                    r.put("proof", w.proof(1).get("proof").textValue());
                }),
                row("a height the hub has not verified", "HEADER_UNKNOWN", (w, r) -> r.put("height", 99)),
                row("the proof of another height", "PROOF_INVALID", (w, r) -> {
                    w.shanghai.emptyBlock();
                    w.verify(0);
                    r.put("height", w.shanghai.height().value());
                    r.put(
                            "proof",
                            w.shanghai
                                    .prove(new Height(0), "settlements/x")
                                    .canonical()
                                    .toHex());
                }),
                row("a proof that is none", "BAD_ARGUMENT", (w, r) -> r.put("proof", "00")),
                row("a lock for another settlement", "PROOF_INVALID", (w, r) -> plan(r).put("reference", "DVP-2")),
                row("a lock of other terms", "PROOF_INVALID", (w, r) -> ((ObjectNode)
                                legs(r).get(0).get("terms"))
                        .put("amountFen", 1)),
                row("a lock with another deadline", "PROOF_INVALID", (w, r) -> plan(r).put(
                                "deadlineMillis", DEADLINE.epochMillis() + 1)),
                row(
                        "a record that is refused, said to be locked",
                        "PROOF_INVALID",
                        (w, r) -> r.setAll(w.shelved(refusal()))),
                row(
                        "a record that is released already",
                        "PROOF_INVALID",
                        (w, r) -> r.setAll(w.shelved(LegRecord.of(LegRecord.State.RELEASED)))),
                row("at the deadline", "SETTLEMENT_PAST_DEADLINE", (w, r) -> w.hub.at(DEADLINE)),
                row("by nobody in particular", "ROLE_MISSING", (w, r) -> w.relayer = HubWorld.OWNER),
                row("by the relayer of another chain", "ROLE_MISSING", (w, r) -> {
                    r.setAll(w.locked(1));
                    w.relayer = SHANGHAI_RELAYER;
                }));
    }

    private ObjectNode shelved(LegRecord record) {
        write(0, record);
        return proof(0);
    }

    private static ObjectNode plan(ObjectNode request) {
        return (ObjectNode) request.get("plan");
    }

    private static ArrayNode legs(ObjectNode request) {
        return (ArrayNode) plan(request).get("legs");
    }

    private static Arguments row(String name, String code, Break broken) {
        return Arguments.of(Named.of(name, broken), code);
    }

    @ParameterizedTest
    @MethodSource("brokenProofs")
    void a_lock_is_not_believed_with_one_thing_wrong(Break broken, String code) {
        routed();
        ObjectNode request = locked(0);
        broken.in(this, request);
        assertThat(refused("prove", request)).isEqualTo(code);
        assertThat(hub.read(SettlementKeys.full(SettlementKeys.plan(plan().id()))))
                .isEmpty();
    }

    @Test
    void the_relayer_of_one_chain_brings_what_is_of_that_chain() {
        routed();
        relayer = SHANGHAI_RELAYER;
        succeed("prove", locked(0));
    }

    static Stream<Arguments> brokenRefusals() {
        return Stream.of(
                row("no record", "BAD_ARGUMENT", (w, r) -> r.remove("record")),
                row(
                        "a record that is no refusal",
                        "BAD_ARGUMENT",
                        (w, r) -> r.set(
                                "record", LegRecord.of(LegRecord.State.LOCKED).toJson())),
                row("a reason the chain did not write", "PROOF_INVALID", (w, r) -> ((ObjectNode) r.get("record"))
                        .put("code", "BUYER_WITHDREW")),
                row("a record with a field of its own", "BAD_ARGUMENT", (w, r) -> ((ObjectNode) r.get("record"))
                        .put("note", "")),
                row("at the deadline", "SETTLEMENT_PAST_DEADLINE", (w, r) -> w.hub.at(DEADLINE)),
                row("by nobody in particular", "ROLE_MISSING", (w, r) -> w.relayer = HubWorld.OWNER));
    }

    @ParameterizedTest
    @MethodSource("brokenRefusals")
    void a_refusal_is_not_believed_with_one_thing_wrong(Break broken, String code) {
        routed();
        ObjectNode request = refused(0);
        broken.in(this, request);
        assertThat(refused("refuse", request)).isEqualTo(code);
        assertThat(decision()).isEmpty();
    }

    static Stream<Arguments> brokenEnds() {
        return Stream.of(
                row("a settlement nobody opened", "SETTLEMENT_UNKNOWN", (w, r) -> r.put("settlement", "00".repeat(32))),
                row("a name that is no hash", "BAD_ARGUMENT", (w, r) -> r.put("settlement", "x")),
                row("a leg the plan has not", "LEG_UNKNOWN", (w, r) -> r.put("leg", 5)),
                row(
                        "a leg that is still locked",
                        "LEG_NOT_FINISHED",
                        (w, r) -> r.setAll(w.finished(0, Optional.of(LegRecord.of(LegRecord.State.LOCKED))))),
                row(
                        "released, though the decision is to commit",
                        "LEG_CONTRADICTS",
                        (w, r) -> r.setAll(w.finished(0, Optional.of(LegRecord.of(LegRecord.State.RELEASED))))),
                row(
                        "a record the chain did not write",
                        "PROOF_INVALID",
                        (w, r) -> r.set(
                                "record", LegRecord.of(LegRecord.State.RELEASED).toJson())),
                row("an absence that is none", "PROOF_INVALID", (w, r) -> r.remove("record")),
                row("by nobody in particular", "ROLE_MISSING", (w, r) -> w.relayer = HubWorld.OWNER));
    }

    @ParameterizedTest
    @MethodSource("brokenEnds")
    void an_end_is_not_believed_with_one_thing_wrong(Break broken, String code) {
        routed();
        succeed("prove", locked(0));
        succeed("prove", locked(1));
        ObjectNode request = finished(0, Optional.of(LegRecord.of(LegRecord.State.COMMITTED)));
        broken.in(this, request);
        assertThat(refused("finish", request)).isEqualTo(code);
        assertThat(pending("shanghai")).hasSize(1);
    }

    @Test
    void an_end_before_the_decision_is_refused() {
        routed();
        succeed("prove", locked(0));
        assertThat(refused("finish", finished(0, Optional.of(LegRecord.of(LegRecord.State.RELEASED)))))
                .isEqualTo("SETTLEMENT_NOT_DECIDED");
    }

    static Stream<Arguments> brokenAborts() {
        return Stream.of(
                row("a chain that takes no part", "CHAIN_NOT_IN_SETTLEMENT", (w, r) -> r.put("chain", "jiangsu")),
                row("no chain", "BAD_ARGUMENT", (w, r) -> r.remove("chain")),
                row("by nobody in particular", "ROLE_MISSING", (w, r) -> w.relayer = HubWorld.OWNER),
                row("by the relayer of another chain", "ROLE_MISSING", (w, r) -> {
                    r.put("chain", "shenzhen");
                    w.relayer = SHANGHAI_RELAYER;
                }));
    }

    @ParameterizedTest
    @MethodSource("brokenAborts")
    void an_abort_is_refused_with_one_thing_wrong(Break broken, String code) {
        routed();
        succeed("prove", locked(0));
        hub.at(DEADLINE);
        ObjectNode request = deadline();
        broken.in(this, request);
        assertThat(refused("abort", request)).isEqualTo(code);
        assertThat(decision()).isEmpty();
    }

    @Test
    void an_unknown_method_is_told_which_there_are() {
        assertThat(hub.refuse(relayer, "settlements", "commit", deadline()).message())
                .contains("prove, refuse");
    }
}
