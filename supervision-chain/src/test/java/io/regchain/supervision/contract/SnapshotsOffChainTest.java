package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.EarlierBodies;
import io.regchain.supervision.snapshot.MemorySnapshots;
import io.regchain.supervision.snapshot.SnapshotFiller;
import io.regchain.supervision.snapshot.SnapshotStoreProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The state has digests, the store has the snapshots (JR/T 0314 6.6), and the life cycle (6.5) goes on all the same. */
class SnapshotsOffChainTest {
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final HubWorld world = new HubWorld();
    private final MemorySnapshots store = new MemorySnapshots();
    private final CheckedSnapshots checked = new CheckedSnapshots(store);
    private final SnapshotFiller filler = new SnapshotFiller(store, SHORT);
    private final EarlierBodies bodies = new EarlierBodies(world.hub::read, checked);

    private static DataObject version(long version, ObjectOperation operation, String date, String remark) {
        DataObject object = HubWorld.disclosure("report-1", version, operation, "jiangsu");
        ObjectNode body = object.body();
        ObjectNode basic = (ObjectNode) body.at("/disclosure_approval_information/disclosure_basic_information");
        basic.put("disclosure_submit_date", date);
        if (remark.isEmpty()) {
            basic.putNull("disclosure_submit_description");
        } else {
            basic.put("disclosure_submit_description", remark);
        }
        return DataObject.of(object.head(), body).sealWith(HubWorld.OWNER);
    }

    /** Writes a block with these, and takes it as observer and filler do. */
    private JsonNode take(DataObject... objects) {
        ObjectNode request = request(objects);
        JsonNode result = world.hub.succeed(HubWorld.OBSERVER, "objects", "ingest", request);
        filler.take(world.hub.lastBlock());
        return result;
    }

    private ObjectNode request(DataObject... objects) {
        Height height = world.write(objects).height();
        ObjectNode request = world.ingest(height);
        for (JsonNode given : request.get("objects")) {
            DataObject object =
                    DataObject.parse(Bytes.ofHex(given.path("snapshot").asText()));
            bodies.before(HubWorld.JIANGSU, object).ifPresent(body -> ((ObjectNode) given).set("earlier", body));
        }
        return request;
    }

    private JsonNode entry(long version) {
        return world.hub.read("objects/jiangsu/report-1/" + version).orElseThrow();
    }

    private Hash32 digest(long version) {
        return Hash32.ofHex(entry(version).path("digest").asText());
    }

    private void threeVersions() {
        take(version(0, ObjectOperation.CREATE, "2026-02-10", "first"));
        take(version(1, ObjectOperation.UPDATE, "2026-02-11", "second"));
        take(version(2, ObjectOperation.UPDATE, "2026-02-12", ""));
    }

    @Test
    void the_state_has_the_digest_and_the_store_the_snapshot() {
        DataObject first = version(0, ObjectOperation.CREATE, "2026-02-10", "first");

        take(first);

        assertThat(entry(0).has("snapshot")).isFalse();
        assertThat(digest(0)).isEqualTo(first.digest());
        assertThat(entry(0).path("full").asText())
                .isEqualTo(Sm3.hash(first.bodyBytes()).toHex());
        assertThat(checked.read(HubWorld.JIANGSU, "report-1", 0, digest(0)))
                .isEqualTo(new CheckedSnapshots.Reading.Found(first));
    }

    @Test
    void what_was_refused_is_not_put_into_the_store() {
        take(version(3, ObjectOperation.CREATE, "2026-02-10", "gap"));

        assertThat(store.kept).isEmpty();
    }

