package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.FOUNDER_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static io.regchain.localchain.contract.MarketWorld.WANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ZHANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.localchain.rule.Exemption;
import io.regchain.localchain.rule.NonTradeReason;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.wire.WrittenObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransfersContractTest {
    private static final Hash32 PROOF = Sm3.hash(new byte[] {1});

    private final MarketWorld market = MarketWorld.shanghai();

    private static TransferRequest buy(String id) {
        return trade(id, FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 500_000);
    }

    private static TransferRequest sell(String id) {
        return trade(id, ZHANG_ACCOUNT, WANG_ACCOUNT, 500_000);
    }

    @Test
    void scenario_4_a_buyer_may_sell_on_the_fifth_trading_day() {
        market.on("2026-02-10");
        JsonNode bought = market.transfer(buy("T-1"));
        assertThat(bought.get("amountFen").longValue()).isEqualTo(160_000_000);
        assertThat(bought.get("holders").intValue()).isEqualTo(2);

        market.on("2026-02-24");
        Refusal early = market.refusedTransfer(sell("T-2"));
        assertThat(early.code()).isEqualTo("T5_TOO_EARLY");
        assertThat(early.message()).contains("earliest 2026-02-25").contains("Q000000101");

        market.on("2026-02-25");
        assertThat(market.transfer(sell("T-2")).get("holders").intValue()).isEqualTo(2);
        assertThat(market.books().holding(SHARES, WANG_ACCOUNT)).isEqualTo(new Holding(500_000, 0, 0));
    }

    @Test
    void a_transfer_leaves_its_objects_on_the_chain() {
        market.on("2026-02-10").transfer(buy("T-1"));
        JsonNode at = market.chain.read("objects/at/" + market.chain.height()).orElseThrow();
        assertThat(WrittenObject.list(CanonicalJson.encode(at)))
                .extracting(written -> written.name().toString())
                .containsExactly(
                        "transactionreport-T-1/0",
                        "registration-T-1-out/0",
                        "registration-T-1-in/0",
                        "settlement-T-1/0",
                        "subject-SH000101/2");
        JsonNode ledgers = body("registration-T-1-out", 0)
                .at("/registration_information/registration_rights/basic_information_rights/available_registration");
        assertThat(ledgers.toString())
                .isEqualTo("{\"register_asset_balance_after\":99500000,\"register_asset_balance_before\":100000000,"
                        + "\"register_asset_balance_change\":-500000}");
        assertThat(body("transactionreport-T-1", 0)
                        .at("/transaction_report_information/transaction_information/transaction_content_information"
                                + "/transaction_settlement_price")
                        .toString())
                .isEqualTo("3.2");
        assertThat(body("subject-SH000101", 2)
                        .at("/subject_information/organization_subject_information/basic_information_of_enterprise"
                                + "/basic_information_description/subject_shareholders_number")
                        .intValue())
                .isEqualTo(2);
    }

    private JsonNode body(String id, int version) {
        return market.chain.read("objects/" + id + "/" + version).orElseThrow().get("body");
    }

    /** One thing broken in a valid world. */
    private record Broken(String name, String code, String says, Function<MarketWorld, TransferRequest> breaks) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    static Stream<Broken> brokenRequests() {
        return Stream.of(
                new Broken(
                        "a product nobody knows",
                        "PRODUCT_UNKNOWN",
                        "products.create",
                        m -> new TransferRequest(
                                "T-7",
                                ProductCode.parse("SH000999.S2601"),
                                FOUNDER_ACCOUNT,
                                ZHANG_ACCOUNT,
                                1,
                                online())),
                new Broken("a suspended product", "PRODUCT_NOT_ACTIVE", "SUSPENDED", m -> {
                    m.succeed("products", "suspend", product());
                    return buy("T-7");
                }),
                new Broken(
                        "centralised trading",
                        "METHOD_NOT_AGREEMENT",
                        "R05",
                        m -> new TransferRequest(
                                "T-7",
                                SHARES,
                                FOUNDER_ACCOUNT,
                                ZHANG_ACCOUNT,
                                1,
                                new Cause.Trade("CONTINUOUS_BIDDING", 1, Optional.empty()))),
                new Broken(
                        "an amount beyond counting",
                        "AMOUNT_OUT_OF_RANGE",
                        "2^53",
                        m -> new TransferRequest(
                                "T-7",
                                SHARES,
                                FOUNDER_ACCOUNT,
                                ZHANG_ACCOUNT,
                                500_000,
                                new Cause.Trade("ONLINE_AGREEMENT", 1L << 50, Optional.empty()))),
                new Broken(
                        "no giving account",
                        "ACCOUNT_UNKNOWN",
                        "SH-0000",
                        m -> trade("T-7", "SH-0000", ZHANG_ACCOUNT, 1)),
                new Broken(
                        "no receiving account",
                        "ACCOUNT_UNKNOWN",
                        "SH-0000",
                        m -> trade("T-7", FOUNDER_ACCOUNT, "SH-0000", 1)),
                new Broken("a frozen account", "ACCOUNT_NOT_OPEN", "FROZEN", m -> {
                    m.succeed(
                            "accounts",
                            "freeze",
                            m.desk.turnAccount(
                                    "F-1", ZHANG_ACCOUNT, Account.State.FROZEN, "court", m.books(), m.now()));
                    return buy("T-7");
                }),
                new Broken(
                        "one account on both sides",
                        "SAME_INVESTOR",
                        "Q000000900",
                        m -> trade("T-7", FOUNDER_ACCOUNT, FOUNDER_ACCOUNT, 1)),
                new Broken("a buyer without evidence", "BUYER_NOT_QUALIFIED", "accounts.qualify", m -> {
                    m.open("SH-0200", new InvestorCode("Q000000200"), Optional.empty());
                    return trade("T-7", FOUNDER_ACCOUNT, "SH-0200", 1);
                }),
                new Broken("a buyer whose evidence ran out", "QUALIFICATION_EXPIRED", "2026-02-09", m -> {
                    m.open(
                            "SH-0200",
                            new InvestorCode("Q000000200"),
                            Optional.of(new OperatorDesk.Evidence(LocalDate.of(2026, 2, 9), "sm3:01", 50_000_000, 24)));
                    m.on("2026-02-10");
                    return trade("T-7", FOUNDER_ACCOUNT, "SH-0200", 1);
                }),
                new Broken("sold too early", "T5_TOO_EARLY", "earliest 2026-02-09", m -> {
                    m.transfer(buy("T-0"));
                    return sell("T-7");
                }),
                new Broken("bought back too early", "T5_TOO_EARLY", "may buy", m -> {
                    m.transfer(buy("T-0"));
                    m.on("2026-02-09").transfer(sell("T-00"));
                    return trade("T-7", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 1);
                }),
                new Broken(
                        "more than there is",
                        "BALANCE_TOO_SMALL",
                        "100000000 available",
                        m -> trade("T-7", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 100_000_001)),
                new Broken("what is pledged", "BALANCE_TOO_SMALL", "99999999 pledged", m -> {
                    m.succeed(
                            "registration",
                            "block",
                            m.desk.restrict(
                                    "P-1", SHARES, FOUNDER_ACCOUNT, "PLEDGED", 99_999_999, "LOAN", m.books(), m.now()));
                    return trade("T-7", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 2);
                }));
    }

    private static Cause online() {
        return new Cause.Trade("ONLINE_AGREEMENT", 320, Optional.empty());
    }

    private static ObjectNode product() {
        return CanonicalJson.object().put("product", SHARES.text());
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void a_transfer_with_one_thing_broken_is_refused_with_its_reason(Broken broken) {
        TransferRequest request = broken.breaks().apply(market);
        var before = market.chain.state();
        Refusal refusal = market.refusedTransfer(request);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(broken.code());
        assertThat(refusal.message()).contains(broken.says());
        var after = market.chain.state();
        after.keySet().removeIf(name -> name.startsWith("sequences/"));
        before.keySet().removeIf(name -> name.startsWith("sequences/"));
        assertThat(after).isEqualTo(before);
    }

    /** One object that says something else than happens. */
    private record BrokenObject(String name, String code, String says, BiConsumer<MarketWorld, ObjectNode> breaks) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static BrokenObject altered(String name, int index, String path, Object value) {
        return new BrokenObject(
                name,
                "OBJECT_DIFFERS_FROM_REGISTER",
                "objects[" + index + "].body." + path,
                (m, a) -> m.alter(a, index, object -> put(object, path, value)));
    }

    private static void put(ObjectNode object, String path, Object value) {
        ObjectNode at = (ObjectNode) object.get("body");
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            at = (ObjectNode) at.get(steps[i]);
        }
        if (value instanceof Integer number) {
            at.put(steps[steps.length - 1], number);
        } else {
            at.put(steps[steps.length - 1], value.toString());
        }
    }

    private static ObjectNode content(ObjectNode object) {
        return (ObjectNode) object.at("/header/content");
    }

    static Stream<BrokenObject> brokenObjects() {
        String report = "transaction_report_information.transaction_information.";
        String rights = "registration_information.registration_rights.basic_information_rights.";
        return Stream.of(
                altered(
                        "another quantity in the report",
                        0,
                        report + "transaction_content_information.transaction_settlement_quantity",
                        500_001),
                altered(
                        "another price in the report",
                        0,
                        report + "transaction_content_information.transaction_settlement_price",
                        4),
                altered(
                        "another method in the report",
                        0,
                        "transaction_report_information.basic_transaction_information.basic_information_remark.transaction_method",
                        2),
                altered(
                        "another seller in the report",
                        0,
                        report + "transaction_party_information.transaction_investor_original_ref",
                        "subject-Q000000101-SH-0101/0"),
                altered(
                        "another balance before",
                        1,
                        rights + "available_registration.register_asset_balance_before",
                        1),
                altered("another change", 1, rights + "available_registration.register_asset_balance_change", -1),
                altered("another balance after", 2, rights + "available_registration.register_asset_balance_after", 1),
                altered("a pledge nobody made", 2, rights + "pledge_registration.register_pledge_balance_after", 1),
                altered(
                        "another account",
                        2,
                        rights + "basic_information_description.register_subject_account_ref",
                        "account-SH-0900/0"),
                altered(
                        "another report referred to",
                        2,
                        rights + "basic_information_description.register_transaction_ref",
                        "transactionreport-T-9/0"),
                altered(
                        "another amount of money",
                        3,
                        "capital_settlement_information.basic_information_capital_settlement.settlement_value",
                        1),
                altered(
                        "another number of shareholders",
                        4,
                        "subject_information.organization_subject_information"
                                + ".basic_information_of_enterprise.basic_information_description.subject_shareholders_number",
                        3),
                new BrokenObject("too few objects", "OBJECTS_COUNT", "needs 5", (m, a) -> MarketWorld.objects(a)
                        .remove(4)),
                new BrokenObject("no objects", "OBJECTS_COUNT", "it has 0", (m, a) -> MarketWorld.objects(a)
                        .removeAll()),
                new BrokenObject(
                        "objects in another order",
                        "OBJECT_UNEXPECTED",
                        "create of registration",
                        (m, a) -> MarketWorld.objects(a)
                                .insert(3, MarketWorld.objects(a).remove(2))),
                new BrokenObject(
                        "another version of the subject",
                        "OBJECT_UNEXPECTED",
                        "version 2",
                        (m, a) -> m.alter(a, 4, object -> content(object).put("version", 3))),
                new BrokenObject(
                        "another subject",
                        "OBJECT_UNEXPECTED",
                        "subject-SH000101",
                        (m, a) -> m.alter(a, 4, object -> content(object).put("object_id", "subject-SH000102"))),
                new BrokenObject(
                        "an object of last week",
                        "OBJECT_TIME_OUT_OF_RANGE",
                        "objects[0]",
                        (m, a) -> m.alter(a, 0, object -> content(object)
                                .put("timestamp", m.now().getEpochSecond() - 7 * 86_400))),
                new BrokenObject(
                        "an object of tomorrow",
                        "OBJECT_TIME_OUT_OF_RANGE",
                        "objects[0]",
                        (m, a) -> m.alter(a, 0, object -> content(object)
                                .put("timestamp", m.now().getEpochSecond() + 86_400))),
                new BrokenObject(
                        "another source",
                        "OBJECT_SOURCE_MISMATCH",
                        "shanghai",
                        (m, a) ->
                                m.alter(a, 0, object -> ((ObjectNode) object.get("header")).put("source", "jiangsu"))),
                new BrokenObject(
                        "a body altered under its seal",
                        "OBJECT_SEAL_INVALID",
                        "header.seal[0]",
                        (m, a) -> ((ObjectNode) MarketWorld.objects(a).get(0).get("header")).put("remark", "x")),
                new BrokenObject("no seal", "OBJECT_SEAL_MISSING", "no seal", (m, a) -> ((ObjectNode)
                                MarketWorld.objects(a).get(0).get("header"))
                        .putArray("seal")),
                new BrokenObject("no object at all", "OBJECT_MALFORMED", "header", (m, a) -> ((ObjectNode)
                                MarketWorld.objects(a).get(0))
                        .remove("header")));
    }

    @ParameterizedTest
    @MethodSource("brokenObjects")
    void objects_that_do_not_say_what_happens_are_refused_and_nothing_moves(BrokenObject broken) {
        ObjectNode arguments = market.prepared(buy("T-1"));
        broken.breaks().accept(market, arguments);
        Refusal refusal = market.refuse("transfers", "transfer", arguments);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(broken.code());
        assertThat(refusal.message()).contains(broken.says());
        assertThat(market.books().holding(SHARES, ZHANG_ACCOUNT)).isEqualTo(Holding.NONE);
        assertThat(market.chain.read("objects/transactionreport-T-1/0")).isEmpty();
    }

    @Test
    void an_object_sealed_by_a_stranger_is_refused() {
        ObjectNode arguments = market.prepared(buy("T-1"));
        ObjectNode object = (ObjectNode) MarketWorld.objects(arguments).get(0);
        ((ObjectNode) object.get("header")).putArray("seal");
        MarketWorld.objects(arguments)
                .set(
                        0,
                        DataObject.fromJson(object)
                                .sealWith(ContractHarness.key("stranger"))
                                .toJson());
        assertThat(market.refuse("transfers", "transfer", arguments).code())
                .isEqualTo("OBJECT_SEAL_BY_UNREGISTERED_KEY");
    }

    @Test
    void nobody_but_the_operator_transfers() {
        Refusal refusal = market.chain.refuse(
                ContractHarness.key("stranger"), "transfers", "transfer", market.prepared(buy("T-1")));
        assertThat(refusal.code()).isEqualTo("NOT_THE_OPERATOR");
    }

    @Test
    void a_request_made_twice_is_done_once() {
        JsonNode first = market.transfer(buy("T-1"));
        market.on("2026-02-03");
        JsonNode again = market.succeed("transfers", "transfer", market.prepared(buy("T-1")));
        assertThat(again).isEqualTo(first);
        assertThat(market.books().holding(SHARES, ZHANG_ACCOUNT).available()).isEqualTo(500_000);
    }

    @Test
    void a_request_number_used_for_something_else_is_refused() {
        market.transfer(buy("T-1"));
        Refusal refusal = market.refusedTransfer(trade("T-1", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 400_000));
        assertThat(refusal.code()).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void a_court_moves_shares_to_somebody_unqualified_who_counts_and_may_not_buy() {
        market.open("SH-0200", new InvestorCode("Q000000200"), Optional.empty());
        market.transfer(buy("T-1"));
        ObjectNode ruling = market.prepared(new TransferRequest(
                "N-1", SHARES, ZHANG_ACCOUNT, "SH-0200", 1_000, new Cause.NonTrade(NonTradeReason.COURT, PROOF)));
        assertThat(market.succeed("transfers", "nonTrade", ruling)
                        .get("holders")
                        .intValue())
                .isEqualTo(3);
        assertThat(market.chain
                        .read("transfers/exempt/SH000101.S2601")
                        .orElseThrow()
                        .toString())
                .isEqualTo("{\"COURT\":1}");
        assertThat(market.refusedTransfer(trade("T-2", FOUNDER_ACCOUNT, "SH-0200", 1))
                        .code())
                .isEqualTo("BUYER_NOT_QUALIFIED");
        assertThat(market.transfer(trade("T-3", "SH-0200", WANG_ACCOUNT, 500))
                        .get("holders")
                        .intValue())
                .isEqualTo(4);
    }

    @Test
    void an_executive_may_buy_the_own_company_without_being_qualified() {
        market.open("SH-0200", new InvestorCode("Q000000200"), Optional.empty());
        Cause cause = new Cause.Trade(
                "OFFLINE_AGREEMENT", 100, Optional.of(new Exemption(Exemption.Reason.EXECUTIVE, PROOF)));
        market.transfer(new TransferRequest("T-1", SHARES, FOUNDER_ACCOUNT, "SH-0200", 10, cause));
        assertThat(market.chain
                        .read("transfers/exempt/SH000101.S2601")
                        .orElseThrow()
                        .toString())
                .isEqualTo("{\"EXECUTIVE\":1}");
    }

    @Test
    void the_earliest_day_past_the_calendar_is_called_provisional() {
        market.on("2026-12-30").transfer(buy("T-1"));
        Refusal refusal = market.on("2027-01-04").refusedTransfer(sell("T-2"));
        assertThat(refusal.code()).isEqualTo("T5_TOO_EARLY");
        assertThat(refusal.message()).contains("provisional").contains("2026-12-31");
    }

    @Test
    void the_201st_holder_is_refused_and_the_180th_gives_a_warning() {
        List<OperatorDesk.Allotment> allotments = new ArrayList<>();
        for (int i = 1; i <= 199; i++) {
            String number = "SH-1%03d".formatted(i);
            market.open(number, InvestorCode.of(InvestorCode.Kind.NATURAL_PERSON, 10_000 + i), Optional.empty());
            allotments.add(new OperatorDesk.Allotment(number, 1_000));
        }
        ProductCode second = ProductCode.parse("SH000101G.S2602");
        market.product(second, 199_000);
        market.initial(second, allotments);
        assertThat(eventNames()).contains("holderLimitNear");
        market.transfer(of(second, "T-1", "SH-1001", ZHANG_ACCOUNT, 1));
        Refusal refusal = market.refusedTransfer(of(second, "T-2", "SH-1001", WANG_ACCOUNT, 1));
        assertThat(refusal.code()).isEqualTo("HOLDER_LIMIT_EXCEEDED");
        assertThat(refusal.message()).contains("has 200 holders and would have 201");
        assertThat(market.transfer(of(second, "T-3", "SH-1002", WANG_ACCOUNT, 1_000))
                        .get("holders")
                        .intValue())
                .as("one leaves as one enters")
                .isEqualTo(200);
    }

    private List<String> eventNames() {
        return market.chain.lastBlock().receipts().get(0).events().stream()
                .map(event -> event.name())
                .toList();
    }

    private static TransferRequest of(ProductCode product, String id, String from, String to, long quantity) {
        return new TransferRequest(id, product, from, to, quantity, online());
    }
}
