package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.SettlementWorld.SHANGHAI;
import static io.regchain.localchain.contract.SettlementWorld.SHENZHEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Side;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.LegRecord.State;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A local chain's part in settlements: a good world, and one thing broken a row. */
class SettlementsContractTest {
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");

    private interface Break {
        void in(SettlementsContractTest test, ObjectNode request);
    }

    private final SettlementWorld world = new SettlementWorld();
    private final MarketWorld shanghai = world.markets.get(SHANGHAI);
    private final SettlementPlan plan = world.shareForMoney("DVP-1", 1000);
    private Sm2PrivateKey signer = shanghai.key;

    private ObjectNode entering(int leg) {
        ObjectNode request = CanonicalJson.object().put("leg", leg);
        request.set("plan", plan.toJson());
        return request;
    }

    private String refused(String method, ObjectNode request) {
        Refusal reason = shanghai.chain
                .at(world.now().compareTo(shanghai.chain.time()) > 0 ? world.now() : shanghai.chain.time())
                .refuse(signer, SettlementKeys.CONTRACT, method, request);
        return reason.code();
    }

    private static Arguments row(String name, String code, Break broken) {
        return Arguments.of(Named.of(name, broken), code);
    }

    static Stream<Arguments> brokenLocks() {
        return Stream.of(
                row("by anybody", "NOT_THE_OPERATOR", (t, r) -> t.signer = ANYONE),
                row("no plan", "BAD_ARGUMENT", (t, r) -> r.remove("plan")),
                row("a plan that is none", "SETTLEMENT_MALFORMED", (t, r) -> plan(r).remove("reference")),
                row("a leg the plan has not", "LEG_UNKNOWN", (t, r) -> r.put("leg", 2)),
                row("a leg of another chain", "LEG_OF_OTHER_CHAIN", (t, r) -> r.put("leg", 1)),
                row("a leg that is locked", "LEG_ALREADY_LOCKED", (t, r) -> t.world.lock(t.plan, 0)),
                row("a leg that is refused", "LEG_ALREADY_REFUSED", (t, r) -> t.world.refuse(t.plan, 0)),
                row("at the deadline", "SETTLEMENT_PAST_DEADLINE", (t, r) -> t.world.pass(Duration.ofMinutes(30))),
                row("a deadline more than a day ahead", "SETTLEMENT_DEADLINE_FAR", (t, r) -> plan(r).put(
                                "deadlineMillis",
                                t.world.later(Duration.ofHours(25)).epochMillis())),
                row("a contract this chain has not", "UNKNOWN_CONTRACT", (t, r) -> leg(r).put("contract", "gold")),
                row("a contract that keeps no assets", "METHOD_UNKNOWN", (t, r) -> leg(r).put("contract", "objects")),
                row("terms without a product", "BAD_ARGUMENT", (t, r) -> terms(r).remove("product")),
                row("no units", "BAD_ARGUMENT", (t, r) -> terms(r).put("quantity", 0)),
                row("more units than there are", "BALANCE_TOO_SMALL", (t, r) -> terms(r).put(
                                "quantity", MarketWorld.ISSUED + 1)),
                row("a buyer without an account", "ACCOUNT_UNKNOWN", (t, r) -> terms(r).put("buyerAccount", "A-0000")),
                row("no agreement", "METHOD_NOT_AGREEMENT", (t, r) -> terms(r).put("method", "AUCTION")),
                row("an unknown product", "PRODUCT_UNKNOWN", (t, r) -> terms(r).put("product", "SH000101G.S2699")));
    }

    private static ObjectNode plan(ObjectNode request) {
        return (ObjectNode) request.get("plan");
    }

    private static ObjectNode leg(ObjectNode request) {
        return (ObjectNode) plan(request).get("legs").get(0);
    }

    private static ObjectNode terms(ObjectNode request) {
        return (ObjectNode) leg(request).get("terms");
    }

    @ParameterizedTest
    @MethodSource("brokenLocks")
    void a_lock_is_refused_with_one_thing_wrong(Break broken, String code) {
        ObjectNode request = entering(0);
        broken.in(this, request);
        assertThat(refused("lock", request)).isEqualTo(code);
    }

    static Stream<Arguments> brokenRefusals() {
        return Stream.of(
                row("by anybody", "NOT_THE_OPERATOR", (t, r) -> t.signer = ANYONE),
                row("a leg of another chain", "LEG_OF_OTHER_CHAIN", (t, r) -> r.put("leg", 1)),
                row("a leg that is locked", "LEG_ALREADY_LOCKED", (t, r) -> t.world.lock(t.plan, 0)),
                row("no code", "BAD_ARGUMENT", (t, r) -> r.remove("code")),
                row("a code that is none", "BAD_ARGUMENT", (t, r) -> r.put("code", "not a code")));
    }

