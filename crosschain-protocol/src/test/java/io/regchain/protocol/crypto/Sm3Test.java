package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;

/** The digest of a thread is used again and again; what it gives rests on the bytes alone. */
class Sm3Test {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /** GB/T 32905-2016, annex A.1. */
    private static final Hash32 OF_ABC =
            Hash32.ofHex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");

    private static Hash32 once(byte[] bytes) {
        SM3Digest digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[Hash32.SIZE];
        digest.doFinal(out, 0);
        return Hash32.wrap(out);
    }

    @Test
    void everyLengthOnEveryThreadGivesWhatANewDigestGives() {
        List<byte[]> inputs = IntStream.range(0, 300)
                .mapToObj(length -> {
                    byte[] bytes = new byte[length];
                    new SplittableRandom(length).nextBytes(bytes);
                    return bytes;
                })
                .toList();
        IntStream.range(0, 20)
                .parallel()
                .forEach(round -> inputs.forEach(bytes -> {
                    int cut = bytes.length * round / 20;
                    byte[] first = Arrays.copyOf(bytes, cut);
                    byte[] second = Arrays.copyOfRange(bytes, cut, bytes.length);
                    assertThat(Sm3.hash(first, second)).isEqualTo(once(bytes));
                    assertThat(Sm3.hashOf(bytes, cut)).isEqualTo(once(first));
                }));
    }

    @Test
    void whatFailedHalfWayLeavesNothingBehind() {
        assertThatThrownBy(() -> Sm3.hashOf(ABC, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Sm3.hash(ABC)).isEqualTo(OF_ABC);
    }

    /** As in a contract that recurses until it is stopped, and hashes as it goes. */
    @Test
    void aStackThatOverflowsWithinAHashLeavesNothingBehind() {
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(Sm3Test::hashDeeper).isInstanceOf(StackOverflowError.class);
            assertThat(Sm3.hash(ABC)).isEqualTo(OF_ABC);
        }
    }

    private static Hash32 hashDeeper() {
        return Sm3.hash(Sm3.hash(ABC).toArray(), hashDeeper().toArray());
    }
}
