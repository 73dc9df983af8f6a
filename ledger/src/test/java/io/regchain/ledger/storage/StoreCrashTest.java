package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A whole store on a disk that loses power within any change, or of which any byte is wrong. */
class StoreCrashTest {
    private static final int BLOCKS = 24;
    private static final StoredChain CHAIN = new StoredChain(BLOCKS);
    /** Compacts all the time, and keeps little. */
    private static final StateSettings EAGER = new StateSettings(new Retention(3, 5), 64, 1, 200, 2_000);

    private static ValidatorStore open(SimulatedDisk disk, StateSettings settings) {
        return CHAIN.open(disk, settings);
    }

    /** Every block, state and proof that is kept is right; what is not kept is said to be. */
    private static void assertRight(ValidatorStore store) {
        Height last = store.tip().height();
        assertThat(store.tip().hash()).isEqualTo(CHAIN.harness.block(last).hash());
        for (long h = store.firstBlock().value(); h <= last.value(); h++) {
            CertifiedBlock expected = CHAIN.harness.block(new Height(h));
            assertThat(store.block(new Height(h)).block()).isEqualTo(expected.block());
            assertThat(store.validatorsOf(new Height(h))).isEqualTo(expected.validators());
            assertThat(store.receipts(new Height(h))).isEqualTo(expected.receipts());
            expected.block().transactions().forEach(transaction -> {
                assertThat(store.place(transaction.id()).orElseThrow().height())
                        .isEqualTo(expected.block().header().height());
                assertThat(store.trace(transaction.id())).isEqualTo(CHAIN.harness.trace(transaction.id()));
            });
        }
        for (long h = Math.max(1, store.firstState().value()); h <= last.value(); h++) {
            assertStateRight(store, new Height(h));
        }
    }

    private static void assertStateRight(ValidatorStore store, Height height) {
        Hash32 root = CHAIN.harness.block(height).block().header().stateRoot();
        for (long k = 1; k <= BLOCKS; k++) {
            String key = "a/k" + k;
            if (k <= height.value()) {
                Bytes value = Bytes.utf8("\"" + k + "\"");
                assertThat(store.read(height, key)).contains(value);
                assertThat(store.prove(height, key).provesPresence(root, key, value))
                        .isTrue();
            } else {
                assertThat(store.read(height, key)).isEmpty();
                assertThat(store.prove(height, key).provesAbsence(root, key)).isTrue();
            }
        }
    }

    /** @return the highest block whose append returned */
    private static long fillUntilPowerIsLost(SimulatedDisk disk, StateSettings settings, long acknowledged) {
        long height = acknowledged;
        try {
            ValidatorStore store = open(disk, settings);
            height = Math.max(height, store.tip().height().value());
            while (height < BLOCKS) {
                CHAIN.fill(store, height + 1);
                height++;
            }
            store.close();
        } catch (SimulatedDisk.PowerLost expected) {
            assertThat(height).isLessThanOrEqualTo(BLOCKS);
        }
        return height;
    }

    private static void crashAndCompare(long seed, long changes, StateSettings settings) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk disk = new SimulatedDisk("seed " + seed);
        long acknowledged = 0;
        disk.losePowerAfter(changes);
        for (int life = 0; life < 3 && acknowledged < BLOCKS; life++) {
            acknowledged = fillUntilPowerIsLost(disk, settings, acknowledged);
            disk.crash(random);
            disk.losePowerAfter(random.nextInt(120));
        }
        disk.kill();
        try (ValidatorStore store = open(disk, settings)) {
            assertThat(store.tip().height().value()).as("seed %d", seed).isGreaterThanOrEqualTo(acknowledged);
            assertRight(store);
            CHAIN.fill(store, BLOCKS);
            assertRight(store);
        }
    }

    @Test
    void whereverPowerIsLostEveryAcknowledgedBlockIsThereAndNothingIsCorrupt() {
        for (int seed = 0; seed < 150; seed++) {
            crashAndCompare(seed, seed, StateSettings.DEFAULT);
        }
    }

    @Test
    void theSameHoldsWhileTheStateIsCompactedAndBlocksAreDropped() {
        for (int seed = 0; seed < 250; seed++) {
            crashAndCompare(seed, seed, EAGER);
        }
    }

    @Test
    void oldVersionsAreDroppedAndSaidToBe() {
        SimulatedDisk disk = new SimulatedDisk("d");
        try (ValidatorStore store = open(disk, EAGER)) {
            CHAIN.fill(store, BLOCKS);
            assertThat(store.firstState().value()).isBetween(BLOCKS - 12L, BLOCKS - 2L);
            assertRight(store);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.read(new Height(1), "a/x"))
                    .isInstanceOf(StorageException.Pruned.class)
                    .hasMessageContaining("pruned below height " + store.firstState())
                    .hasMessageContaining("archive");
        }
    }

    @Test
    void aFlippedByteOfAnyFileIsToldOrHarmlessAndNeverAWrongAnswer() {
        SimulatedDisk whole = new SimulatedDisk("d");
        try (ValidatorStore store = open(whole, StateSettings.DEFAULT)) {
            CHAIN.fill(store, 4);
        }
        SplittableRandom random = new SplittableRandom(7);
        List<String> harmless = new ArrayList<>();
        for (String file : whole.list()) {
            int step = Math.max(1, whole.content(file).size() / 400);
            for (int at = 0; at < whole.content(file).size(); at += random.nextInt(1, step + 1)) {
                SimulatedDisk disk = whole.copy();
                disk.flip(file, at, 1 << random.nextInt(8));
                if (isHarmless(disk, file, at)) {
                    harmless.add(file);
                }
            }
        }
        assertThat(harmless).doesNotContain("format", "silence");
    }

    private static boolean isHarmless(SimulatedDisk disk, String file, int at) {
        try (ValidatorStore store = open(disk, StateSettings.DEFAULT)) {
            assertThat(store.tip().height().value()).as("%s byte %d", file, at).isEqualTo(4);
            assertThat(store.silence()).as("%s byte %d", file, at).isEqualTo(new Silence.Unknown());
            assertRight(store);
            return true;
        } catch (StorageException told) {
            assertThat(told.getMessage()).as("%s byte %d", file, at).contains("d");
            return false;
        }
    }
}
