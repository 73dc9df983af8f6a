package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.merkle.StateUpdate;
import io.regchain.protocol.sample.SampleBlock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** State trees with their content, root and proofs of keys present and absent; and proofs that prove nothing. */
final class StateTreeVectors implements VectorFile {
    @Override
    public String name() {
        return "state-tree.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file = Json.object();
        file.put("description", "State trees: content, root, and proofs of what a key holds or that it holds nothing.");
        ArrayNode keys = file.putArray("keyHashes");
        for (String key : List.of("", "a", "objects/at/12", "市场/名称")) {
            keys.addObject()
                    .put("key", key)
                    .put("keyHash", StateTree.keyHash(key).toHex());
        }
        ArrayNode trees = file.putArray("trees");
        tree(trees, "the empty tree", new Tree(new TreeMap<>()), List.of("a"));
        tree(trees, "one key", new Tree(numbered(1)), List.of("k0", "k1"));
        tree(trees, "the state of the sample block", new Tree(SampleBlock.state()), sampleKeys());
        tree(
                trees,
                "forty keys",
                new Tree(numbered(40)),
                List.of("k0", "k7", "k39", "k40", "k41", "k42", "k43", "k44"));
        updates(file.putObject("history"));
        refused(file.putArray("refused"));
        return file;
    }

    private static List<String> sampleKeys() {
        List<String> keys = new java.util.ArrayList<>(SampleBlock.state().keySet());
        keys.add("accounts/a");
        keys.add("packets/in/zhejiang/0");
        return keys;
    }

