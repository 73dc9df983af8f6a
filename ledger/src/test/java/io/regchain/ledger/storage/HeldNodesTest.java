package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.state.NodeRef;
import io.regchain.ledger.state.StateNode;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the last block made is in memory for the next one: all of that, and nothing else. */
class HeldNodesTest {
    @TempDir
    Path directory;

    private StateLog log;

    @BeforeEach
    void open() {
        log = new StateLog(new DirectoryDisk(directory), StateSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static TreeMap<String, Optional<Bytes>> writes(int from, int to, String value) {
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (int key = from; key < to; key++) {
            writes.put("k" + key, Optional.of(Bytes.utf8(value)));
        }
        return writes;
    }

    private void append(TreeMap<String, Optional<Bytes>> writes) {
        log.append(Hash32.ZERO, log.latest().with(writes));
    }

    private static int held(NodeRef ref) {
        if (!(ref instanceof NodeRef.Held held)) {
            return 0;
        }
        return 1
                + switch (held.node()) {
                    case StateNode.Leaf leaf -> 0;
                    case StateNode.Inner inner -> held(inner.left()) + held(inner.right());
                };
    }

    private int held() {
        return held(log.latest().rootRef());
    }

    @Test
    void aTreeThatOneBlockMadeIsHeldWhole() {
        append(writes(0, 500, "a"));
        assertThat(held()).isGreaterThanOrEqualTo(2 * 500 - 1);
    }

    @Test
    void whatTheNextBlockDidNotTouchIsLetGo() {
        append(writes(0, 500, "a"));
        append(writes(7, 8, "b"));
        int depth = log.latest().prove("k7").siblings().size();
        assertThat(held()).as("one path").isEqualTo(depth + 1);
        assertThat(log.latest().read("k8")).contains(Bytes.utf8("a"));
    }

    @Test
    void aBlockWithoutChangesLetsAllGo() {
        append(writes(0, 500, "a"));
        append(new TreeMap<>());
        assertThat(held()).isZero();
        append(writes(7, 8, "a"));
        assertThat(held()).as("the value that stood there").isZero();
    }

    @Test
    void aLongValueIsNotHeld() {
        append(writes(0, 4, "x".repeat(5_000)));
        assertThat(held()).as("its inner nodes").isBetween(3, 20);
        assertThat(log.latest().read("k3")).contains(Bytes.utf8("x".repeat(5_000)));
    }

    @Test
    void aVeryLargeBlockIsNotHeld() {
        append(writes(0, 60_000, "a"));
        assertThat(held()).isZero();
        assertThat(log.latest().read("k59999")).contains(Bytes.utf8("a"));
    }

    @Test
    void anEarlierVersionIsReadFromTheFile() {
        append(writes(0, 10, "a"));
        append(writes(0, 10, "b"));
        Optional<Bytes> value = log.at(Height.ZERO, version -> version.read("k3"));
        assertThat(value).contains(Bytes.utf8("a"));
    }

    @Test
    void valuesThatAreNotHeldDoNotCount() {
        append(writes(0, 2_000, "x".repeat(5_000)));
        assertThat(held()).as("inner nodes").isGreaterThanOrEqualTo(1_999);
    }

    @Test
    void whatIsCutOffIsForgotten() {
        append(writes(0, 10, "a"));
        append(writes(0, 10, "b"));
        log.cutBackTo(Height.ZERO);
        assertThat(held()).isZero();
        assertThat(log.latest().read("k3")).contains(Bytes.utf8("a"));
        append(writes(3, 4, "c"));
        assertThat(log.latest().read("k3")).contains(Bytes.utf8("c"));
        assertThat(log.latest().read("k4")).contains(Bytes.utf8("a"));
    }

    /** Places in the old file say nothing about the new one. */
    @Test
    void aFileThatTakesOverHoldsItsOwn() {
        log.close();
        log = new StateLog(new DirectoryDisk(directory), new StateSettings(new Retention(2, 2), 1, 1_000, 200, 1_000));
        int takeOvers = 0;
        for (int block = 0; block < 200; block++) {
            long written = log.append(Hash32.ZERO, log.latest().with(writes(block % 40, block % 40 + 5, "v" + block)));
            if (log.maintain(written)) {
                log.takeOver();
                takeOvers++;
            }
            assertThat(log.latest().read("k" + (block % 40))).contains(Bytes.utf8("v" + block));
        }
        assertThat(takeOvers).isGreaterThan(2);
        assertThat(log.latest().read("k0")).contains(Bytes.utf8("v160"));
    }

    @Test
    void anyHistoryEndsInTheTreeThatIsReadFromTheFileAfterwards() {
        SplittableRandom random = new SplittableRandom(1);
        TreeMap<String, Bytes> content = new TreeMap<>();
        for (int block = 0; block < 60; block++) {
            TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                String key = "k" + random.nextInt(60);
                Optional<Bytes> value = random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(Bytes.utf8("v".repeat(random.nextInt(600))));
                writes.put(key, value);
                value.ifPresentOrElse(v -> content.put(key, v), () -> content.remove(key));
            }
            append(writes);
            assertThat(log.latest().root()).isEqualTo(inMemory(content).root());
        }
        log.force();
        log.close();
        open();
        for (int key = 0; key < 60; key++) {
            assertThat(log.latest().read("k" + key)).isEqualTo(Optional.ofNullable(content.get("k" + key)));
        }
        assertThat(log.latest().root()).isEqualTo(inMemory(content).root());
    }

    private static StateVersion inMemory(TreeMap<String, Bytes> content) {
        TreeMap<String, Optional<Bytes>> all = new TreeMap<>();
        content.forEach((key, value) -> all.put(key, Optional.of(value)));
        return StateVersion.EMPTY.with(all).after();
    }
}
