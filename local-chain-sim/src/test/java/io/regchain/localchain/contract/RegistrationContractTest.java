package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.FOUNDER_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ISSUED;
import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static io.regchain.localchain.contract.MarketWorld.WANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ZHANG_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.Register;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationContractTest {
    private static final ProductCode SECOND = ProductCode.parse("SH000101G.S2602");

    private final MarketWorld market = MarketWorld.shanghai();

    private static OperatorDesk.Allotment allot(String account, long quantity) {
        return new OperatorDesk.Allotment(account, quantity);
    }

    private record Broken(String name, String code, String says, Function<MarketWorld, ObjectNode> breaks) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static ObjectNode initial(MarketWorld m, ProductCode product, OperatorDesk.Allotment... allotments) {
        return m.desk.initialHolders("I-1", product, List.of(allotments), m.books(), m.now());
    }

    static Stream<Broken> brokenRosters() {
        return Stream.of(
                new Broken(
                        "less than the issue",
                        "SUM_DIFFERS_FROM_ISSUE",
                        "99",
                        m -> initial(m, SECOND, allot(ZHANG_ACCOUNT, 99))),
                new Broken(
                        "more than the issue",
                        "SUM_DIFFERS_FROM_ISSUE",
                        "101",
                        m -> initial(m, SECOND, allot(ZHANG_ACCOUNT, 100), allot(WANG_ACCOUNT, 1))),
                new Broken(
                        "one account twice",
                        "ACCOUNT_REPEATED",
                        ZHANG_ACCOUNT,
                        m -> initial(m, SECOND, allot(ZHANG_ACCOUNT, 50), allot(ZHANG_ACCOUNT, 50))),
                new Broken(
                        "nobody's account",
                        "ACCOUNT_UNKNOWN",
                        "SH-0000",
                        m -> initial(m, SECOND, allot("SH-0000", 100))),
                new Broken(
                        "a product nobody knows",
                        "PRODUCT_UNKNOWN",
                        "S2699",
                        m -> initial(m, ProductCode.parse("SH000101G.S2699"), allot(ZHANG_ACCOUNT, 100))),
                new Broken(
                        "a product with holders",
                        "PRODUCT_ALREADY_REGISTERED",
                        "S2601",
                        m -> initial(m, SHARES, allot(ZHANG_ACCOUNT, ISSUED))),
                new Broken(
                        "a roster that names somebody else",
                        "OBJECT_DIFFERS_FROM_REGISTER",
                        "register_shareholders",
                        m -> {
                            ObjectNode arguments = initial(m, SECOND, allot(ZHANG_ACCOUNT, 100));
                            m.alter(arguments, 0, o -> ((ObjectNode)
                                            o.at("/body/registration_information/roll_records/register_shareholders/0"))
                                    .put("register_equity_number", 99));
                            return arguments;
                        }),
                new Broken("no objects", "OBJECTS_COUNT", "2 data objects", m -> {
                    ObjectNode arguments = initial(m, SECOND, allot(ZHANG_ACCOUNT, 100));
                    arguments.putArray("objects");
                    return arguments;
                }));
    }

    @ParameterizedTest
    @MethodSource("brokenRosters")
    void first_holders_with_one_thing_broken_are_refused(Broken broken) {
        market.product(SECOND, 100);
        Refusal refusal =
                market.refuse("registration", "initial", broken.breaks().apply(market));
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(broken.code());
        assertThat(refusal.message()).contains(broken.says());
        assertThat(market.books().register(SECOND)).isEmpty();
    }

    @Test
    void first_holders_together_hold_the_issue() {
        market.product(SECOND, 100);
        market.succeed(
                "registration", "initial", initial(market, SECOND, allot(ZHANG_ACCOUNT, 60), allot(WANG_ACCOUNT, 40)));
        assertThat(market.books().register(SECOND)).contains(new Register(100, 2, 2));
        JsonNode cause =
                market.chain.read("registration/change/SH000101.S2602/1").orElseThrow();
        assertThat(cause.get("kind").textValue()).isEqualTo("INITIAL");
        assertThat(cause.get("requestId").textValue()).isEqualTo("I-1");
        assertThat(cause.get("after").toString()).isEqualTo("{\"available\":40,\"frozen\":0,\"pledged\":0}");
    }

    @Test
    void nobody_but_transfers_moves_units() {
        ObjectNode move = CanonicalJson.object()
                .put("product", SHARES.text())
                .put("from", FOUNDER_ACCOUNT)
                .put("to", ZHANG_ACCOUNT)
                .put("quantity", 1)
                .put("kind", "TRADE")
                .put("requestId", "M-1");
        assertThat(market.refuse("registration", "move", move).code()).isEqualTo("CALLER_NOT_ALLOWED");
    }

    @Test
    void pledged_and_frozen_units_come_back() {
        restrict("P-1", "block", "PLEDGED", 600);
        restrict("F-1", "block", "FROZEN", 300);
        assertThat(market.books().holding(SHARES, FOUNDER_ACCOUNT)).isEqualTo(new Holding(ISSUED - 900, 600, 300));
        restrict("P-2", "release", "PLEDGED", -500);
        assertThat(market.books().holding(SHARES, FOUNDER_ACCOUNT)).isEqualTo(new Holding(ISSUED - 400, 100, 300));
        assertThat(market.books().register(SHARES).orElseThrow().holders()).isEqualTo(1);
    }

    private void restrict(String id, String method, String ledger, long change) {
        market.succeed(
                "registration",
                method,
                market.desk.restrict(
                        id, SHARES, FOUNDER_ACCOUNT, ledger, change, "COURT", market.books(), market.now()));
    }

    @Test
    void more_than_is_available_is_not_pledged() {
        ObjectNode arguments = market.desk.restrict(
                "P-1", SHARES, FOUNDER_ACCOUNT, "PLEDGED", ISSUED + 1, "LOAN", market.books(), market.now());
        assertThat(market.refuse("registration", "block", arguments).code()).isEqualTo("BALANCE_TOO_SMALL");
    }

    @Test
    void nobody_but_the_operator_registers() {
        market.product(SECOND, 100);
        assertThat(market.chain
                        .refuse(
                                ContractHarness.key("stranger"),
                                "registration",
                                "initial",
                                initial(market, SECOND, allot(ZHANG_ACCOUNT, 100)))
                        .code())
                .isEqualTo("NOT_THE_OPERATOR");
    }
}