    @ParameterizedTest
    @MethodSource("brokenRefusals")
    void a_refusal_is_refused_with_one_thing_wrong(Break broken, String code) {
        ObjectNode request = entering(0).put("code", "SELLER_WITHDREW").put("message", "");
        broken.in(this, request);
        assertThat(refused("refuse", request)).isEqualTo(code);
    }

    /** The hub has decided; nobody has told Shanghai yet. */
    private ObjectNode decided() {
        world.lock(plan, 0);
        world.lock(plan, 1);
        while (world.decision(plan).isEmpty()) {
            world.turnOfHub();
        }
        return finishing();
    }

    private ObjectNode finishing() {
        ObjectNode request = CanonicalJson.object().put("settlement", plan.id().toHex());
        prove(request, world.hub.height());
        world.decision(plan).ifPresent(decision -> request.set("decision", decision.toJson()));
        return request;
    }

    private void prove(ObjectNode request, Height height) {
        var block = world.hub.block(height);
        request.put("header", block.block().header().canonical().toHex());
        request.set("certificate", BlockJson.of(block.certificate().orElseThrow()));
        String key = SettlementKeys.full(SettlementKeys.Hub.decision(plan.id()));
        request.put("proof", world.hub.prove(height, key).canonical().toHex());
    }

    static Stream<Arguments> brokenEnds() {
        return Stream.of(
                row(
                        "a settlement this chain does not know",
                        "SETTLEMENT_UNKNOWN",
                        (t, r) -> r.put("settlement", "00".repeat(32))),
                row("no decision", "BAD_ARGUMENT", (t, r) -> r.remove("decision")),
                row(
                        "another decision than the hub's",
                        "DECISION_NOT_PROVEN",
                        (t, r) -> r.set("decision", new Decision.Abort(new Refusal("SELLER_WITHDREW", "")).toJson())),
                row("a decision with a field of its own", "BAD_ARGUMENT", (t, r) -> ((ObjectNode) r.get("decision"))
                        .put("note", "")),
                row(
                        "the proof of a block before it",
                        "DECISION_NOT_PROVEN",
                        (t, r) -> t.prove(r, new Height(t.world.hub.height().value() - 1))),
                row("the proof of another block than the header", "DECISION_NOT_PROVEN", (t, r) -> {
                    String proof = r.get("proof").textValue();
                    t.world.hub.emptyBlock();
                    t.world.route("other", SHENZHEN, SHANGHAI);
                    t.prove(r, t.world.hub.height());
                    r.put("proof", proof);
                }),
                row("a proof that is none", "PROOF_MALFORMED", (t, r) -> r.put("proof", "00")),
                row("a header that is none", "HUB_HEADER_MALFORMED", (t, r) -> r.put("header", "00")),
                row("a certificate with a seal too few", "QUORUM_NOT_REACHED", (t, r) -> {
                    t.world.hub.emptyBlock();
                    t.prove(r, t.world.hub.height());
                    ObjectNode certificate = (ObjectNode) r.get("certificate");
                    while (certificate.withArray("seals").size() > 2) {
                        certificate.withArray("seals").remove(0);
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("brokenEnds")
    void a_decision_is_not_believed_with_one_thing_wrong(Break broken, String code) {
        ObjectNode request = decided();
        broken.in(this, request);
        assertThat(refused("finish", request)).isEqualTo(code);
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.LOCKED));
    }

    @Test
    void anybody_may_bring_the_decision_and_bringing_it_again_changes_nothing() {
        ObjectNode request = decided();
        shanghai.chain.succeed(ANYONE, SettlementKeys.CONTRACT, "finish", request);
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.COMMITTED));
        assertThat(shanghai.chain
                        .succeed(ANYONE, SettlementKeys.CONTRACT, "finish", request)
                        .path("reason")
                        .asText())
                .isEqualTo("SETTLEMENT_FINISHED");
    }

    /** Another block of the hub at the height of its last one, under seals of the same validators. */
    private ObjectNode forked() {
        BlockHeader honest = world.hub.lastBlock().block().header();
        BlockHeader other = honest.withStateRoot(honest.transactionRoot());
        return new CertifiedHeader(other, world.hub.validators().certify(other, Round.ZERO)).toJson();
    }

    @Test
    void once_the_hub_has_lied_nothing_is_locked_and_no_decision_of_it_counts() {
        ObjectNode request = decided();
        shanghai.chain.succeed(ANYONE, "packets", "updateHub", headers(request));
        ObjectNode lie = (ObjectNode) request.deepCopy().setAll(forked());
        assertThat(shanghai.chain.succeed(ANYONE, SettlementKeys.CONTRACT, "finish", lie))
                .isEqualTo(CanonicalJson.object().put("frozen", true));

        assertThat(refused("finish", request)).isEqualTo("CLIENT_FROZEN");
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.LOCKED));
        SettlementPlan another = world.shareForMoney("DVP-2", 1);
        assertThat(world.lock(another, 0).receipt().code()).isEqualTo("CLIENT_FROZEN");
    }

    private static ObjectNode headers(ObjectNode request) {
        ObjectNode headers = CanonicalJson.object();
        headers.putArray("headers")
                .addObject()
                .put("header", request.get("header").textValue())
                .set("certificate", request.get("certificate"));
        return headers;
    }

    @Test
    void nothing_expires_before_the_deadline_or_without_the_proof_that_nothing_is_decided() {
        world.lock(plan, 0);
        world.pass(Duration.ofMinutes(30).minusMillis(1));
        world.hub.at(world.now()).emptyBlock();
        assertThat(refused("expire", finishing())).isEqualTo("SETTLEMENT_NOT_PAST_DEADLINE");
        world.pass(Duration.ofMillis(1));
        world.hub.at(world.now()).emptyBlock();
        ObjectNode request = finishing();
        shanghai.chain.at(world.now()).succeed(ANYONE, SettlementKeys.CONTRACT, "expire", request);
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.RELEASED));
    }

    @Test
    void what_is_decided_does_not_expire() {
        decided();
        world.pass(Duration.ofMinutes(31));
        world.hub.at(world.now()).emptyBlock();
        assertThat(refused("expire", finishing())).isEqualTo("ABSENCE_NOT_PROVEN");
    }

    @Test
    void only_the_settlements_contract_tells_those_who_keep_assets() {
        for (String contract : List.of("transfers", "money")) {
            for (String method :
                    List.of(SettlementsContract.LOCK, SettlementsContract.COMMIT, SettlementsContract.RELEASE)) {
                assertThat(shanghai.refuse(contract, method, CanonicalJson.object())
                                .code())
                        .isEqualTo("CALLER_NOT_ALLOWED");
            }
        }
    }

    @Test
    void what_was_carried_out_is_reported_with_its_objects_once() {
        decided();
        world.settleDown(plan);
        ObjectNode report = shanghai.desk.reportSettled("REP-1", plan.id(), 0, shanghai.chain::read, shanghai.now());
        assertThat(report.get("objects")).hasSize(5);
        shanghai.succeed("transfers", "report", report);
        assertThat(shanghai.books()
                        .latestVersion(MarketWorld.objects(report)
                                .get(0)
                                .at("/header/content/object_id")
                                .asText()))
                .contains(0L);
        assertThat(shanghai.refuse(
                                "transfers",
                                "report",
                                shanghai.desk.reportSettled(
                                        "REP-2", plan.id(), 0, shanghai.chain::read, shanghai.now()))
                        .code())
                .isEqualTo("NOTHING_TO_REPORT");
    }

    @Test
    void a_report_that_says_something_else_is_refused() {
        decided();
        world.settleDown(plan);
        ObjectNode report = shanghai.desk.reportSettled("REP-1", plan.id(), 0, shanghai.chain::read, shanghai.now());
        shanghai.alter(report, 0, object -> ((ObjectNode) object.at(
                        "/body/transaction_report_information/transaction_information/transaction_content_information"))
                .put("transaction_settlement_quantity", 999));
        assertThat(shanghai.refuse("transfers", "report", report).code()).isEqualTo("OBJECT_DIFFERS_FROM_REGISTER");
    }

    static Stream<Arguments> brokenPayments() {
        return Stream.of(
                row("no payer", "BAD_ARGUMENT", (t, r) -> r.remove("payer")),
                row("nothing to pay", "BAD_ARGUMENT", (t, r) -> r.put("amountFen", 0)),
                row("more than there is", "BALANCE_TOO_SMALL", (t, r) -> r.put("amountFen", SettlementWorld.MONEY + 1)),
                row("a payer without an account", "ACCOUNT_UNKNOWN", (t, r) -> r.put("payer", "A-0000")),
                row("a payee without an account", "ACCOUNT_UNKNOWN", (t, r) -> r.put("payee", "A-0000")),
                row(
                        "to himself",
                        "SAME_ACCOUNT",
                        (t, r) -> r.put("payee", r.get("payer").textValue())));
    }

    @ParameterizedTest
    @MethodSource("brokenPayments")
    void money_is_not_locked_with_one_thing_wrong(Break broken, String code) {
        ObjectNode terms = plan.legs().get(1).termsJson();
        broken.in(this, terms);
        SettlementPlan changed = world.plan("DVP-2", plan.legs().get(0), SettlementLeg.of(SHENZHEN, "money", terms));
        assertThat(world.lock(changed, 1).receipt().code()).isEqualTo(code);
        assertThat(world.money(SHENZHEN, MarketWorld.ZHANG, "frozenFen")).isZero();
    }

    @Test
    void a_place_among_the_holders_is_kept_until_the_end() {
        world.lock(plan, 0);
        assertThat(shanghai.books().reservedPlaces(MarketWorld.SHARES)).isEqualTo(1);
        world.settleDown(plan);
        assertThat(shanghai.books().reservedPlaces(MarketWorld.SHARES)).isZero();
    }

    /** What stands against a new trade of the founder, as the rule reads it now (R04). */
    private Optional<LocalDate> standing(Side side) {
        return shanghai.books()
                .standingTrades(MarketWorld.SHARES, MarketWorld.FOUNDER, today())
                .day(side);
    }

    private LocalDate today() {
        return world.now().inChina().toLocalDate();
    }

    @Test
    void a_trade_that_was_not_carried_out_does_not_count_for_the_five_trading_days() {
        world.lock(plan, 0);
        assertThat(standing(Side.SELL)).contains(today());
        world.settleDown(plan);
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.RELEASED));
        assertThat(standing(Side.SELL)).isEmpty();
        assertThat(shanghai.books()
                        .standingTrades(MarketWorld.SHARES, MarketWorld.ZHANG, today())
                        .bought())
                .isEmpty();
    }

    /** Two trades of one seller wait; the one that comes to nothing does not lift the bar of the other (R04). */
    @Test
    void of_two_trades_that_waited_the_one_that_was_carried_out_counts() {
        SettlementPlan another = world.shareForMoney("DVP-2", 500);
        world.lock(plan, 0);
        world.lock(another, 0);
        world.lock(another, 1);
        world.turnOfHub();
        LocalDate tradeDay = today();
        world.settleDown(plan);
        assertThat(world.leg(plan, 0)).contains(LegRecord.of(State.RELEASED));
        assertThat(world.leg(another, 0)).contains(LegRecord.of(State.COMMITTED));
        assertThat(standing(Side.SELL)).contains(tradeDay);
        assertThat(shanghai.books().waitingTrades(MarketWorld.SHARES, MarketWorld.FOUNDER, Side.SELL))
                .isZero();
    }

    /** The relay is away for weeks: the trade is not over, so its five trading days have not begun. */
    @Test
    void a_trade_counts_as_of_today_for_as_long_as_it_waits() {
        decided();
        LocalDate locked = today();
        world.pass(Duration.ofDays(20));
        assertThat(standing(Side.SELL)).contains(locked.plusDays(20));
    }

    /** The money ledger's own doors: in, out, and no more than there is. */
    @Test
    void money_comes_in_and_goes_out_with_a_voucher_and_is_never_negative() {
        MarketWorld shenzhen = world.markets.get(SHENZHEN);
        ObjectNode out = CanonicalJson.object()
                .put("requestId", "OUT-1")
                .put("account", SettlementWorld.account(MarketWorld.ZHANG))
                .put("amountFen", 5)
                .put("voucher", "00".repeat(32));
        shenzhen.succeed("money", "withdraw", out);
        assertThat(world.money(SHENZHEN, MarketWorld.ZHANG, "availableFen")).isEqualTo(SettlementWorld.MONEY - 5);
        assertThat(shenzhen.chain.read("money/total").orElseThrow().longValue())
                .isEqualTo(2 * SettlementWorld.MONEY - 5);
        assertThat(shenzhen.refuse(
                                "money",
                                "withdraw",
                                out.deepCopy().put("requestId", "OUT-2").put("amountFen", SettlementWorld.MONEY))
                        .code())
                .isEqualTo("BALANCE_TOO_SMALL");
        assertThat(shenzhen.refuse(
                                "money",
                                "deposit",
                                out.deepCopy().put("requestId", "IN-2").put("amountFen", CanonicalJson.MAX_INTEGER))
                        .code())
                .isEqualTo("AMOUNT_OUT_OF_RANGE");
        assertThat(shenzhen.chain
                        .refuse(ANYONE, "money", "deposit", out.deepCopy().put("requestId", "IN-3"))
                        .code())
                .isEqualTo("NOT_THE_OPERATOR");
    }
}
