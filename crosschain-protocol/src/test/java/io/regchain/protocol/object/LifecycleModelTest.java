package io.regchain.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.LifecycleOutcome.Accepted;
import io.regchain.protocol.object.LifecycleOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Merging and the life cycle against a second version that is slow, obvious, and shares no code with the first. */
class LifecycleModelTest {
    /** A tree as the map of its paths: "{}" marks an object, other values are leaves. */
    private static TreeMap<String, String> paths(JsonNode node) {
        TreeMap<String, String> paths = new TreeMap<>();
        collect("", node, paths);
        return paths;
    }

    private static void collect(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            into.put(path, "{}");
            node.fieldNames().forEachRemaining(name -> collect(path + "/" + name, node.get(name), into));
        } else {
            into.put(path, node.toString());
        }
    }

    /** Path by path, in order: null removes the path and all below it, a leaf replaces them, an object keeps them. */
    private static TreeMap<String, String> patched(TreeMap<String, String> target, TreeMap<String, String> patch) {
        TreeMap<String, String> result = new TreeMap<>(target);
        patch.forEach((path, value) -> {
            boolean keep = value.equals("{}") && "{}".equals(result.get(path));
            if (!keep) {
                result.keySet().removeIf(other -> other.equals(path) || other.startsWith(path + "/"));
            }
            if (!value.equals("null")) {
                result.put(path, value);
            }
        });
        return result;
    }

    @Property
    void mergingIsWhatItIsPathByPath(@ForAll("contents") ObjectNode target, @ForAll("contents") ObjectNode patch) {
        ObjectNode start = MergePatch.merge(CanonicalJson.object(), target);
        ObjectNode untouched = start.deepCopy();
        assertThat(paths(MergePatch.merge(start, patch))).isEqualTo(patched(paths(start), paths(patch)));
        assertThat(start).isEqualTo(untouched);
    }

    @Property
    void mergingTwiceIsMergingOnce(@ForAll("contents") ObjectNode target, @ForAll("contents") ObjectNode patch) {
        ObjectNode once = MergePatch.merge(target, patch);
        assertThat(MergePatch.merge(once, patch)).isEqualTo(once);
    }

    /** The dumb second version: the list of current snapshots; everything else is worked out anew each time. */
    private static final class Model {
        final List<ObjectNode> snapshots = new ArrayList<>();
        boolean deleted;
        int rewritten = Integer.MAX_VALUE;

        boolean offer(DataObject next) {
            long version = next.head().version().value();
            boolean rewriting = rewritten < snapshots.size();
            boolean allowed =
                    switch (next.head().operation()) {
                        case CREATE -> snapshots.isEmpty() && !deleted && version == 0;
                        case UPDATE, DELETE ->
                            !snapshots.isEmpty() && !deleted && !rewriting && version == snapshots.size();
                        case OVERWRITE -> !deleted && (rewriting ? version == rewritten : version < snapshots.size());
                    };
            if (allowed) {
                take(next, (int) version);
            }
            return allowed;
        }

        private void take(DataObject next, int version) {
            switch (next.head().operation()) {
                case CREATE, UPDATE -> snapshots.add(next.body());
                case DELETE -> deleted = true;
                case OVERWRITE -> {
                    snapshots.set(version, next.body());
                    rewritten = version + 1 == snapshots.size() ? Integer.MAX_VALUE : version + 1;
                }
            }
        }

        TreeMap<String, String> full() {
            TreeMap<String, String> full = paths(CanonicalJson.object());
            int count = Math.min(rewritten, snapshots.size());
            for (ObjectNode snapshot : snapshots.subList(0, deleted ? 0 : count)) {
                full = patched(full, paths(snapshot));
            }
            return full;
        }
    }

    @Property(tries = 2000)
    void everyLifeGoesAsTheModelSays(@ForAll("lives") List<DataObject> offered) {
        Model model = new Model();
        Optional<ObjectHistory> history = Optional.empty();
        TreeMap<ObjectVersion, DataObject> stored = new TreeMap<>();
        for (DataObject next : offered) {
            boolean expected = model.offer(next);
            switch (Lifecycle.accept(history, next, stored::get)) {
                case Accepted accepted -> {
                    assertThat(expected).isTrue();
                    history = Optional.of(accepted.history());
                    stored.put(next.head().version(), next);
                }
                case Refused refused ->
                    assertThat(expected).as(refused.reason().toString()).isFalse();
            }
            history.ifPresent(now -> assertThat(paths(now.fullBody())).isEqualTo(model.full()));
        }
    }

    @Provide
    Arbitrary<List<DataObject>> lives() {
        Arbitrary<ObjectOperation> operations = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(2, ObjectOperation.CREATE),
                net.jqwik.api.Tuple.of(12, ObjectOperation.UPDATE),
                net.jqwik.api.Tuple.of(12, ObjectOperation.OVERWRITE),
                net.jqwik.api.Tuple.of(1, ObjectOperation.DELETE));
        Arbitrary<DataObject> snapshots = Combinators.combine(
                        operations, Arbitraries.longs().between(0, 4), contents())
                .as((operation, version, content) -> Objects.snapshot(
                        operation, version, CanonicalJson.encode(content).toUtf8()));
        DataObject first = Objects.snapshot(ObjectOperation.CREATE, 0, "{\"a\":{\"b\":1},\"c\":[null]}");
        return snapshots.list().ofMinSize(5).ofMaxSize(60).map(list -> {
            List<DataObject> life = new ArrayList<>(list);
            life.add(1, first);
            return life;
        });
    }

    @Provide
    Arbitrary<ObjectNode> contents() {
        return objects(3);
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        Arbitrary<JsonNode> leaves = Arbitraries.of(
                        "null", "null", "1", "\"x\"", "[]", "[null]", "[{\"a\":null}]", "false")
                .map(json -> CanonicalJson.decode(io.regchain.protocol.base.Bytes.utf8(json)));
        Arbitrary<JsonNode> values = depth == 0
                ? leaves
                : Arbitraries.oneOf(leaves, objects(depth - 1).map(JsonNode.class::cast));
        return Arbitraries.maps(Arbitraries.of("a", "b", "c"), values)
                .ofMaxSize(3)
                .map(members -> {
                    ObjectNode object = CanonicalJson.object();
                    members.forEach(object::set);
                    return object;
                });
    }
}
