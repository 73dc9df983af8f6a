package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import org.bouncycastle.crypto.digests.SM3Digest;

/** SM3 (GB/T 32905-2016). */
public final class Sm3 {
    private Sm3() {}

    public static Hash32 hash(byte[]... parts) {
        SM3Digest digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return end(digest);
    }

    /** Of the first {@code length} bytes. */
    public static Hash32 hashOf(byte[] bytes, int length) {
        SM3Digest digest = new SM3Digest();
        digest.update(bytes, 0, length);
        return end(digest);
    }

    private static Hash32 end(SM3Digest digest) {
        byte[] out = new byte[Hash32.SIZE];
        digest.doFinal(out, 0);
        return Hash32.wrap(out);
    }

    public static Hash32 hash(Bytes bytes) {
        return hash(bytes.unsafeArray());
    }
}
