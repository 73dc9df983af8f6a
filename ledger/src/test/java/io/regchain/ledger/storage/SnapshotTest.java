package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A validator that begins with the state of a block far up, served by another that may lie. */
class SnapshotTest {
    private static final int BLOCKS = 40;
    private static final Height AT = new Height(30);
    private static final int CHUNK = 200;
    private static final StoredChain CHAIN = new StoredChain(BLOCKS);

    private final SimulatedDisk disk = new SimulatedDisk("new");

    private static List<SnapshotChunk> chunks(Height height) {
        SimulatedDisk served = new SimulatedDisk("server");
        List<SnapshotChunk> chunks = new ArrayList<>();
        try (ValidatorStore server = CHAIN.open(served, StateSettings.DEFAULT)) {
            CHAIN.fill(server, BLOCKS);
            Hash32 from = Hash32.ZERO;
            do {
                Hash32 next = from;
                SnapshotChunk chunk = server.at(height, version -> SnapshotChunk.of(version, next, CHUNK))
                        .orElseThrow();
                chunks.add(SnapshotChunk.decode(chunk.canonical()));
                from = chunk.next();
            } while (!chunks.get(chunks.size() - 1).isLast());
        }
        return chunks;
    }

    private static final List<SnapshotChunk> CHUNKS = chunks(AT);
    /** A chunk in the middle with several leaves. */
    private static final int MIDDLE = middle();

    private static int middle() {
        int middle = 1;
        while (CHUNKS.get(middle).leaves().size() < 3) {
            middle++;
        }
        assertThat(middle).isLessThan(CHUNKS.size() - 1);
        return middle;
    }

    private static SnapshotReader reader(SimulatedDisk disk) {
        CertifiedBlock block = CHAIN.harness.block(AT);
        return new SnapshotReader(
                disk,
                0,
                CHAIN.genesis(),
                new BlockRecord(block.block(), block.certificate()),
                new Succession(CHAIN.genesis().block().header().chainId(), block.validators()),
                block.receipts());
    }

    private static void readAll(SimulatedDisk disk) {
        try (SnapshotReader reader = reader(disk)) {
            for (SnapshotChunk chunk : CHUNKS) {
                assertThat(reader.take(chunk)).isEmpty();
            }
            assertThat(reader.isComplete()).isTrue();
            reader.finish();
        }
    }

    private static void assertServes(ValidatorStore store, long last) {
        assertThat(store.firstBlock()).isEqualTo(AT);
        assertThat(store.firstState()).isEqualTo(AT);
        assertThat(store.tip().height()).isEqualTo(new Height(last));
        for (long h = AT.value(); h <= last; h++) {
            Height height = new Height(h);
            CertifiedBlock expected = CHAIN.harness.block(height);
            Hash32 root = expected.block().header().stateRoot();
            assertThat(store.block(height).block()).isEqualTo(expected.block());
            assertThat(store.validatorsOf(height)).isEqualTo(expected.validators());
            assertThat(store.receipts(height)).isEqualTo(expected.receipts());
            Bytes value = Bytes.utf8("\"" + h + "\"");
            assertThat(store.read(height, "a/x")).contains(value);
            assertThat(store.prove(height, "a/x").provesPresence(root, "a/x", value))
                    .isTrue();
            assertThat(store.prove(height, "a/none").provesAbsence(root, "a/none"))
                    .isTrue();
        }
    }

