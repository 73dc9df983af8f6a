package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A local chain pages through its own anomalies by packet (JR/T 0314 6.5, last paragraph). */
class AnomalyPagesTest {
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");
    private static final int LARGEST_RESULT = 65_536; // docs/protocol.md section 17

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION,
            HubWorld.START,
            genesis(),
            List.of(new Deliverer(), new RolesContract(), new AnomaliesContract()));

    /** Delivers without proof what a test says a chain asks. */
    private static final class Deliverer implements Contract {
        @Override
        public String name() {
            return "packets";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            Caller.OfChain asking =
                    new Caller.OfChain(new ChainId(arguments.get("chain").textValue()), "inquiries");
            return switch (context.deliver(
                    asking, AnomaliesContract.NAME, method, (ObjectNode) arguments.get("question"))) {
                case CallOutcome.Returned returned -> returned.result();
                case CallOutcome.Refused refused -> throw new ContractRefusal(refused.reason());
            };
        }
    }

    private static SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, HubWorld.OBSERVER.publicKey(), Roles.OBSERVER);
        return state;
    }

    private void record(String chain, int count, String message) {
        for (int i = 0; i < count; i++) {
            hub.succeed(
                    HubWorld.OBSERVER,
                    "anomalies",
                    "record",
                    CanonicalJson.object()
                            .put("chain", chain)
                            .put("height", 7)
                            .put("code", "OBJECT_ALTERED")
                            .put("message", message));
        }
    }

    private static ObjectNode asked(String chain, ObjectNode question) {
        ObjectNode arguments = CanonicalJson.object().put("chain", chain);
        arguments.set("question", question);
        return arguments;
    }

    private JsonNode page(String chain, ObjectNode question) {
        return hub.succeed(ANYONE, "packets", "page", asked(chain, question));
    }

    private static ObjectNode nothing() {
        return CanonicalJson.object();
    }

    private static List<Long> numbers(JsonNode page) {
        List<Long> numbers = new ArrayList<>();
        page.path("items").forEach(entry -> numbers.add(entry.path("number").longValue()));
        return numbers;
    }

    /** All pages, from the first to the one without a next. */
    private List<JsonNode> pages(String chain, int limit) {
        List<JsonNode> pages = new ArrayList<>();
        JsonNode page = page(chain, nothing().put("limit", limit));
        pages.add(page);
        while (page.has("next")) {
            page = page(
                    chain,
                    nothing().put("limit", limit).put("after", page.path("next").longValue()));
            pages.add(page);
        }
        return pages;
    }

    @Test
    void all_entries_come_once_in_order_and_the_last_page_says_that_it_is_the_last() {
        record("jiangsu", 7, "what was wrong");
        record("zhejiang", 2, "of another chain");

        List<JsonNode> pages = pages("jiangsu", 3);

        assertThat(pages).extracting(page -> page.path("items").size()).containsExactly(3, 3, 1);
        assertThat(pages.stream().flatMap(page -> numbers(page).stream())).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(pages.stream()
                        .flatMap(page -> page.findValuesAsText("chain").stream())
                        .distinct())
                .containsExactly("jiangsu");
    }

    @Test
    void a_page_that_ends_with_the_last_entry_has_no_next_and_a_later_entry_is_found_from_there() {
        record("jiangsu", 3, "what was wrong");
        JsonNode page = page("jiangsu", nothing().put("limit", 3));
        assertThat(page.has("next")).isFalse();

        assertThat(numbers(page("jiangsu", nothing().put("after", 2)))).isEmpty();
        record("jiangsu", 1, "and again");

        assertThat(numbers(page("jiangsu", nothing().put("after", 2)))).containsExactly(3L);
    }

    @Test
    void a_chain_without_anomalies_has_an_empty_page() {
        record("zhejiang", 2, "of another chain");

        assertThat(page("jiangsu", nothing()).toString()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void a_page_has_at_most_twenty_entries_and_fits_into_an_acknowledgement_however_long_their_texts_are() {
        record("jiangsu", AnomaliesContract.MAX_PAGE + 1, "字".repeat(AnomaliesContract.MAX_MESSAGE));
        record("zhejiang", AnomaliesContract.MAX_PAGE + 1, "short");

        assertThat(numbers(page("zhejiang", nothing()))).hasSize(AnomaliesContract.MAX_PAGE);
        List<JsonNode> pages = pages("jiangsu", AnomaliesContract.MAX_PAGE);
        assertThat(pages).hasSizeGreaterThan(2).allSatisfy(page -> {
            assertThat(CanonicalJson.encode(page).size()).isLessThanOrEqualTo(LARGEST_RESULT);
            assertThat(page.path("items")).isNotEmpty();
        });
        assertThat(pages.stream().flatMap(page -> numbers(page).stream())).hasSize(AnomaliesContract.MAX_PAGE + 1);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("a number that no entry has", nothing().put("after", 3), "CURSOR_UNKNOWN"),
                Arguments.of("a negative number", nothing().put("after", -1), "BAD_ARGUMENT"),
                Arguments.of("a text", nothing().put("after", "2"), "BAD_ARGUMENT"),
                Arguments.of("a page of nothing", nothing().put("limit", 0), "BAD_ARGUMENT"),
                Arguments.of(
                        "a page too large", nothing().put("limit", AnomaliesContract.MAX_PAGE + 1), "BAD_ARGUMENT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void a_wrong_cursor_and_a_wrong_size_are_refused(String name, ObjectNode question, String code) {
        record("jiangsu", 3, "what was wrong");

        assertThat(hub.refuse(ANYONE, "packets", "page", asked("jiangsu", question))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void nobody_but_a_chain_asks_and_no_chain_writes() {
        assertThat(hub.refuse(ANYONE, "anomalies", "page", nothing()).code()).isEqualTo("CALLER_NOT_ALLOWED");
        assertThat(hub.refuse(
                                ANYONE,
                                "packets",
                                "record",
                                asked(
                                        "jiangsu",
                                        nothing()
                                                .put("chain", "zhejiang")
                                                .put("height", 1)
                                                .put("code", "OBJECT_ALTERED")
                                                .put("message", "made up")))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }
}
