package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.contract.HubIdentityContract;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the supervision chain answers to local chains: codes, calendars, rules. */
class HubServicesTest {
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");
    /** Registered in Suzhou, so of Jiangsu; the objects on the chain say that Shanghai has it. */
    private static final String WANDERER = "91320500MA1REM122M";

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION,
            HubWorld.START,
            genesis(),
            List.of(new Deliverer(), new CalendarContract(), new RulesContract(), new HubIdentityContract()));

    /** Delivers without proof what a test says a chain asks. */
    private static final class Deliverer implements Contract {
        @Override
        public String name() {
            return "packets";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            ChainId market = new ChainId(arguments.get("market").textValue());
            Caller.OfChain asking = new Caller.OfChain(market, "inquiries");
            String service = arguments.get("service").textValue();
            return switch (context.deliver(asking, service, method, (ObjectNode) arguments.get("question"))) {
                case CallOutcome.Returned returned -> returned.result();
                case CallOutcome.Refused refused -> throw new ContractRefusal(refused.reason());
            };
        }
    }

    private static SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        String digest = Hash32.ZERO.toHex();
        put(
                state,
                "code/Q000000102",
                "{\"allocatedAt\":7,\"identityDigest\":\"" + digest + "\",\"market\":\"jiangsu\"}");
        put(
                state,
                "investor/" + digest,
                "{\"allocatedAt\":7,\"code\":\"Q000000102\",\"markets\":[\"jiangsu\",\"zhejiang\"],\"nameDigest\":\""
                        + digest + "\"}");
        put(
                state,
                "enterprise/SH000101",
                "{\"chain\":\"shanghai\",\"code\":\"SH000101\",\"uscc\":\"" + WANDERER + "\"}");
        put(state, "uscc/" + WANDERER, "[\"SH000101\"]");
        return state;
    }

    private static void put(SortedMap<String, Bytes> state, String path, String json) {
        state.put("identity/" + path, Bytes.utf8(json));
    }

    private JsonNode ask(String market, String question, ObjectNode arguments) {
        return hub.succeed(ANYONE, "packets", method(question), delivery(market, question, arguments));
    }

    private String refused(String market, String question, ObjectNode arguments) {
        return hub.refuse(ANYONE, "packets", method(question), delivery(market, question, arguments))
                .code();
    }

    private static String method(String question) {
        return question.substring(question.indexOf('/') + 1);
    }

    private static ObjectNode delivery(String market, String question, ObjectNode arguments) {
        ObjectNode delivery = one("market", market).put("service", question.substring(0, question.indexOf('/')));
        delivery.set("question", arguments);
        return delivery;
    }

    private static ObjectNode one(String name, String value) {
        return CanonicalJson.object().put(name, value);
    }

    @Test
    void a_code_is_known_here_or_elsewhere_and_neither_the_person_nor_the_other_markets_are_told() {
        assertThat(ask("beijing", "identity/investor", one("code", "Q000000102"))
                        .toString())
                .isEqualTo("{\"code\":\"Q000000102\",\"known\":true,\"knownHere\":false}");
        assertThat(ask("zhejiang", "identity/investor", one("code", "Q000000102"))
                        .toString())
                .isEqualTo("{\"code\":\"Q000000102\",\"known\":true,\"knownHere\":true}");
        assertThat(ask("beijing", "identity/investor", one("code", "Q000000999"))
                        .toString())
                .isEqualTo("{\"code\":\"Q000000999\",\"known\":false}");
    }

    @Test
    void an_enterprise_code_is_known_with_its_entry() {
        assertThat(ask("beijing", "identity/enterprise", one("code", "SH000101"))
                        .path("uscc")
                        .asText())
                .isEqualTo(WANDERER);
        assertThat(ask("beijing", "identity/enterprise", one("code", "SH000102"))
                        .path("known")
                        .booleanValue())
                .isFalse();
    }

    /** R08: an enterprise of Hangzhou is served by Zhejiang; what another market has registered already is not taken over. */
    @ParameterizedTest
    @CsvSource({
        "zhejiang, 91330100MA2REM1407, true, ''",
        "jiangsu, 91330100MA2REM1407, false, ISSUER_OUTSIDE_PROVINCE",
        "jiangsu, 91320500MA1REM122M, false, ENTERPRISE_OF_OTHER_MARKET",
        "shanghai, 91320500MA1REM122M, false, ISSUER_OUTSIDE_PROVINCE"
    })
    void an_issuer_is_checked_before_a_market_serves_it(
            String market, String enterprise, boolean allowed, String code) {
        JsonNode answer = ask(market, "rules/checkIssuer", one("creditCode", enterprise));
        assertThat(answer.path("allowed").booleanValue()).isEqualTo(allowed);
        assertThat(answer.path("code").asText()).isEqualTo(code);
        assertThat(answer.path("rule").asText()).isEqualTo("R08");
    }

    /** A14.3's example: filed on 2026-09-14, twenty working days later is 2026-10-16 (a made-up Saturday counts). */
    @ParameterizedTest
    @CsvSource({
        "tradingDays, 2026-02-10, 5, 2026-02-25, false",
        "workingDays, 2026-09-14, 20, 2026-10-16, false",
        "workingDays, 2026-12-14, 20, 2027-01-12, true",
        "tradingDays, 2026-02-10, 0, 2026-02-10, false"
    })
    void days_are_counted_and_a_date_beyond_the_published_calendar_says_so(
            String method, String from, int days, String date, boolean provisional) {
        JsonNode answer = ask("jiangsu", "calendar/" + method, one("from", from).put("days", days));
        assertThat(answer.path("date").asText()).isEqualTo(date);
        assertThat(answer.path("provisional").booleanValue()).isEqualTo(provisional);
        assertThat(answer.path("coveredUntil").asText()).isEqualTo("2026-12-31");
    }

    @ParameterizedTest
    @CsvSource({
        "calendar/tradingDays, from, yesterday",
        "calendar/tradingDays, from, 2026-02-30",
        "rules/checkIssuer, creditCode, 91320500MA1REM122X",
        "rules/checkIssuer, code, SH000101",
        "identity/investor, code, X1",
        "identity/enterprise, code, ZZ000101"
    })
    void what_is_none_is_refused(String method, String name, String value) {
        assertThat(refused("jiangsu", method, one(name, value).put("days", 5))).isEqualTo("BAD_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({"-1", "2001"})
    void nobody_counts_more_than_two_thousand_days(long days) {
        assertThat(refused(
                        "jiangsu",
                        "calendar/tradingDays",
                        one("from", "2026-02-10").put("days", days)))
                .isEqualTo("BAD_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({"rules, checkIssuer", "identity, investor", "identity, enterprise"})
    void who_does_not_ask_by_packet_is_not_answered(String contract, String method) {
        ObjectNode question = one("code", "Q000000102").put("creditCode", WANDERER);
        assertThat(hub.refuse(ANYONE, contract, method, question).code()).isEqualTo("CALLER_NOT_ALLOWED");
    }
}