    @Test
    void aNewValidatorBeginsAtASnapshotServesProofsGoesOnAndStartsAgain() {
        assertThat(CHUNKS).hasSizeGreaterThan(3);
        readAll(disk);
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertServes(store, AT.value());
            assertThat(store.silence()).isEqualTo(new Silence.Unknown());
            CHAIN.fill(store, BLOCKS);
            assertServes(store, BLOCKS);
        }
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertServes(store, BLOCKS);
            assertThatThrownBy(() -> store.block(new Height(3))).isInstanceOf(StorageException.Pruned.class);
            assertThatThrownBy(() -> store.read(new Height(3), "a/x")).isInstanceOf(StorageException.Pruned.class);
        }
    }

    private static SnapshotChunk leaves(SnapshotChunk chunk, UnaryOperator<List<SnapshotChunk.Leaf>> change) {
        return new SnapshotChunk(change.apply(new ArrayList<>(chunk.leaves())), chunk.rightSiblings());
    }

    private static SnapshotChunk rights(SnapshotChunk chunk, UnaryOperator<List<Hash32>> change) {
        return new SnapshotChunk(chunk.leaves(), change.apply(new ArrayList<>(chunk.rightSiblings())));
    }

    /** A good chunk with one thing wrong. */
    private static TreeMap<String, SnapshotChunk> lies() {
        SnapshotChunk good = CHUNKS.get(MIDDLE);
        SnapshotChunk.Leaf second = good.leaves().get(1);
        Hash32 other = Hash32.ofHex("5a".repeat(32));
        TreeMap<String, SnapshotChunk> lies = new TreeMap<>();
        lies.put("an altered value LEAVES_DIFFER", leaves(good, list -> {
            list.set(1, new SnapshotChunk.Leaf(second.keyHash(), Bytes.utf8("\"a lie\"")));
            return list;
        }));
        lies.put("an omitted leaf LEAVES_DIFFER", leaves(good, list -> {
            list.remove(1);
            return list;
        }));
        lies.put("an omitted first leaf LEAVES_DIFFER", leaves(good, list -> {
            list.remove(0);
            return list;
        }));
        lies.put("an omitted last leaf BOUNDARY_MALFORMED", leaves(good, list -> {
            list.remove(list.size() - 1);
            return list;
        }));
        lies.put("an extra leaf LEAVES_DIFFER", leaves(good, list -> {
            byte[] between = second.keyHash().toArray();
            between[31] ^= 1;
            Hash32 key = Hash32.of(between);
            list.add(key.compareTo(second.keyHash()) < 0 ? 1 : 2, new SnapshotChunk.Leaf(key, second.value()));
            return list;
        }));
        lies.put("leaves out of order LEAVES_NOT_IN_ORDER", leaves(good, list -> {
            Collections.swap(list, 0, 1);
            return list;
        }));
        lies.put("a leaf twice LEAVES_NOT_IN_ORDER", leaves(good, list -> {
            list.add(1, list.get(0));
            return list;
        }));
        lies.put("the chunk before again LEAVES_NOT_IN_ORDER", CHUNKS.get(MIDDLE - 1));
        lies.put("a skipped chunk LEAVES_DIFFER", CHUNKS.get(MIDDLE + 1));
        lies.put("the chunk of another height LEAVES_DIFFER", anotherHeight(good));
        lies.put("a boundary cut short LEAVES_DIFFER", rights(good, list -> list.subList(0, list.size() - 1)));
        lies.put("an empty boundary LEAVES_DIFFER", rights(good, list -> List.of()));
        lies.put("a boundary that hides what follows LEAVES_DIFFER", rights(good, list -> {
            list.replaceAll(hash -> Hash32.ZERO);
            return list;
        }));
        lies.put("another right half LEAVES_DIFFER", rights(good, list -> {
            int at = 0;
            while (list.get(at).equals(Hash32.ZERO)) {
                at++;
            }
            list.set(at, other);
            return list;
        }));
        lies.put("a right half where there is none BOUNDARY_MALFORMED", rights(good, list -> {
            Hash32 key = good.leaves().get(good.leaves().size() - 1).keyHash();
            int at = 0;
            while (!key.bit(at)) {
                at++;
            }
            list.set(at, other);
            return list;
        }));
        return lies;
    }

    /** The same leaves as the chunk, under the root of another block. */
    private static SnapshotChunk anotherHeight(SnapshotChunk good) {
        List<SnapshotChunk> others = chunks(new Height(29));
        return others.stream()
                .filter(chunk -> chunk.leaves()
                                .get(0)
                                .keyHash()
                                .compareTo(good.leaves().get(0).keyHash())
                        >= 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyLieOfAServerIsRefusedWithItsReasonAndAnHonestOneCanGoOn() {
        try (SnapshotReader reader = reader(disk)) {
            CHUNKS.subList(0, MIDDLE)
                    .forEach(chunk -> assertThat(reader.take(chunk)).isEmpty());
            lies().forEach((lie, chunk) -> assertThat(reader.take(chunk).map(Refusal::code))
                    .as(lie)
                    .contains(lie.substring(lie.lastIndexOf(' ') + 1)));
            assertThat(reader.wantedFrom()).isEqualTo(CHUNKS.get(MIDDLE - 1).next());
            CHUNKS.subList(MIDDLE, CHUNKS.size())
                    .forEach(chunk -> assertThat(reader.take(chunk)).isEmpty());
            assertThat(reader.take(CHUNKS.get(0)).map(Refusal::code)).contains("SNAPSHOT_COMPLETE");
            reader.finish();
        }
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertServes(store, AT.value());
        }
    }

    @Test
    void aBlockThatIsNotWhatItsHeaderNamesIsRefused() {
        CertifiedBlock block = CHAIN.harness.block(AT);
        BlockRecord record = new BlockRecord(block.block(), block.certificate());
        CertifiedBlock genesis = CHAIN.harness.block(Height.ZERO);
        assertThat(SnapshotReader.problem(record, block.validators(), block.receipts()))
                .isEmpty();
        assertThat(SnapshotReader.problem(record, block.validators(), List.of()).map(Refusal::code))
                .contains("RECEIPTS_DIFFER");
        assertThat(SnapshotReader.problem(
                                new BlockRecord(genesis.block(), Optional.empty()), block.validators(), List.of())
                        .map(Refusal::code))
                .contains("NOT_CERTIFIED");
    }

    @Test
    void aDirectoryThatHoldsBlocksTakesNoSnapshot() {
        try (ValidatorStore young = CHAIN.open(disk, StateSettings.DEFAULT)) {
            CHAIN.fill(young, 1);
        }
        assertThatThrownBy(() -> reader(disk))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("holds blocks");
    }

    @Test
    void aDirectoryWithTheGenesisBlockOnlyTakesASnapshotAndKeepsItsVotes() {
        Prepare prepare = new Prepare(
                StoredChain.CHAIN, new Height(50), Round.ZERO, CHAIN.genesis().hash());
        SignedMessage vote =
                SignedMessage.sign(prepare, CHAIN.harness.validators().keys().get(0));
        try (ValidatorStore young = CHAIN.open(disk, StateSettings.DEFAULT)) {
            young.keepSilence(new Silence.Until(Height.ZERO), young.tip().validators());
            young.votes().append(List.of(new VoteLog.Entry.Vote(vote)));
        }
        assertThat(SnapshotReader.mayBegin(disk, 0, CHAIN.genesis())).isTrue();
        readAll(disk);
        assertThat(SnapshotReader.mayBegin(disk, 0, CHAIN.genesis())).isFalse();
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertServes(store, AT.value());
            assertThat(store.silence())
                    .as("asked again, of a chain that is further")
                    .isEqualTo(new Silence.Unknown());
            assertThat(store.votes().votes(new Height(50))).containsExactly(vote);
        }
    }

    @Test
    void whatTheOwnFilesShowedOfLostBlocksStandsAfterASnapshot() {
        try (ValidatorStore young = CHAIN.open(disk, StateSettings.DEFAULT)) {
            young.keepSilence(new Silence.Until(new Height(901)), young.tip().validators());
        }
        readAll(disk);
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertThat(store.silence()).isEqualTo(new Silence.Until(new Height(901)));
        }
    }

    /** The state is the only trace of blocks that were lost, and it says how far this validator may have voted. */
    @Test
    void aDirectoryWhoseStateShowsLostBlocksTakesNoSnapshot() {
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            store.keepSilence(new Silence.Until(Height.ZERO), store.tip().validators());
            CHAIN.fill(store, 5);
        }
        disk.list().stream().filter(file -> file.startsWith(BlockLog.PREFIX)).forEach(disk::delete);
        assertThat(SnapshotReader.mayBegin(disk, 0, CHAIN.genesis())).isFalse();
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertThat(store.silence()).isEqualTo(new Silence.Until(new Height(6)));
        }
    }

    @Test
    void powerLostAnywhereLeavesANewDirectoryOrTheWholeSnapshot() {
        int[] whole = new int[2];
        for (int seed = 0; seed < 240; seed++) {
            SimulatedDisk failing = new SimulatedDisk("seed " + seed);
            if (seed >= 120) {
                learnAtTheFirstBlock(failing);
            }
            long before = failing.changes();
            failing.losePowerAfter(seed % 40);
            try {
                readAll(failing);
            } catch (SimulatedDisk.PowerLost expected) {
                assertThat(failing.changes()).isGreaterThan(before + seed % 40);
            }
            failing.crash(new SplittableRandom(seed));
            try (ValidatorStore store = CHAIN.open(failing, StateSettings.DEFAULT)) {
                assertThat(store.silence()).isIn(new Silence.Unknown(), new Silence.New(new Height(2)));
                if (store.tip().height().equals(AT)) {
                    assertThat(store.silence()).isEqualTo(new Silence.Unknown());
                    assertServes(store, AT.value());
                    whole[seed / 120]++;
                } else {
                    assertThat(store.tip().height()).isEqualTo(Height.ZERO);
                    CHAIN.fill(store, AT.value());
                }
            }
            try (ValidatorStore again = CHAIN.open(failing, StateSettings.DEFAULT)) {
                for (long h = again.firstBlock().value(); h <= AT.value(); h++) {
                    assertThat(again.receipts(new Height(h)))
                            .isEqualTo(CHAIN.harness.block(new Height(h)).receipts());
                }
            }
        }
        assertThat(whole[0]).isBetween(1, 119);
        assertThat(whole[1]).isBetween(1, 119);
    }

    /** Found by the simulator: what was left of the snapshot looked like blocks that were lost, and silenced it. */
    private static void learnAtTheFirstBlock(Disk disk) {
        try (ValidatorStore store = CHAIN.open(disk, StateSettings.DEFAULT)) {
            assertThat(store.keepSilence(
                            new Silence.New(new Height(2)), store.tip().validators()))
                    .isTrue();
        }
    }

    @Test
    void aLostFileOfValidatorSetsIsToldWhereTheFirstBlocksAreNotKept() {
        readAll(disk);
        CHAIN.open(disk, StateSettings.DEFAULT).close();
        disk.delete("validators.log");
        assertThatThrownBy(() -> CHAIN.open(disk, StateSettings.DEFAULT))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("validator sets")
                .hasMessageContaining("begin again with a snapshot");
    }
}
