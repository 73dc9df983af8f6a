package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AccountsContractTest {
    private static final InvestorCode LI = new InvestorCode("Q000000102");

    private final MarketWorld market = new MarketWorld(new ChainId("jiangsu"));

    private ObjectNode opening(String number, InvestorCode code) {
        return market.desk.openAccount(
                "A-1", number, market.investor(code), Optional.of(MarketWorld.evidence()), market.now());
    }

    @Test
    void an_account_opens_in_real_name_with_its_objects() {
        JsonNode opened = market.succeed("accounts", "open", opening("JS-0102", LI));
        assertThat(opened.toString())
                .isEqualTo("{\"accountNumber\":\"JS-0102\",\"investorCode\":\"Q000000102\",\"state\":\"OPEN\"}");
        Account account = market.books().accountOf(LI).orElseThrow();
        assertThat(account.state()).isEqualTo(Account.State.OPEN);
        assertThat(account.qualification().orElseThrow().validUntil()).isEqualTo(LocalDate.of(2027, 6, 30));
        assertThat(market.books().reference(account.accountObject())).contains("account-JS-0102/0");
        assertThat(market.books().reference(account.subjectObject())).contains("subject-Q000000102-JS-0102/0");
    }

    private record Broken(String name, String code, String says, BiConsumer<MarketWorld, ObjectNode> breaks) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static ObjectNode qualification(ObjectNode arguments) {
        return (ObjectNode) arguments.get("qualification");
    }

    static Stream<Broken> brokenOpenings() {
        return Stream.of(
                new Broken(
                        "a second account of one investor",
                        "ACCOUNT_EXISTS",
                        "JS-0001",
                        (m, a) -> m.open("JS-0001", LI, Optional.empty())),
                new Broken(
                        "a number given out already",
                        "ACCOUNT_NUMBER_TAKEN",
                        "JS-0102",
                        (m, a) -> m.open("JS-0102", new InvestorCode("Q000000777"), Optional.empty())),
                new Broken(
                        "a DID of somebody else",
                        "DID_OF_OTHER_SUBJECT",
                        "Q000000103",
                        (m, a) -> a.put("did", "did:rem:jiangsu:Q000000103")),
                new Broken("no DID", "BAD_ARGUMENT", "did", (m, a) -> a.remove("did")),
                new Broken("no investor code", "BAD_ARGUMENT", "investorCode", (m, a) -> a.put("investorCode", "A123")),
                new Broken(
                        "no digest of the name", "BAD_ARGUMENT", "nameDigest", (m, a) -> a.put("nameDigest", "00ff")),
                new Broken(
                        "a number with a space",
                        "BAD_ARGUMENT",
                        "accountNumber",
                        (m, a) -> a.put("accountNumber", "JS 0102")),
                new Broken("499,900 yuan", "NOT_QUALIFIED", "499900 yuan", (m, a) -> qualification(a)
                        .put("financialAssetsFen", 49_990_000)),
                new Broken("23 months", "NOT_QUALIFIED", "23 months", (m, a) -> qualification(a)
                        .put("experienceMonths", 23)),
                new Broken("a person as an institution", "NOT_QUALIFIED", "natural persons", (m, a) -> qualification(a)
                        .put("category", 1)),
                new Broken("no such category", "BAD_ARGUMENT", "1 to 5", (m, a) -> qualification(a)
                        .put("category", 6)),
                new Broken("evidence of the past", "QUALIFICATION_EXPIRED", "2026-02-01", (m, a) -> qualification(a)
                        .put("validUntil", "2026-02-01")),
                new Broken("no day at all", "BAD_ARGUMENT", "validUntil", (m, a) -> qualification(a)
                        .put("validUntil", "2026-02-30")),
                new Broken(
                        "an object of another account",
                        "OBJECT_DIFFERS_FROM_REGISTER",
                        "account_number",
                        (m, a) -> m.alter(
                                a, 1, o -> ((ObjectNode) o.at("/body/account_information/basic_account_information"))
                                        .put("account_number", "JS-9999"))),
                new Broken(
                        "an object that says frozen",
                        "OBJECT_DIFFERS_FROM_REGISTER",
                        "account_status",
                        (m, a) -> m.alter(
                                a, 1, o -> ((ObjectNode) o.at("/body/account_information/basic_account_information"))
                                        .put("account_status", 3))),
                new Broken("one object missing", "OBJECTS_COUNT", "2 data objects", (m, a) -> MarketWorld.objects(a)
                        .remove(0)));
    }

    @ParameterizedTest
    @MethodSource("brokenOpenings")
    void an_opening_with_one_thing_broken_is_refused(Broken broken) {
        ObjectNode arguments = opening("JS-0102", LI);
        broken.breaks().accept(market, arguments);
        Refusal refusal = market.refuse("accounts", "open", arguments);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(broken.code());
        assertThat(refusal.message()).contains(broken.says());
        assertThat(market.books().account("JS-0102").map(Account::investor)).isNotEqualTo(Optional.of(LI));
    }

    @Test
    void nobody_but_the_operator_opens_accounts() {
        assertThat(market.chain
                        .refuse(ContractHarness.key("stranger"), "accounts", "open", opening("JS-0102", LI))
                        .code())
                .isEqualTo("NOT_THE_OPERATOR");
    }

    @ParameterizedTest(name = "{0} fen and {1} months: {2}")
    @CsvSource({"49990000, 24, NOT_QUALIFIED", "50000000, 23, NOT_QUALIFIED", "50000000, 24, ''"})
    void rule_10_weighs_a_natural_persons_evidence(long assets, long months, String code) {
        market.open("JS-0102", LI, Optional.empty());
        ObjectNode arguments = market.desk.qualify(
                "Q-1", "JS-0102", new OperatorDesk.Evidence(LocalDate.of(2027, 1, 1), "sm3:aa", assets, months));
        if (code.isEmpty()) {
            market.succeed("accounts", "qualify", arguments);
        } else {
            assertThat(market.refuse("accounts", "qualify", arguments).code()).isEqualTo(code);
        }
        assertThat(market.books()
                        .account("JS-0102")
                        .orElseThrow()
                        .qualification()
                        .isPresent())
                .isEqualTo(code.isEmpty());
    }

    @Test
    void an_institution_is_qualified_by_its_category() {
        InvestorCode fund = new InvestorCode("R000000001");
        ObjectNode arguments =
                market.desk.openAccount("open-1", "JS-R001", market.investor(fund), Optional.empty(), market.now());
        arguments
                .putObject("qualification")
                .put("category", 1)
                .put("validUntil", "2026-12-31")
                .put("evidence", "licence");
        market.succeed("accounts", "open", arguments);
        assertThat(market.books()
                        .accountOf(fund)
                        .orElseThrow()
                        .qualification()
                        .orElseThrow()
                        .category())
                .isEqualTo(1);
    }

    @Test
    void the_accounts_object_is_brought_up_to_its_state() {
        market.open("JS-0102", LI, Optional.empty());
        ObjectNode record = market.desk.recordAccount("R-1", "JS-0102", market.books(), market.now());
        market.succeed("accounts", "record", record);
        assertThat(market.books().reference("account-JS-0102")).contains("account-JS-0102/1");
    }

    @Test
    void a_frozen_account_is_frozen_in_its_object_too_and_thaws() {
        market.open("JS-0102", LI, Optional.empty());
        market.succeed("accounts", "freeze", turn("F-1", Account.State.FROZEN));
        assertThat(market.books().account("JS-0102").orElseThrow().state()).isEqualTo(Account.State.FROZEN);
        assertThat(market.chain
                        .read("objects/account-JS-0102/1")
                        .orElseThrow()
                        .at("/body/account_information/basic_account_information/account_status")
                        .intValue())
                .isEqualTo(3);
        assertThat(market.refuse("accounts", "freeze", turn("F-2", Account.State.FROZEN))
                        .code())
                .isEqualTo("ACCOUNT_STATE");
        market.succeed("accounts", "unfreeze", turn("F-3", Account.State.OPEN));
        assertThat(market.books().account("JS-0102").orElseThrow().state()).isEqualTo(Account.State.OPEN);
    }

    private ObjectNode turn(String id, Account.State next) {
        return market.desk.turnAccount(id, "JS-0102", next, "court order", market.books(), market.now());
    }

    @Test
    void an_account_that_waits_for_nobody_is_not_decided() {
        market.open("JS-0102", LI, Optional.empty());
        ObjectNode arguments = CanonicalJson.object()
                .put("requestId", "D-1")
                .put("accountNumber", "JS-0102")
                .put("decision", "OPEN")
                .put("reason", "seen");
        assertThat(market.refuse("accounts", "decide", arguments).code()).isEqualTo("NOTHING_TO_DECIDE");
    }

    @Test
    void an_answer_that_does_not_come_through_packets_is_refused() {
        ObjectNode answer = CanonicalJson.object()
                .put("destination", "jiangsu")
                .put("sequence", 0)
                .put("success", true);
        assertThat(market.refuse("accounts", "onAcknowledgement", answer).code())
                .isEqualTo("CALLER_NOT_ALLOWED");
        assertThat(market.refuse("accounts", "confirmHolder", answer).code()).isEqualTo("CALLER_NOT_ALLOWED");
    }
}
