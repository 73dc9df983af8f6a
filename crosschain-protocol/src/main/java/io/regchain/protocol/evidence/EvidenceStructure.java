package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import java.util.List;
import java.util.TreeSet;

/** Whether a readable file has every piece, once, in its place, and nothing else. */
final class EvidenceStructure {
    private EvidenceStructure() {}

    static Finding examine(EvidenceFile file, Bytes bytes) {
        return Finding.firstFailure(
                () -> Examination.canonical(file.toBytes(), bytes),
                () -> subject(file),
                () -> objectKeys(file.local().objects()),
                () -> ascending("local.objects", file.local().objects()),
                () -> ascending("anchor.entries", file.anchor().entries()),
                () -> completeness(file),
                () -> new Finding.Holds(file.anchor().entries().size() + " entries of the supervision chain, "
                        + file.local().objects().size() + " data objects"));
    }

    private static Finding subject(EvidenceFile file) {
        return Finding.require(
                !file.subject().chain().equals(ChainId.SUPERVISION),
                "SUBJECT_NOT_LOCAL",
                () -> "subject.chain should be a local chain, not the supervision chain");
    }

    private static Finding objectKeys(List<StateEntry> objects) {
        return objects.stream()
                .filter(object -> !EvidenceKeys.isObject(object.key()))
                .findFirst()
                .map(object -> Finding.fails(
                        "OBJECT_KEY_MALFORMED",
                        "local.objects holds the key " + object.key() + "; it should be objects/<id>/<version>"))
                .orElse(new Finding.Holds(""));
    }

    private static Finding ascending(String where, List<StateEntry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            String before = entries.get(i - 1).key();
            String key = entries.get(i).key();
            if (key.equals(before)) {
                return Finding.fails("ENTRY_REPEATED", where + "[" + i + "] repeats the key " + key);
            }
            if (key.compareTo(before) < 0) {
                return Finding.fails(
                        "ENTRIES_OUT_OF_ORDER",
                        where + "[" + i + "] " + key + " should stand before " + before + ": keys ascend");
            }
        }
        return new Finding.Holds("");
    }

    private static Finding completeness(EvidenceFile file) {
        TreeSet<String> wanted = EvidenceKeys.anchorKeys(
                file.subject().chain(),
                file.subject().height(),
                file.local().objects().stream().map(StateEntry::key).toList());
        TreeSet<String> found = new TreeSet<>();
        file.anchor().entries().forEach(entry -> found.add(entry.key()));
        TreeSet<String> missing = new TreeSet<>(wanted);
        missing.removeAll(found);
        found.removeAll(wanted);
        return Finding.firstFailure(
                () -> Finding.require(
                        missing.isEmpty(), "ENTRY_MISSING", () -> "anchor.entries lacks " + String.join(", ", missing)),
                () -> Finding.require(
                        found.isEmpty(),
                        "ENTRY_UNEXPECTED",
                        () -> "anchor.entries holds " + String.join(", ", found) + ", which this file has no use for"));
    }
}
