package io.regchain.supervision.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.status.ObjectBounds;
import io.regchain.supervision.status.ObjectFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The query index, fed with blocks of a chain whose contracts emit what a test asks for. */
class QueryIndexTest {
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);
    private static final Scope ALL = new Scope.All();
    private static final Scope JIANGSU = new Scope.Only(new TreeSet<>(List.of("jiangsu")));

    @TempDir
    private Path directory;

    private ContractHarness hub;
    private QueryIndex index;

    @BeforeEach
    void open() {
        hub = hub(START);
        index = H2QueryIndex.file(directory);
        index.apply(hub.block(Height.ZERO));
    }

    @AfterEach
    void close() {
        index.close();
    }

    private static ContractHarness hub(BlockTime start) {
        return ContractHarness.start(
                ChainId.SUPERVISION,
                start,
                new Teller("registry"),
                new Teller("light-clients"),
                new Teller("objects"),
                new Teller("anomalies"),
                new Teller("packets"));
    }

    /** Emits the event that its method names, with the arguments as data. */
    private record Teller(String name) implements Contract {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.emit(method, arguments);
            return arguments;
        }
    }

    private static Hash32 genesis(ContractHarness chain) {
        return chain.block(Height.ZERO).hash();
    }

    private CertifiedBlock tell(String contract, String event, ObjectNode data) {
        hub.succeed(ContractHarness.key("anyone"), contract, event, data);
        index.apply(hub.lastBlock());
        return hub.lastBlock();
    }

    private static ObjectNode header(String chain, long height) {
        return CanonicalJson.object()
                .put("chain", chain)
                .put("height", height)
                .put("hash", "a".repeat(64))
                .put("time", 1_770_700_000_500L)
                .put("stateRoot", "b".repeat(64))
                .put("seals", 3)
                .put("round", 0);
    }

    private static ObjectNode object(String chain, String id, long version) {
        return CanonicalJson.object()
                .put("chain", chain)
                .put("objectId", id)
                .put("version", version)
                .put("type", "transactionreport")
                .put("operation", "create")
                .put("digest", "c".repeat(64))
                .put("height", 1)
                .put("transaction", "d".repeat(64));
    }

    private static ObjectNode anomaly(String chain, long number) {
        return CanonicalJson.object()
                .put("chain", chain)
                .put("number", number)
                .put("height", 4)
                .put("code", "OBJECT_ALTERED")
                .put("message", "what was wrong");
    }

    private static ObjectNode call(String source, String destination, long sequence) {
        ObjectNode call = CanonicalJson.object()
                .put("source", source)
                .put("destination", destination)
                .put("sourceContract", "accounts")
                .put("destinationContract", "identity")
                .put("method", "confirm")
                .put("channel", "main")
                .put("sequence", sequence)
                .put("timeoutMillis", START.epochMillis() + 1);
        call.putObject("payload").put("code", "Q000000101");
        call.putObject("provenBy").put("chain", source).put("height", 1);
        return call;
    }

    private static QueryIndex.Page page(Scope scope) {
        return QueryIndex.Page.of(scope, Optional.empty());
    }

    @Test
    void every_row_names_the_supervision_block_and_transaction_behind_it() {
        CertifiedBlock block = tell("light-clients", "headerVerified", header("jiangsu", 1));

        JsonNode row = index.header("jiangsu", 1).orElseThrow();

        assertThat(row.path("hash").asText()).isEqualTo("a".repeat(64));
        assertThat(row.path("seals").intValue()).isEqualTo(3);
        JsonNode behind = row.path("supervision");
        assertThat(behind.path("height").longValue()).isEqualTo(block.height().value());
        assertThat(behind.path("transaction").asText())
                .isEqualTo(block.receipts().get(0).transactionId().toHex());
    }

    @Test
    void blocks_are_taken_in_order_and_once() {
        CertifiedBlock first = tell("light-clients", "headerVerified", header("jiangsu", 1));
        hub.emptyBlock();
        CertifiedBlock third = hub.emptyBlock();

        assertThatThrownBy(() -> index.apply(first)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.apply(third)).isInstanceOf(IllegalStateException.class);
        assertThat(index.next(genesis(hub))).isEqualTo(new Height(2));
        assertThat(index.headers("jiangsu", Optional.empty(), 50)).hasSize(1);
    }

    @Test
    void a_block_of_another_chain_is_not_taken() {
        ContractHarness other = hub(new BlockTime(START.epochMillis() + 1));
        other.emptyBlock();

        assertThatThrownBy(() -> index.apply(other.lastBlock())).isInstanceOf(IllegalStateException.class);
        assertThat(index.next(genesis(hub))).isEqualTo(new Height(1));
    }

    @Test
    void it_goes_on_where_it_stopped() {
        tell("objects", "objectStored", object("jiangsu", "report-1", 0));
        index.close();

        index = H2QueryIndex.file(directory);

        assertThat(index.next(genesis(hub))).isEqualTo(new Height(2));
        assertThat(index.versions("jiangsu", "report-1")).hasSize(1);
    }

    @Test
    void an_index_of_another_chain_is_dropped_and_built_again() {
        tell("objects", "objectStored", object("jiangsu", "report-1", 0));
        ContractHarness other = hub(new BlockTime(START.epochMillis() + 1));

        assertThat(index.next(genesis(other))).isEqualTo(Height.ZERO);
        assertThat(index.versions("jiangsu", "report-1")).isEmpty();
        index.apply(other.block(Height.ZERO));
        assertThat(index.next(genesis(other))).isEqualTo(new Height(1));
    }

    @Test
    void the_same_blocks_make_the_same_rows() {
        tell("registry", "chainApproved", CanonicalJson.object().put("chain", "jiangsu"));
        tell("objects", "objectStored", object("jiangsu", "report-1", 0));
        tell("packets", "packetRouted", call("jiangsu", "zhejiang", 0));
        QueryIndex again = H2QueryIndex.memory("again");
        for (long height = 0; height <= hub.height().value(); height++) {
            again.apply(hub.block(new Height(height)));
        }

        assertThat(again.feed(page(ALL))).isEqualTo(index.feed(page(ALL)));
        assertThat(again.totals(ALL)).isEqualTo(index.totals(ALL));
        assertThat(again.call("jiangsu", "zhejiang", "main", 0))
                .isEqualTo(index.call("jiangsu", "zhejiang", "main", 0));
        again.close();
    }

    @Test
    void a_call_passes_through_its_states_with_a_hop_for_each_proof() {
        tell("packets", "packetRouted", call("jiangsu", "zhejiang", 0));
        assertThat(state()).isEqualTo("ROUTED");
        ObjectNode acknowledged = call("jiangsu", "zhejiang", 0);
        acknowledged.putObject("acknowledgement").put("success", true).putObject("result");
        tell("packets", "packetAcknowledged", acknowledged);
        assertThat(state()).isEqualTo("SUCCEEDED");
        tell("packets", "packetCompleted", acknowledged);

        ObjectNode call = index.call("jiangsu", "zhejiang", "main", 0).orElseThrow();

        assertThat(call.path("completed").booleanValue()).isTrue();
        assertThat(call.path("payload").path("code").asText()).isEqualTo("Q000000101");
        assertThat(call.path("hops").findValuesAsText("what"))
                .containsExactly("packet", "acknowledgement", "completion");
    }

    @Test
    void a_call_of_the_supervision_chain_itself_is_complete_once_it_has_its_end() {
        tell("packets", "packetSent", call("supervision", "zhejiang", 0));
        assertThat(index.openCalls(page(ALL), 0).findValuesAsText("source")).containsExactly("supervision");
        assertThat(index.openCalls(page(Scope.only(new TreeSet<>(List.of("zhejiang")))), 0))
                .hasSize(1);
        assertThat(index.openCalls(page(Scope.only(new TreeSet<>(List.of("jiangsu")))), 0))
                .isEmpty();
        ObjectNode acknowledged = call("supervision", "zhejiang", 0);
        acknowledged.putObject("acknowledgement").put("success", true).putObject("result");
        tell("packets", "packetAcknowledged", acknowledged);

        ObjectNode call = index.call("supervision", "zhejiang", "main", 0).orElseThrow();
        assertThat(call.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(call.path("completed").booleanValue()).isTrue();
        assertThat(call.path("hops").findValuesAsText("what")).containsExactly("acknowledgement");
    }

    @Test
    void a_call_to_the_supervision_chain_ends_where_it_is_received() {
        tell("packets", "packetRouted", call("jiangsu", "supervision", 0));
        ObjectNode served = call("jiangsu", "supervision", 0);
        served.putObject("acknowledgement")
                .put("success", false)
                .put("code", "BAD_ARGUMENT")
                .put("message", "no");
        tell("packets", "packetServed", served);

        ObjectNode call = index.call("jiangsu", "supervision", "main", 0).orElseThrow();
        assertThat(call.path("state").asText()).isEqualTo("FAILED");
        assertThat(call.path("code").asText()).isEqualTo("BAD_ARGUMENT");
        assertThat(call.path("completed").booleanValue()).isFalse();
        assertThat(call.path("hops").findValuesAsText("what")).containsExactly("packet");
    }

    private String state() {
        return index.call("jiangsu", "zhejiang", "main", 0)
                .orElseThrow()
                .path("state")
                .asText();
    }

    @Test
    void a_call_that_is_held_goes_on_when_it_is_released_and_fails_when_it_is_not() {
        tell("packets", "packetHeld", call("jiangsu", "zhejiang", 0));
        assertThat(state()).isEqualTo("HELD");
        tell("packets", "packetReleased", call("jiangsu", "zhejiang", 0));
        assertThat(state()).isEqualTo("ROUTED");

        tell("packets", "packetHeld", call("zhejiang", "jiangsu", 4));
        tell(
                "packets",
                "packetExpired",
                call("zhejiang", "jiangsu", 4).put("code", "HELD_TOO_LONG").put("message", "nobody decided"));
        ObjectNode expired = index.call("zhejiang", "jiangsu", "main", 4).orElseThrow();
        assertThat(expired.path("state").asText()).isEqualTo("FAILED");
        assertThat(expired.path("code").asText()).isEqualTo("HELD_TOO_LONG");
    }

    @Test
    void a_refusal_a_failure_and_a_timeout_are_told_apart() {
        tell(
                "packets",
                "packetRefused",
                call("jiangsu", "beijing", 0).put("code", "ROUTE_DENIED").put("message", "no"));
        tell("packets", "packetRouted", call("jiangsu", "zhejiang", 0));
        ObjectNode failed = call("jiangsu", "zhejiang", 0);
        failed.putObject("acknowledgement")
                .put("success", false)
                .put("code", "T5_TOO_EARLY")
                .put("message", "wait");
        tell("packets", "packetAcknowledged", failed);
        tell("packets", "packetRouted", call("jiangsu", "zhejiang", 1));
        tell(
                "packets",
                "packetTimedOut",
                call("jiangsu", "zhejiang", 1).put("code", "PACKET_TIMED_OUT").put("message", "silence"));

        ArrayNode calls = index.calls(page(ALL), Optional.empty());

        assertThat(calls.findValuesAsText("state")).containsExactly("TIMED_OUT", "FAILED", "FAILED");
        assertThat(calls.findValuesAsText("code")).containsExactly("PACKET_TIMED_OUT", "T5_TOO_EARLY", "ROUTE_DENIED");
        assertThat(index.calls(page(ALL), Optional.of("TIMED_OUT"))).hasSize(1);
        ObjectNode totals = index.totals(ALL);
        assertThat(totals.path("calls").intValue()).isEqualTo(3);
        assertThat(totals.path("callsFailed").intValue()).isEqualTo(2);
        assertThat(totals.path("callsTimedOut").intValue()).isEqualTo(1);
    }

    @Test
    void a_scope_sees_its_own_rows_and_calls_from_either_end() {
        for (String chain : List.of("jiangsu", "zhejiang")) {
            tell("objects", "objectStored", object(chain, "report-1", 0));
            tell("anomalies", "anomalyRecorded", anomaly(chain, 0));
        }
        tell("packets", "packetRouted", call("jiangsu", "zhejiang", 0));
        tell("packets", "packetRouted", call("zhejiang", "jiangsu", 0));
        tell("packets", "packetRouted", call("zhejiang", "beijing", 0));

        assertThat(index.objects(page(JIANGSU), Optional.empty()).findValuesAsText("chain"))
                .containsExactly("jiangsu");
        assertThat(index.calls(page(JIANGSU), Optional.empty())).hasSize(2);
        assertThat(index.calls(page(ALL), Optional.empty())).hasSize(3);
        assertThat(index.totals(JIANGSU).path("objects").intValue()).isEqualTo(1);
        assertThat(index.totals(ALL).path("objects").intValue()).isEqualTo(2);
        assertThat(index.objects(page(new Scope.Only(new TreeSet<>())), Optional.empty()))
                .isEmpty();
    }

    @Test
    void pages_go_backwards_by_number_and_anomalies_forwards() {
        for (int i = 0; i < 5; i++) {
            tell("objects", "objectStored", object("jiangsu", "report-" + i, 0));
            tell("anomalies", "anomalyRecorded", anomaly("jiangsu", i));
        }

        ArrayNode newest =
                index.objects(new QueryIndex.Page(ALL, Optional.empty(), Optional.empty(), 2), Optional.empty());
        long before = newest.get(1).path("seq").longValue();
        ArrayNode older =
                index.objects(new QueryIndex.Page(ALL, Optional.empty(), Optional.of(before), 2), Optional.empty());

        assertThat(newest.findValuesAsText("objectId")).containsExactly("report-4", "report-3");
        assertThat(older.findValuesAsText("objectId")).containsExactly("report-2", "report-1");
        assertThat(index.anomalies("jiangsu", 2, 50).findValuesAsText("number")).containsExactly("3", "4");
        assertThat(index.anomalies("jiangsu", -1, 2).findValuesAsText("number")).containsExactly("0", "1");
    }

    @Test
    void a_page_has_its_limits() {
        for (int limit : new int[] {0, -1, QueryIndex.Page.MAX_LIMIT + 1}) {
            assertThatThrownBy(() -> new QueryIndex.Page(ALL, Optional.empty(), Optional.empty(), limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_a_chain_calls_itself_never_becomes_a_statement() {
        assertThat(index.headers("x' or '1'='1", Optional.empty(), 50)).isEmpty();
        tell("objects", "objectStored", object("jiangsu", "report-1", 0));
        assertThat(index.objects(page(ALL), Optional.of("x' or '1'='1"))).isEmpty();
    }

    @Test
    void a_chain_that_contradicted_itself_shows_as_frozen_until_it_is_thawed_and_resumed() {
        ObjectNode jiangsu = CanonicalJson.object().put("chain", "jiangsu");
        tell("registry", "chainApproved", jiangsu);
        tell("registry", "chainSuspended", jiangsu);
        tell("light-clients", "misbehaviourFound", jiangsu);
        assertThat(index.chain("jiangsu").path("state").asText()).isEqualTo("FROZEN");
        assertThat(newest().path("kind").asText()).isEqualTo("alert");

        tell("light-clients", "clientThawed", jiangsu);
        assertThat(index.chain("jiangsu").path("state").asText()).isEqualTo("SUSPENDED");
        tell("registry", "chainResumed", jiangsu);
        assertThat(index.chain("jiangsu").path("state").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void a_renewal_and_a_change_of_validators_are_told_and_change_no_state() {
        ObjectNode jiangsu = CanonicalJson.object().put("chain", "jiangsu");
        tell("registry", "chainApproved", jiangsu);
        tell("light-clients", "clientRenewed", jiangsu.deepCopy());
        assertThat(newest().path("title").path("en").asText()).contains("renewed");
        tell("light-clients", "validatorsChanged", jiangsu.deepCopy().put("effectiveHeight", 12));
        assertThat(newest().path("title").path("zh").asText()).contains("12");
        assertThat(index.chain("jiangsu").path("state").asText()).isEqualTo("ACTIVE");
    }

    private JsonNode newest() {
        return index.feed(new QueryIndex.Page(ALL, Optional.empty(), Optional.empty(), 1))
                .get(0);
    }

    private void written(String id, long version, long business, long written) {
        tell(
                "objects",
                "objectStored",
                object("jiangsu", id, version).put("businessTime", business).put("writtenTime", written));
    }

    private static ObjectBounds bounds(long lateMillis, int window) {
        return new ObjectBounds(Duration.ofMillis(lateMillis), Duration.ofMillis(50), window);
    }

    @Test
    void lateness_is_told_per_chain_of_the_last_snapshots_and_counts_from_beyond_the_bound() {
        long now = START.epochMillis();
        written("report-1", 0, now - 9_000, now); // falls out of the window
        written("report-2", 0, now - 1_000, now);
        written("report-3", 0, now - 1_001, now);
        written("report-4", 0, now - 3_000, now);
        written("report-5", 0, now + 50, now);
        written("report-6", 0, now + 51, now);
        tell(
                "objects",
                "objectStored",
                object("zhejiang", "report-1", 0).put("businessTime", 0).put("writtenTime", now));

        ObjectFacts facts = index.objectFacts("jiangsu", bounds(1_000, 5));

        assertThat(facts.looked()).isEqualTo(5);
        assertThat(facts.late()).isEqualTo(2);
        assertThat(facts.ahead()).isEqualTo(1);
        assertThat(facts.worst()).isEqualTo(Duration.ofMillis(3_000));
        assertThat(facts.latency()).isEqualTo(Duration.ofMillis(3_000));
        assertThat(facts.gaps()).isZero();
    }

    @Test
    void ninety_five_of_a_hundred_decide_about_the_latency() {
        long now = START.epochMillis();
        for (int i = 1; i <= 20; i++) {
            written("report-" + i, 0, now - 1_000L * i, now);
        }

        assertThat(index.objectFacts("jiangsu", bounds(1_000, 100)).latency()).isEqualTo(Duration.ofSeconds(19));
    }

    @Test
    void an_object_lacks_a_version_until_that_version_or_a_later_one_is_stored() {
        assertThat(index.objectFacts("jiangsu", ObjectBounds.DEFAULT)).isEqualTo(ObjectFacts.NONE);
        tell("anomalies", "anomalyRecorded", gap("report-1", 2, 0));
        tell("anomalies", "anomalyRecorded", gap("report-1", 3, 1));
        tell("anomalies", "anomalyRecorded", gap("report-2", 1, 2));
        tell("anomalies", "anomalyRecorded", anomaly("jiangsu", 3));

        ObjectFacts facts = index.objectFacts("jiangsu", ObjectBounds.DEFAULT);
        assertThat(facts.gaps()).isEqualTo(2);
        assertThat(facts.firstGap()).contains(new ObjectFacts.Gap("report-1", 2, 0));
        assertThat(index.objectFacts("zhejiang", ObjectBounds.DEFAULT).gaps()).isZero();

        tell("objects", "objectStored", object("jiangsu", "report-1", 3));

        facts = index.objectFacts("jiangsu", ObjectBounds.DEFAULT);
        assertThat(facts.gaps()).isEqualTo(1);
        assertThat(facts.firstGap()).contains(new ObjectFacts.Gap("report-2", 1, 2));
    }

    private static ObjectNode gap(String id, long version, long number) {
        return anomaly("jiangsu", number)
                .put("code", "OBJECT_VERSION_GAP")
                .put("objectId", id)
                .put("version", version);
    }

    @Test
    void the_last_anomaly_of_a_chain_is_known() {
        assertThat(index.lastAnomaly("jiangsu")).isEmpty();
        tell("anomalies", "anomalyRecorded", anomaly("jiangsu", 0));
        tell("anomalies", "anomalyRecorded", anomaly("jiangsu", 1));

        assertThat(index.lastAnomaly("jiangsu")).contains(1L);
        assertThat(index.lastAnomaly("zhejiang")).isEmpty();
    }
}
