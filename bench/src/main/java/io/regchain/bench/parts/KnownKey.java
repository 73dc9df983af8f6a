package io.regchain.bench.parts;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signing, hashing, and verification for keys that come by all the time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class KnownKey {
    private static final byte[] MESSAGE = new byte[200];
    private Sm2PrivateKey key = key("known");
    private Sm2Signature signature = key.sign(MESSAGE);
    private LibraryKey library = LibraryKey.decode(key.publicKey().encoded().toArray());

    static Sm2PrivateKey key(String name) {
        byte[] scalar = Sm3.hash(Bytes.utf8("regchain benchmark key " + name)).toArray();
        scalar[0] &= 0x7f;
        return Sm2PrivateKey.of(scalar);
    }

    @Setup
    public void see() {
        for (int i = 0; i < 10; i++) {
            verify();
        }
    }

    @Benchmark
    public boolean verify() {
        return require(key.publicKey().verify(MESSAGE, signature));
    }

    @Benchmark
    public boolean libraryVerify() {
        return require(library.verifies(MESSAGE, signature));
    }

    @Benchmark
    public Sm2Signature sign() {
        return key.sign(MESSAGE);
    }

    @Benchmark
    public Object hash64() {
        return Sm3.hash(new byte[64]);
    }

    @Benchmark
    public Object hash4096() {
        return Sm3.hash(new byte[4096]);
    }

    static boolean require(boolean verified) {
        if (!verified) {
            throw new IllegalStateException("a good signature was refused");
        }
        return true;
    }
}