    @Test
    void an_overwrite_of_an_earlier_version_goes_on_from_the_body_before_it_and_all_later_ones_follow() {
        threeVersions();

        take(version(1, ObjectOperation.OVERWRITE, "2026-03-01", "corrected"));
        assertThat(world.hub
                        .read("objects/jiangsu/report-1/history")
                        .orElseThrow()
                        .path("stage"))
                .isEqualTo(CanonicalJson.object().textNode("OVERWRITING"));
        take(version(2, ObjectOperation.OVERWRITE, "2026-03-02", ""));

        JsonNode history = world.hub.read("objects/jiangsu/report-1/history").orElseThrow();
        assertThat(history.path("stage").asText()).isEqualTo("LIVE");
        assertThat(history.at("/full/disclosure_approval_information/disclosure_basic_information")
                        .path("disclosure_submit_date")
                        .asText())
                .isEqualTo("2026-03-02");
        assertThat(Sm3.hash(CanonicalJson.encode(history.get("full"))).toHex())
                .isEqualTo(entry(2).path("full").asText());
        assertThat(history.at("/full/disclosure_approval_information/disclosure_basic_information")
                        .has("disclosure_submit_description"))
                .isFalse(); // JR/T 0314 6.5 d) 3)
        assertThat(world.hub.read("anomalies/jiangsu/next")).isEmpty();
    }

