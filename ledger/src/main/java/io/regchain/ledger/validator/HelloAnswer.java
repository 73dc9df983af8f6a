package io.regchain.ledger.validator;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;

/**
 * What a validator answers to a hello, signed with its key for the life that said hello and no other: nobody can answer
 * in another's name, nor say again what was answered to an earlier life.
 *
 * @param height how far the one that answers is: its word
 * @param notice from which life of its directory it speaks
 * @param shown the first notice that it keeps of the one it answers; it is on its disk
 */
public record HelloAnswer(Height height, BirthNotice notice, BirthNotice shown, Sm2Signature signature) {
    private static final String DOMAIN = "regchain/hello-answer/1";

    /** @param to the life that said hello */
    public static HelloAnswer sign(
            ChainId chainId, Hash32 to, Height height, BirthNotice notice, BirthNotice shown, Sm2Signer key) {
        return new HelloAnswer(height, notice, shown, key.sign(signedBytes(chainId, to, height, notice, shown)));
    }

    /** Whether it answers the hello of this life, in the words of whoever has that key. */
    boolean signedBy(Sm2PublicKey key, ChainId chainId, Hash32 to) {
        return key.verify(signedBytes(chainId, to, height, notice, shown), signature);
    }

    private static byte[] signedBytes(
            ChainId chainId, Hash32 to, Height height, BirthNotice notice, BirthNotice shown) {
        CanonicalWriter out =
                new CanonicalWriter(DOMAIN).text(chainId.value()).hash(to).u64(height.value());
        notice.write(out);
        shown.write(out);
        return out.toArray();
    }
}