    private static SortedMap<String, Bytes> numbered(int size) {
        SortedMap<String, Bytes> content = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            content.put("k" + i, Bytes.utf8("value " + i));
        }
        return content;
    }

    /** A tree in memory. */
    private static final class Tree {
        final SortedMap<String, Bytes> content = new TreeMap<>();
        final SortedMap<Hash32, Bytes> nodes = new TreeMap<>();
        Hash32 root = Hash32.ZERO;

        Tree(SortedMap<String, Bytes> content) {
            SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
            content.forEach((key, value) -> writes.put(key, Optional.of(value)));
            apply(writes);
        }

        void apply(SortedMap<String, Optional<Bytes>> writes) {
            StateUpdate update = StateTree.apply(this::node, root, writes);
            nodes.putAll(update.newNodes());
            root = update.root();
            writes.forEach((key, value) -> value.ifPresentOrElse(v -> content.put(key, v), () -> content.remove(key)));
        }

        Optional<Bytes> node(Hash32 hash) {
            return Optional.ofNullable(nodes.get(hash));
        }

        StateProof prove(String key) {
            return StateTree.prove(this::node, root, key);
        }
    }

    private static void tree(ArrayNode trees, String name, Tree tree, List<String> provenKeys) {
        ObjectNode json = trees.addObject().put("name", name).put("root", tree.root.toHex());
        ArrayNode entries = json.putArray("entries");
        tree.content.forEach((key, value) -> entries.addObject()
                .put("key", key)
                .put("keyHash", StateTree.keyHash(key).toHex())
                .put("value", value.toHex())
                .put("valueHash", Sm3.hash(value).toHex()));
        ArrayNode proofs = json.putArray("proofs");
        provenKeys.forEach(key -> proof(proofs.addObject(), tree, key));
    }

    private static void proof(ObjectNode json, Tree tree, String key) {
        StateProof proof = tree.prove(key);
        Bytes value = tree.content.get(key);
        boolean holds =
                value == null ? proof.provesAbsence(tree.root, key) : proof.provesPresence(tree.root, key, value);
        if (!holds) {
            throw new AssertionError("not proven: " + key);
        }
        json.put("key", key)
                .put("value", value == null ? null : value.toHex())
                .put("proof", proof.canonical().toHex())
                .set("siblings", Json.hashes(proof.siblings()));
        proof.other().ifPresent(other -> json.putObject("other")
                .put("keyHash", other.keyHash().toHex())
                .put("valueHash", other.valueHash().toHex()));
    }

    /** Batches of writes one after the other, a null deletes, and the root after each. */
    private static void updates(ObjectNode history) {
        Tree tree = new Tree(numbered(12));
        history.put("startsFrom", "the keys k0 to k11 holding \"value 0\" to \"value 11\"");
        history.put("root", tree.root.toHex());
        ArrayNode batches = history.putArray("batches");
        batch(batches, tree, writes("k3", "changed", "k12", "new"));
        batch(batches, tree, writes("k0", null, "k1", null, "k2", null, "k5", null));
        batch(batches, tree, writes("k0", "value 0", "never there", null));
        SortedMap<String, Optional<Bytes>> all = new TreeMap<>();
        tree.content.keySet().forEach(key -> all.put(key, Optional.empty()));
        batch(batches, tree, all);
    }

    private static SortedMap<String, Optional<Bytes>> writes(String... keysAndValues) {
        SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            writes.put(
                    keysAndValues[i], Optional.ofNullable(keysAndValues[i + 1]).map(Bytes::utf8));
        }
        return writes;
    }

    private static void batch(ArrayNode batches, Tree tree, SortedMap<String, Optional<Bytes>> writes) {
        tree.apply(writes);
        ObjectNode batch = batches.addObject();
        ArrayNode list = batch.putArray("writes");
        writes.forEach((key, value) -> list.addObject()
                .put("key", key)
                .put("value", value.map(Bytes::toHex).orElse(null)));
        batch.put("root", tree.root.toHex());
    }

    private static void refused(ArrayNode refused) {
        Tree tree = new Tree(numbered(40));
        Bytes value = tree.content.get("k7");
        StateProof proof = tree.prove("k7");
        present(refused, "another value", tree.root, "k7", Bytes.utf8("value 8"), proof);
        present(refused, "another key", tree.root, "k8", value, proof);
        present(refused, "another root", Hash32.ZERO, "k7", value, proof);
        List<Hash32> shorter = proof.siblings().subList(0, proof.siblings().size() - 1);
        present(refused, "a sibling left out", tree.root, "k7", value, new StateProof(shorter, Optional.empty()));
        StateProof.OtherLeaf own = new StateProof.OtherLeaf(StateTree.keyHash("k7"), Sm3.hash(value));
        StateProof withLeaf = new StateProof(proof.siblings(), Optional.of(own));
        present(refused, "a proof of presence with a leaf of another key", tree.root, "k7", value, withLeaf);
        absent(refused, "the key's own leaf as the other leaf", tree.root, "k7", withLeaf);
        absent(refused, "a present key", tree.root, "k7", proof);
        StateProof ofOther = tree.prove("k41");
        absent(refused, "the proof of another absent key", tree.root, "k7", ofOther);
        List<Hash32> empty = List.of();
        absent(
                refused,
                "no siblings under a root that is not empty",
                tree.root,
                "k41",
                new StateProof(empty, Optional.empty()));
    }

    private static void present(ArrayNode refused, String why, Hash32 root, String key, Bytes value, StateProof proof) {
        if (proof.provesPresence(root, key, value)) {
            throw new AssertionError("accepted: " + why);
        }
        refuse(refused, why, root, key, proof).put("claim", "presence").put("value", value.toHex());
    }

    private static void absent(ArrayNode refused, String why, Hash32 root, String key, StateProof proof) {
        if (proof.provesAbsence(root, key)) {
            throw new AssertionError("accepted: " + why);
        }
        refuse(refused, why, root, key, proof).put("claim", "absence");
    }

    private static ObjectNode refuse(ArrayNode refused, String why, Hash32 root, String key, StateProof proof) {
        return refused.addObject()
                .put("why", why)
                .put("root", root.toHex())
                .put("key", key)
                .put("proof", proof.canonical().toHex());
    }
}
