package io.regchain.protocol.sample;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.security.SecureRandom;

/** Not random at all: the same bytes on every run, so that sample keys and their signatures can be published. */
public final class SampleRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final String seed;
    private int drawn;

    private SampleRandom(String seed) {
        super(null, null);
        this.seed = seed;
    }

    /** A key whose signatures too are the same on every run, as long as it signs the same in the same order. */
    public static Sm2PrivateKey key(String name) {
        return Sm2PrivateKey.generate(new SampleRandom("regchain sample " + name));
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += 32) {
            byte[] block = Sm3.hash(Bytes.utf8(seed + " " + drawn++)).toArray();
            System.arraycopy(block, 0, bytes, at, Math.min(32, bytes.length - at));
        }
    }
}
