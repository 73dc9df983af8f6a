package io.regchain.bench.parts;

import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Verification for keys not seen lately, each decoded anew. There are more of them than the program keeps decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class OtherKeys {
    private static final int KEYS = 40_000;
    private static final byte[] MESSAGE = new byte[200];

    /** A key as it comes by, and its signature. */
    private record Signed(byte[] key, Sm2Signature signature) {
        static Signed by(Sm2PrivateKey key) {
            return new Signed(key.publicKey().encoded().toArray(), key.sign(MESSAGE));
        }
    }

    private final List<Signed> signed = IntStream.range(0, KEYS)
            .parallel()
            .mapToObj(i -> Signed.by(KnownKey.key("other " + i)))
            .toList();
    private int next;

    private Signed take() {
        next = (next + 1) % KEYS;
        return signed.get(next);
    }

    @Benchmark
    public boolean verify() {
        Signed one = take();
        return KnownKey.require(Sm2PublicKey.of(one.key()).verify(MESSAGE, one.signature()));
    }

    @Benchmark
    public boolean libraryVerify() {
        Signed one = take();
        return KnownKey.require(LibraryKey.decode(one.key()).verifies(MESSAGE, one.signature()));
    }
}
