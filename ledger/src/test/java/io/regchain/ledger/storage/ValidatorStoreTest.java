package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorStoreTest {
    private static final int BLOCKS = 5;
    private static final String BLOCK_FILE = "blocks-000000000000000000.log";
    private static final String STATE_FILE = "state-0-0.log";
    private final StoredChain chain = new StoredChain(BLOCKS);

    @TempDir
    private Path temp;

    private void assertHolds(ValidatorStore store, long height) {
        Height last = new Height(height);
        Hash32 root = chain.harness.block(last).block().header().stateRoot();
        assertThat(store.tip().height()).isEqualTo(last);
        assertThat(store.tip().header().stateRoot()).isEqualTo(root);
        for (long h = 1; h <= height; h++) {
            Height at = new Height(h);
            Bytes value = Bytes.utf8("\"" + h + "\"");
            assertThat(store.read(at, "a/x")).contains(value);
            assertThat(store.prove(at, "a/x")
                            .provesPresence(
                                    chain.harness.block(at).block().header().stateRoot(), "a/x", value))
                    .isTrue();
            assertThat(store.block(at).block())
                    .isEqualTo(chain.harness.block(at).block());
            assertThat(store.receipts(at)).isEqualTo(chain.harness.block(at).receipts());
        }
    }

    @Test
    void whatWasAppendedIsThereAfterACleanRestart() {
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS);
            assertHolds(store, BLOCKS);
        }
        try (ValidatorStore store = chain.open(temp)) {
            assertHolds(store, BLOCKS);
        }
    }

    @Test
    void aKillLosesNoBlockThoughTheStateLags() {
        ValidatorStore killed = chain.open(temp);
        chain.fill(killed, BLOCKS);
        killed.abandon();

        try (ValidatorStore store = chain.open(temp)) {
            assertHolds(store, BLOCKS);
        }
    }

    @Test
    void aStateFileFromThePastIsBroughtUp() throws IOException {
        Path old = temp.resolve("old.mv");
        Path directory = temp.resolve("v");
        try (ValidatorStore store = chain.open(directory)) {
            chain.fill(store, 2);
        }
        Files.copy(directory.resolve(STATE_FILE), old);
        try (ValidatorStore store = chain.open(directory)) {
            chain.fill(store, BLOCKS);
        }
        Files.move(old, directory.resolve(STATE_FILE), StandardCopyOption.REPLACE_EXISTING);

        try (ValidatorStore store = chain.open(directory)) {
            assertHolds(store, BLOCKS);
        }
    }

    /** The block log goes back to {@code left} blocks, while the state knows of all. */
    private void loseBlocks(Silence kept, long left) throws IOException {
        try (ValidatorStore store = chain.open(temp)) {
            store.keepSilence(kept, store.tip().validators());
            chain.fill(store, left);
        }
        byte[] fewer = Files.readAllBytes(temp.resolve(BLOCK_FILE));
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS);
        }
        Files.write(temp.resolve(BLOCK_FILE), fewer);
    }

    @Test
    void aStateFileThatKnowsMoreBlocksThanTheLogIsRebuiltAndTheLossIsTold() throws IOException {
        loseBlocks(new Silence.Until(Height.ZERO), 2);
        try (ValidatorStore store = chain.open(temp)) {
            assertHolds(store, 2);
            assertThat(store.silence()).isEqualTo(new Silence.Until(new Height(BLOCKS + 1)));
        }
    }

    /** Found by reading: the silence of a lost disk was cut short by the loss of a block. */
    @Test
    void lostBlocksShortenNoSilence() throws IOException {
        Silence kept = new Silence.Lost(new Height(BLOCKS + 2));
        loseBlocks(kept, BLOCKS - 1);
        try (ValidatorStore store = chain.open(temp)) {
            assertThat(store.silence()).isEqualTo(kept);
        }
    }

    @Test
    void lostBlocksLengthenTheSilenceOfALostDisk() throws IOException {
        loseBlocks(new Silence.Lost(new Height(2)), 2);
        try (ValidatorStore store = chain.open(temp)) {
            assertThat(store.silence()).isEqualTo(new Silence.Until(new Height(BLOCKS + 1)));
        }
    }

    @Test
    void aLostOrRuinedStateFileIsRebuiltFromTheLog() throws IOException {
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS);
        }
        Files.write(temp.resolve(STATE_FILE), new byte[20_000]);

        try (ValidatorStore store = chain.open(temp)) {
            assertHolds(store, BLOCKS);
        }
    }

    /** Found by a cluster whose validators move: two readers of one that had moved took both processors for ever. */
    @Test
    @Timeout(20)
    void whoReadsAStoreThatIsClosedIsToldSo() {
        ValidatorStore store = chain.open(temp);
        chain.fill(store, BLOCKS);
        store.close();
        assertThatThrownBy(() -> store.read(new Height(BLOCKS), "a/x"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store.prove(new Height(1), "a/x")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.block(new Height(1))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aLostFileOfValidatorSetsIsMadeAnewFromTheLog() throws IOException {
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS - 1);
        }
        Files.delete(temp.resolve("validators.log"));

        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS);
            assertHolds(store, BLOCKS);
        }
    }

    @Test
    void aBlockLogCutAnywhereInItsLastRecordOpensAtTheBlockBefore() throws IOException {
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, 2);
        }
        byte[] two = Files.readAllBytes(temp.resolve(BLOCK_FILE));
        byte[] state = Files.readAllBytes(temp.resolve(STATE_FILE));
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, 3);
        }
        byte[] three = Files.readAllBytes(temp.resolve(BLOCK_FILE));
        byte[] lagging = withHeadOf(two, three);

        for (int size = two.length; size < three.length; size++) {
            Path log = temp.resolve("cut").resolve(BLOCK_FILE);
            Files.createDirectories(log.getParent());
            Files.write(log, java.util.Arrays.copyOf(lagging, size));
            try (BlockLog cut = BlockLog.open(new DirectoryDisk(log.getParent()))) {
                assertThat(cut.last()).as("cut at %d", size).isEqualTo(new Height(2));
            }
            assertThat(Files.size(log)).isEqualTo(two.length);
        }
        Files.write(temp.resolve(BLOCK_FILE), java.util.Arrays.copyOf(lagging, three.length - 7));
        Files.write(temp.resolve(STATE_FILE), state);
        try (ValidatorStore store = chain.open(temp)) {
            assertHolds(store, 2);
            chain.fill(store, BLOCKS);
            assertHolds(store, BLOCKS);
        }
    }

    private void readEveryBlock() {
        try (BlockLog log = BlockLog.open(new DirectoryDisk(temp))) {
            for (long height = 0; height <= log.last().value(); height++) {
                log.read(new Height(height));
            }
        }
    }

    /** Power was lost before the head of the file could tell that the last record was forced. */
    static byte[] withHeadOf(byte[] earlier, byte[] later) {
        byte[] lagging = later.clone();
        System.arraycopy(earlier, 0, lagging, 0, FileHead.SIZE);
        return lagging;
    }

    @Test
    void aBlockLogThatIsShorterThanItWasOnDiskIsToldAndNotRepaired() throws IOException {
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, 2);
        }
        Path log = temp.resolve(BLOCK_FILE);
        byte[] whole = Files.readAllBytes(log);
        for (int cut = 1; cut < whole.length - FileHead.SIZE; cut += 97) {
            Files.write(log, java.util.Arrays.copyOf(whole, whole.length - cut));
            assertThatThrownBy(() -> BlockLog.open(new DirectoryDisk(temp)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(log.toString());
        }
    }

    @Test
    void aFlippedByteInAnyRecordIsToldWithFileAndOffset() throws IOException {
        Path log = temp.resolve(BLOCK_FILE);
        int[] ends = new int[4];
        try (ValidatorStore store = chain.open(temp)) {
            for (int i = 0; i < ends.length; i++) {
                chain.fill(store, i);
                ends[i] = (int) Files.size(log);
            }
        }
        byte[] whole = Files.readAllBytes(log);
        for (int at = FileHead.SIZE; at < whole.length; at++) {
            int flippedAt = at;
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x20;
            Files.write(log, flipped);
            int record = java.util.stream.IntStream.of(FileHead.SIZE, ends[0], ends[1], ends[2])
                    .filter(start -> start <= flippedAt)
                    .max()
                    .orElseThrow();
            assertThatThrownBy(this::readEveryBlock)
                    .as("byte %d", at)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(log.toString())
                    .hasMessageContaining("offset " + record);
        }
    }

    @Test
    void aSecondUserOfADirectoryIsRefused() {
        ValidatorStore first = chain.open(temp);

        assertThatThrownBy(() -> chain.open(temp))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("in use");
        first.close();
        chain.open(temp).close();
    }

    @Test
    void aDirectoryOfAnotherValidatorIsRefused() throws IOException {
        chain.open(temp).close();
        Files.writeString(
                temp.resolve("format"), Files.readString(temp.resolve("format")).replace("validator 0", "validator 3"));

        assertThatThrownBy(() -> chain.open(temp))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("validator 3");
    }

    @Test
    void aNewDirectoryKeepsSilentUntilSomebodyKnowsBetterAndRemembersIt() {
        try (ValidatorStore store = chain.open(temp)) {
            assertThat(store.silence()).isEqualTo(new Silence.Unknown());
        }
        try (ValidatorStore store = chain.open(temp)) {
            assertThat(store.silence()).isEqualTo(new Silence.Unknown());
            store.keepSilence(new Silence.Until(new Height(7)), store.tip().validators());
        }
        try (ValidatorStore store = chain.open(temp)) {
            assertThat(store.silence()).isEqualTo(new Silence.Until(new Height(7)));
            assertThat(store.silence().at(new Height(7))).isTrue();
            assertThat(store.silence().at(new Height(8))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "4x", "-4", "lost", "lost-", "lost-x", "new-", "new--1", "old-4", "9999999999999999999"})
    void aSilenceThatNobodyWroteIsRefused(String told) throws IOException {
        chain.open(temp).close();
        String checksum = Integer.toHexString(Checksum.of(Bytes.utf8(told).unsafeArray()));
        Files.writeString(temp.resolve("silence"), told + " " + checksum + "\n");
        assertThatThrownBy(() -> chain.open(temp))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("silence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "0", "7", "lost-7", "new-7"})
    void aSilenceWithAnotherChecksumIsRefused(String told) throws IOException {
        chain.open(temp).close();
        String checksum = Integer.toHexString(Checksum.of(Bytes.utf8(told).unsafeArray()));
        Files.writeString(temp.resolve("silence"), told + " " + checksum + "\n");
        chain.open(temp).close();
        Files.writeString(temp.resolve("silence"), told + " 0" + checksum + "\n");
        assertThatThrownBy(() -> chain.open(temp))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("silence");
    }

    @Test
    void aRefusedDirectoryIsLetGoOf() throws IOException {
        chain.open(temp).close();
        Path format = temp.resolve("format");
        String right = Files.readString(format);
        Files.writeString(format, "something else");
        assertThatThrownBy(() -> chain.open(temp)).isInstanceOf(StorageException.class);
        Files.writeString(format, right);

        chain.open(temp).close();
    }

    @Test
    void noStoreKeepsAThreadOfItsOwn() {
        List<String> before = storeThreads();
        try (ValidatorStore store = chain.open(temp)) {
            chain.fill(store, BLOCKS);
            assertThat(storeThreads()).isEqualTo(before);
        }
    }

    private static List<String> storeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("MVStore") || name.startsWith("H2"))
                .sorted()
                .toList();
    }

    @Test
    void anotherChainsDirectoryIsRefused() {
        chain.open(temp).close();
        assertThatThrownBy(() -> ValidatorStore.open(
                        temp,
                        0,
                        io.regchain.ledger.execution.BlockProcessor.genesis(
                                new ChainId("zhejiang"),
                                chain.harness.time(),
                                chain.harness.validators().set(),
                                new java.util.TreeMap<>()),
                        StoredChain.processor()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("chain jiangsu");
    }
}
