package io.regchain.protocol.object;

import static io.regchain.protocol.object.ObjectOperation.CREATE;
import static io.regchain.protocol.object.ObjectOperation.DELETE;
import static io.regchain.protocol.object.ObjectOperation.OVERWRITE;
import static io.regchain.protocol.object.ObjectOperation.UPDATE;
import static io.regchain.protocol.object.Objects.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.Lifecycle.Step;
import io.regchain.protocol.object.LifecycleOutcome.Accepted;
import io.regchain.protocol.object.LifecycleOutcome.Refused;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleTest {
    /** One object's life, with the snapshots kept as a chain would. */
    private static final class Life {
        Optional<ObjectHistory> history = Optional.empty();
        final TreeMap<ObjectVersion, DataObject> stored = new TreeMap<>();

        Life with(DataObject... snapshots) {
            for (DataObject snapshot : snapshots) {
                assertThat(offer(snapshot)).isEqualTo("OK");
            }
            return this;
        }

        String offer(DataObject snapshot) {
            return switch (Lifecycle.accept(history, snapshot, stored::get)) {
                case Accepted accepted -> {
                    history = Optional.of(accepted.history());
                    stored.put(snapshot.head().version(), snapshot);
                    yield "OK";
                }
                case Refused refused -> refused.reason().code();
            };
        }

        String full() {
            return CanonicalJson.encode(history.orElseThrow().fullBody().path(ObjectType.REGISTRATION.bodyKey()))
                    .toUtf8();
        }
    }

    /** Three versions: 0, 1, 2. */
    private static Life live() {
        return new Life()
                .with(
                        snapshot(CREATE, 0, "{\"a\":1,\"b\":{\"c\":1,\"d\":1}}"),
                        snapshot(UPDATE, 1, "{\"a\":2}"),
                        snapshot(UPDATE, 2, "{\"b\":{\"c\":null}}"));
    }

    private static Life lifeAt(ObjectStage stage) {
        return switch (stage) {
            case UNKNOWN -> new Life();
            case LIVE -> live();
            case OVERWRITING -> live().with(snapshot(OVERWRITE, 0, "{\"a\":9}"));
            case DELETED -> live().with(snapshot(DELETE, 3, "{}"));
        };
    }

    /** Every stage × operation × version from 0 to 5: the versions listed are accepted, all others refused so. */
    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, CREATE, 0, OBJECT_VERSION_GAP",
        "UNKNOWN, UPDATE, -, OBJECT_UNKNOWN",
        "UNKNOWN, OVERWRITE, -, OBJECT_UNKNOWN",
        "UNKNOWN, DELETE, -, OBJECT_UNKNOWN",
        "LIVE, CREATE, -, OBJECT_EXISTS",
        "LIVE, UPDATE, 3, OBJECT_VERSION_GAP",
        "LIVE, OVERWRITE, 012, OVERWRITE_VERSION_UNKNOWN",
        "LIVE, DELETE, 3, OBJECT_VERSION_GAP",
        "OVERWRITING, CREATE, -, OVERWRITE_INCOMPLETE",
        "OVERWRITING, UPDATE, -, OVERWRITE_INCOMPLETE",
        "OVERWRITING, OVERWRITE, 1, OVERWRITE_INCOMPLETE",
        "OVERWRITING, DELETE, -, OVERWRITE_INCOMPLETE",
        "DELETED, CREATE, -, OBJECT_DELETED",
        "DELETED, UPDATE, -, OBJECT_DELETED",
        "DELETED, OVERWRITE, -, OBJECT_DELETED",
        "DELETED, DELETE, -, OBJECT_DELETED"
    })
    void theTableOfStagesAndOperations(
            ObjectStage stage, ObjectOperation operation, String accepted, String otherwise) {
        for (long version = 0; version <= 5; version++) {
            String expected = accepted.contains(Long.toString(version)) ? "OK" : otherwise;
            assertThat(lifeAt(stage).offer(snapshot(operation, version, "{}")))
                    .as("%s %s version %d", stage, operation, version)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyStageAndOperationHasItsStep() {
        for (ObjectStage stage : ObjectStage.values()) {
            for (ObjectOperation operation : ObjectOperation.values()) {
                assertThat(Lifecycle.step(stage, operation)).isInstanceOf(Step.class);
            }
        }
    }

    @Test
    void anUpdateMergesAndNullClears() {
        assertThat(live().full()).isEqualTo("{\"a\":2,\"b\":{\"d\":1}}");
        assertThat(live().with(snapshot(UPDATE, 3, "{\"b\":null,\"e\":[1,null]}"))
                        .full())
                .isEqualTo("{\"a\":2,\"e\":[1,null]}");
    }

    @Test
    void aFieldCreatedAsNullIsNotThere() {
        assertThat(new Life()
                        .with(snapshot(CREATE, 0, "{\"a\":null,\"b\":{\"c\":null}}"))
                        .full())
                .isEqualTo("{\"b\":{}}");
    }

    @Test
    void theLatestSnapshotMayBeOverwrittenAlone() {
        Life life = live().with(snapshot(OVERWRITE, 2, "{\"b\":{\"d\":7}}"));
        assertThat(life.full()).isEqualTo("{\"a\":2,\"b\":{\"c\":1,\"d\":7}}");
        assertThat(life.offer(snapshot(UPDATE, 3, "{}"))).isEqualTo("OK");
    }

    @Test
    void anEarlierSnapshotDragsAllLaterOnesAlong() {
        Life life = live().with(snapshot(OVERWRITE, 1, "{\"a\":5}"));
        assertThat(life.history.orElseThrow().stage()).isEqualTo(ObjectStage.OVERWRITING);
        assertThat(life.offer(snapshot(UPDATE, 3, "{}"))).isEqualTo("OVERWRITE_INCOMPLETE");
        assertThat(life.offer(snapshot(OVERWRITE, 1, "{}"))).isEqualTo("OVERWRITE_INCOMPLETE");
        life.with(snapshot(OVERWRITE, 2, "{\"e\":1}"));
        assertThat(life.history.orElseThrow().stage()).isEqualTo(ObjectStage.LIVE);
        assertThat(life.full()).isEqualTo("{\"a\":5,\"b\":{\"c\":1,\"d\":1},\"e\":1}");
        assertThat(life.offer(snapshot(UPDATE, 3, "{}"))).isEqualTo("OK");
    }

    @Test
    void theFirstSnapshotIsOverwrittenOntoNothing() {
        Life life = live().with(
                        snapshot(OVERWRITE, 0, "{\"z\":1}"),
                        snapshot(OVERWRITE, 1, "{}"),
                        snapshot(OVERWRITE, 2, "{\"y\":2}"));
        assertThat(life.full()).isEqualTo("{\"y\":2,\"z\":1}");
    }

    @Test
    void theSchemaIsAskedAboutTheFullBodyNotTheIncrement() {
        Life life = live();
        DataObject next = snapshot(UPDATE, 3, "{\"f\":1}");
        assertThat(Lifecycle.accept(life.history, next, life.stored::get))
                .isInstanceOfSatisfying(Accepted.class, accepted -> {
                    assertThat(accepted.full().head()).isEqualTo(next.head());
                    assertThat(accepted.full().body()).isEqualTo(Objects.body("{\"a\":2,\"b\":{\"d\":1},\"f\":1}"));
                });
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, 3", "OVERWRITE, 2", "DELETE, 3"})
    void anObjectKeepsItsType(ObjectOperation operation, long version) {
        ObjectHead head = ObjectHead.of(ObjectType.ACCOUNT, Objects.ID, new ObjectVersion(version), operation, 1);
        ObjectNode body = CanonicalJson.object();
        body.putObject("account_information");
        DataObject next = operation == DELETE ? DataObject.deletion(head) : DataObject.of(head, body);
        assertThat(live().offer(next)).isEqualTo("OBJECT_TYPE_CHANGED");
    }

    @Test
    void theTypeIsAskedWhileOverwritingToo() {
        ObjectHead head = ObjectHead.of(ObjectType.ACCOUNT, Objects.ID, new ObjectVersion(1), OVERWRITE, 1);
        ObjectNode body = CanonicalJson.object();
        body.putObject("account_information");
        assertThat(lifeAt(ObjectStage.OVERWRITING).offer(DataObject.of(head, body)))
                .isEqualTo("OBJECT_TYPE_CHANGED");
    }

    @Test
    void theFullBodyStaysWithinItsLimitThoughEachIncrementDoes() {
        String half = "x".repeat(DataObject.MAX_SIZE / 2);
        Life life = new Life().with(snapshot(CREATE, 0, "{\"a\":\"" + half + "\"}"));
        assertThat(life.offer(snapshot(UPDATE, 1, "{\"b\":\"" + half + "\"}"))).isEqualTo("OBJECT_TOO_LARGE");
    }

    @Test
    void theHistoryOfAnotherObjectIsACallersMistake() {
        ObjectHistory history = live().history.orElseThrow();
        ObjectHead other =
                ObjectHead.of(ObjectType.REGISTRATION, new ObjectId("R-0078"), new ObjectVersion(3), UPDATE, 1);
        DataObject next = DataObject.of(other, Objects.body("{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Lifecycle.accept(history, next, version -> next));
    }

    @ParameterizedTest
    @CsvSource({"LIVE", "OVERWRITING", "DELETED"})
    void aHistoryComesBackFromItsJson(ObjectStage stage) {
        ObjectHistory history = lifeAt(stage).history.orElseThrow();
        Bytes stored = CanonicalJson.encode(history.toJson());
        assertThat(ObjectHistory.fromJson(Objects.ID, CanonicalJson.decode(stored)))
                .isEqualTo(history);
    }

    static Stream<Arguments> brokenHistories() {
        return Stream.of(
                row("type", o -> o.put("type", "x")),
                row("stage", o -> o.put("stage", "ALIVE")),
                row("UNKNOWN", o -> o.put("stage", "UNKNOWN")),
                row("DELETED", o -> o.put("stage", "DELETED")),
                row("expected version 7", o -> o.put("expected", 7)),
                row("expected", o -> o.remove("expected")),
                row("OVERWRITING", o -> o.put("stage", "OVERWRITING")),
                row("latest", o -> o.put("latest", -1)),
                row("full", o -> o.put("full", "x")),
                row("extra", o -> o.put("extra", 1)));
    }

    private static Arguments row(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(reason, damage);
    }

    @ParameterizedTest
    @MethodSource("brokenHistories")
    void jsonThatIsNoHistoryIsRefused(String reason, Consumer<ObjectNode> damage) {
        ObjectNode json = live().history.orElseThrow().toJson();
        damage.accept(json);
        assertThatThrownBy(() -> ObjectHistory.fromJson(Objects.ID, json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
    }
}
