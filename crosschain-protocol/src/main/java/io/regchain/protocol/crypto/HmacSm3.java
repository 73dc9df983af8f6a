package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Hash32;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC (RFC 2104) over SM3: the keyed digest to use where a plain SM3 could be extended. */
public final class HmacSm3 {
    /** Shorter keys are weaker than the digest. */
    public static final int MIN_KEY = 16;

    private HmacSm3() {}

    /**
     * The mac of the parts one after the other. Parts are not delimited: give them fixed lengths or lengths of their own.
     *
     * @throws IllegalArgumentException when the key has fewer than {@value #MIN_KEY} bytes
     */
    public static Hash32 mac(SecretBytes key, byte[]... parts) {
        if (key.size() < MIN_KEY) {
            throw new IllegalArgumentException("an HMAC-SM3 key has at least " + MIN_KEY + " bytes, not " + key.size());
        }
        HMac mac = new HMac(new SM3Digest());
        key.use(bytes -> {
            mac.init(new KeyParameter(bytes));
            return mac;
        });
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] out = new byte[Hash32.SIZE];
        mac.doFinal(out, 0);
        return Hash32.of(out);
    }
}
