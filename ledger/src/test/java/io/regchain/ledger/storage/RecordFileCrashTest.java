package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.protocol.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Record files on a disk that loses power at any instant. */
class RecordFileCrashTest {
    private static final int MAX = 4_000;

    private static Bytes payload(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1, MAX)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static RecordFile open(SimulatedDisk disk, List<Bytes> found) {
        return RecordFile.open(disk.open("log"), MAX, (offset, payload) -> found.add(payload));
    }

    /** Writes groups until power is lost; adds to {@code acknowledged} what was forced and to {@code sent} all. */
    private static void writeUntilPowerIsLost(
            SimulatedDisk disk, SplittableRandom random, List<Bytes> acknowledged, List<Bytes> sent) {
        try (RecordFile file = open(disk, new ArrayList<>())) {
            while (true) {
                List<Bytes> group = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    group.add(payload(random));
                }
                sent.addAll(group);
                file.append(group);
                file.force();
                acknowledged.addAll(group);
            }
        } catch (SimulatedDisk.PowerLost expected) {
            assertThat(sent.size()).isGreaterThanOrEqualTo(acknowledged.size());
        }
    }

    @Test
    void whateverPartOfTheLastWritesACrashKeepsNothingForcedIsLostAndNothingIsCalledCorrupt() {
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedDisk disk = new SimulatedDisk("seed " + seed);
            List<Bytes> kept = new ArrayList<>();
            for (int life = 0; life < 3; life++) {
                List<Bytes> sent = new ArrayList<>(kept);
                disk.losePowerAfter(random.nextInt(20));
                writeUntilPowerIsLost(disk, random, kept, sent);
                if (random.nextInt(3) == 0) {
                    disk.kill();
                } else {
                    disk.crash(random);
                }
                List<Bytes> found = new ArrayList<>();
                open(disk, found).close();
                assertThat(found.size()).as("seed %d", seed).isBetween(kept.size(), sent.size());
                assertThat(found).as("seed %d", seed).isEqualTo(sent.subList(0, found.size()));
                kept = found;
            }
        }
    }

    @Test
    void whatTheFirstStartAfterACrashFoundIsForcedAndSurvivesASecondCrash() {
        SimulatedDisk disk = new SimulatedDisk("d");
        try (RecordFile file = open(disk, new ArrayList<>())) {
            file.append(List.of(Bytes.utf8("written, not forced")));
        }
        disk.kill();
        List<Bytes> found = new ArrayList<>();
        open(disk, found).close();
        disk.crash(new SplittableRandom(1));
        List<Bytes> again = new ArrayList<>();
        open(disk, again).close();

        assertThat(again).isEqualTo(found).hasSize(1);
    }

    @Test
    void aFlippedByteIsToldOrHarmless() {
        List<Bytes> written = List.of(Bytes.utf8("one"), Bytes.utf8("two"), Bytes.utf8("three"));
        int size = holding(written).content("log").size();
        for (int at = 0; at < size; at++) {
            SimulatedDisk disk = holding(written);
            disk.flip("log", at, 0x10);
            if (at < 8 || at >= FileHead.SIZE) {
                assertThatThrownBy(() -> open(disk, new ArrayList<>()))
                        .as("byte %d", at)
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("d/log is damaged");
            } else {
                List<Bytes> found = new ArrayList<>();
                open(disk, found).close();
                assertThat(found).as("byte %d", at).isEqualTo(written);
            }
        }
    }

    private static SimulatedDisk holding(List<Bytes> records) {
        SimulatedDisk disk = new SimulatedDisk("d");
        try (RecordFile file = open(disk, new ArrayList<>())) {
            for (Bytes each : records) {
                file.append(List.of(each));
                file.force();
            }
        }
        return disk;
    }

    @Test
    void theBytesOfAFileAreThese() {
        SimulatedDisk disk = holding(List.of(Bytes.utf8("ab")));
        assertThat(disk.content("log").toHex())
                .isEqualTo(
                        "72656763686e3032" // regchn02
                                + "00000000000000000000000000000000000000000000000000000000"
                                + "0000000000000001" + "000000000000005a" + "0000000000000040"
                                + "6b4fafa9" // forced up to 90
                                + "52474c32" + "00000002" + "0000000000000040" + "ab109ef2"
                                + "e2a22936" // the record's header
                                + "6162");
    }

    @Test
    void aHandleFromBeforeACrashIsDead() {
        SimulatedDisk disk = new SimulatedDisk("d");
        RecordFile file = open(disk, new ArrayList<>());
        disk.crash(new SplittableRandom(1));

        assertThatThrownBy(() -> file.append(List.of(Bytes.utf8("x")))).isInstanceOf(IllegalStateException.class);
    }
}