    @Test
    void an_overwrite_of_the_latest_version_and_of_the_first_one_work_as_well() {
        threeVersions();

        take(version(2, ObjectOperation.OVERWRITE, "2026-03-02", "once more"));
        take(version(0, ObjectOperation.OVERWRITE, "2026-03-03", "from the start"));
        take(version(1, ObjectOperation.OVERWRITE, "2026-03-04", "and on"));
        take(version(2, ObjectOperation.OVERWRITE, "2026-03-05", "to the end"));

        assertThat(world.hub
                        .read("objects/jiangsu/report-1/history")
                        .orElseThrow()
                        .path("stage")
                        .asText())
                .isEqualTo("LIVE");
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                row("no body is brought along", "EARLIER_BODY_MISSING", given -> given.remove("earlier")),
                row("the body is altered", "EARLIER_BODY_DIFFERS", given -> ((ObjectNode)
                                given.at("/earlier/disclosure_approval_information/disclosure_basic_information"))
                        .put("disclosure_submit_date", "2026-02-28")),
                row("the body is of no version", "EARLIER_BODY_DIFFERS", given -> given.putObject("earlier")));
    }

    private static Arguments row(String name, String code, java.util.function.Consumer<ObjectNode> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void a_body_that_the_state_has_no_digest_of_is_refused_and_nothing_changes(
            java.util.function.Consumer<ObjectNode> harm, String code) {
        threeVersions();
        JsonNode before = world.hub.read("objects/jiangsu/report-1/history").orElseThrow();
        ObjectNode request = request(version(1, ObjectOperation.OVERWRITE, "2026-03-01", "corrected"));
        harm.accept((ObjectNode) request.get("objects").get(0));

        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "objects", "ingest", request)
                        .code())
                .isEqualTo(code);
        assertThat(world.hub.read("objects/jiangsu/report-1/history")).contains(before);
        assertThat(world.hub.read("anomalies/jiangsu/next")).isEmpty();
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                difference("nothing stands there", "SNAPSHOT_MISSING", (kept, digest) -> kept.kept.remove(digest)),
                difference("one byte is another", "SNAPSHOT_DIFFERS", (kept, digest) -> {
                    byte[] bytes = kept.kept.get(digest).toArray();
                    bytes[bytes.length / 2] ^= 1;
                    kept.kept.put(digest, Bytes.wrap(bytes));
                }),
                difference("the end is cut off", "SNAPSHOT_DIFFERS", (kept, digest) -> {
                    byte[] bytes = kept.kept.get(digest).toArray();
                    kept.kept.put(digest, Bytes.wrap(java.util.Arrays.copyOf(bytes, bytes.length - 1)));
                }),
                difference("it is empty", "SNAPSHOT_DIFFERS", (kept, digest) -> kept.kept.put(digest, Bytes.EMPTY)),
                difference(
                        "it is another version of the same object",
                        "SNAPSHOT_DIFFERS",
                        (kept, digest) -> kept.kept.put(
                                digest,
                                version(2, ObjectOperation.UPDATE, "2026-02-12", "")
                                        .encode())),
                difference("the store does not answer", "SNAPSHOT_STORE_UNREACHABLE", (kept, digest) -> kept.away = 1));
    }

    private static Arguments difference(String name, String code, BiConsumer<MemorySnapshots, Hash32> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void what_is_not_what_was_stored_is_never_given_out(BiConsumer<MemorySnapshots, Hash32> harm, String code) {
        threeVersions();
        harm.accept(store, digest(1));

        CheckedSnapshots.Reading reading = checked.read(HubWorld.JIANGSU, "report-1", 1, digest(1));

        assertThat(reading).isInstanceOfSatisfying(CheckedSnapshots.Reading.Refused.class, refused -> {
            assertThat(refused.reason().code()).isEqualTo(code);
            assertThat(refused.reason().message())
                    .contains("report-1 version 1 of jiangsu", digest(1).toHex());
        });
    }

    @ParameterizedTest
    @MethodSource("differences")
    void an_overwrite_waits_while_a_snapshot_before_it_cannot_be_read(
            BiConsumer<MemorySnapshots, Hash32> harm, String code) {
        threeVersions();
        harm.accept(store, digest(1));

        DataObject overwrite = version(2, ObjectOperation.OVERWRITE, "2026-03-01", "");

        assertThatThrownBy(() -> bodies.before(HubWorld.JIANGSU, overwrite))
                .isInstanceOf(SnapshotStoreProblem.class)
                .hasMessageContaining("report-1/2");
    }

    @Test
    void an_empty_store_is_filled_from_the_first_block() {
        threeVersions();
        List<Hash32> before = List.copyOf(store.kept.keySet());
        store.kept.clear();

        filler.begin(world.hub.certifiedState(), world.hub.height().next());

        assertThat(store.kept.keySet()).containsAll(before);
        store.kept.remove(digest(1));
        filler.begin(world.hub.certifiedState(), world.hub.height().next());
        assertThat(store.kept.keySet()).doesNotContain(digest(1)); // it knows that it filled this store once
    }

    /** A hub that was started on another store meanwhile, or a bucket that was brought back from a copy. */
    @Test
    void a_store_that_missed_blocks_gets_them_at_the_next_start() {
        filler.begin(world.hub.certifiedState(), world.hub.height().next());
        threeVersions();
        Hash32 missed = digest(1);
        store.kept.remove(missed);

        filler.begin(world.hub.certifiedState(), world.hub.height().next());

        assertThat(store.kept).containsKey(missed);
    }

    @Test
    void a_mark_that_cannot_be_read_vouches_for_nothing() {
        threeVersions();
        filler.begin(world.hub.certifiedState(), world.hub.height().next());
        store.kept.replaceAll(
                (digest, snapshot) -> snapshot.toUtf8().contains("filledBelow") ? Bytes.utf8("{") : snapshot);
        store.kept.remove(digest(1));

        filler.begin(world.hub.certifiedState(), world.hub.height().next());

        assertThat(store.kept).containsKey(digest(1));
    }

    @Test
    void a_store_that_is_away_gets_the_block_when_it_is_back() {
        store.away = 5;

        take(version(0, ObjectOperation.CREATE, "2026-02-10", "first"));

        assertThat(store.kept).containsKey(digest(0));
    }

    @Test
    void a_filler_that_is_closed_waits_no_longer() throws Exception {
        store.away = Integer.MAX_VALUE;
        world.hub.succeed(
                HubWorld.OBSERVER,
                "objects",
                "ingest",
                request(version(0, ObjectOperation.CREATE, "2026-02-10", "first")));
        SnapshotFiller patient = new SnapshotFiller(store, new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> patient.take(world.hub.lastBlock()));

        patient.close();

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("closed before the store of snapshots took block 1");
    }
}
