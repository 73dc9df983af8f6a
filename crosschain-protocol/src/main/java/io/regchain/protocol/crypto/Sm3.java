package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import org.bouncycastle.crypto.digests.SM3Digest;

/** SM3 (GB/T 32905-2016). */
public final class Sm3 {
    /** One for each thread: a new one would be half a kilobyte to clear and to collect, for 65 bytes hashed. */
    private static final ThreadLocal<SM3Digest> DIGESTS = ThreadLocal.withInitial(SM3Digest::new);

    private Sm3() {}

    public static Hash32 hash(byte[]... parts) {
        SM3Digest digest = begin();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return end(digest);
    }

    /** Of the first {@code length} bytes. */
    public static Hash32 hashOf(byte[] bytes, int length) {
        SM3Digest digest = begin();
        digest.update(bytes, 0, length);
        return end(digest);
    }

    /** Whatever ended the last use early, an overflowing stack too, leaves nothing for this one. */
    private static SM3Digest begin() {
        SM3Digest digest = DIGESTS.get();
        digest.reset();
        return digest;
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
