package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteLogTest {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private final Sm2PrivateKey key = TestValidators.key("voter");

    @TempDir
    private Path temp;

    private SignedMessage vote(long height, long round) {
        return SignedMessage.sign(
                new Prepare(CHAIN, new Height(height), new Round(round), Sm3.hash(Bytes.utf8("block"))), key);
    }

    private static List<VoteLog.Entry> entries(SignedMessage... votes) {
        return Arrays.stream(votes).<VoteLog.Entry>map(VoteLog.Entry.Vote::new).toList();
    }

    @Test
    void votesAreThereAfterARestartInTheOrderTheyWereKept() {
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            log.append(entries(vote(4, 0), vote(5, 0)));
            log.append(entries(vote(5, 1)));
        }
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            assertThat(log.votes(new Height(5)))
                    .extracting(m -> m.payload().round().value())
                    .containsExactly(0L, 1L);
            assertThat(log.lastHeight()).isEqualTo(new Height(5));
        }
    }

    @Test
    void aTornLastVoteIsCutOffAndTheOthersStay() throws IOException {
        Path file = temp.resolve("votes.log");
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            log.append(entries(vote(5, 0)));
        }
        byte[] one = Files.readAllBytes(file);
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            log.append(entries(vote(5, 1)));
        }
        byte[] two = Files.readAllBytes(file);
        for (int size = one.length; size < two.length; size++) {
            Files.write(file, Arrays.copyOf(ValidatorStoreTest.withHeadOf(one, two), size));
            try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
                assertThat(log.votes(new Height(5))).as("cut at %d", size).hasSize(1);
            }
        }
    }

    @Test
    void aFlippedByteInAnyVoteIsTold() throws IOException {
        Path file = temp.resolve("votes.log");
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            log.append(entries(vote(5, 0)));
            log.append(entries(vote(5, 1)));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = FileHead.SIZE; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            assertThatThrownBy(() -> VoteLog.open(new DirectoryDisk(temp)))
                    .as("byte %d", at)
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void votesOfDecidedHeightsAreDroppedOnceTheyAreMany() {
        Path file = temp.resolve("votes.log");
        SignedMessage[] many = Collections.nCopies(6_000, vote(5, 0)).toArray(SignedMessage[]::new);
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            log.append(entries(many));
            log.decided(new Height(4));
            assertThat(file.toFile().length()).isGreaterThan(1 << 20);
            log.decided(new Height(5));
            assertThat(file.toFile().length()).isEqualTo(FileHead.SIZE);
            log.append(entries(vote(6, 0)));
        }
        try (VoteLog log = VoteLog.open(new DirectoryDisk(temp))) {
            assertThat(log.votes(new Height(6))).hasSize(1);
        }
    }
}
