package io.regchain.ledger.validator;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.Optional;

/**
 * What a validator answers to a hello, signed with its key for the life and the challenge that said hello and no other:
 * nobody can answer in another's name, nor say again what was answered to an earlier run.
 *
 * @param height how far the one that answers is: its word
 * @param notice from which life of its directory it speaks
 * @param shown the first notice that it keeps of the one it answers; it is on its disk
 * @param proof canonical JSON of the {@code CertifiedHeader} of that height, for whoever is behind it; to be verified
 */
public record HelloAnswer(
        Height height, BirthNotice notice, BirthNotice shown, Optional<Bytes> proof, Sm2Signature signature) {
    private static final String DOMAIN = "regchain/hello-answer/1";

    public static HelloAnswer sign(
            ChainId chainId,
            PeerMessage.Hello to,
            Height height,
            BirthNotice notice,
            BirthNotice shown,
            Optional<Bytes> proof,
            Sm2Signer key) {
        byte[] signed = signedBytes(chainId, to, height, notice, shown, proof);
        return new HelloAnswer(height, notice, shown, proof, key.sign(signed));
    }

    /** Whether it answers this hello, in the words of whoever has that key. */
    boolean signedBy(Sm2PublicKey key, ChainId chainId, PeerMessage.Hello hello) {
        return key.verify(signedBytes(chainId, hello, height, notice, shown, proof), signature);
    }

    /** The hello's height is left out: it may have grown since. */
    private static byte[] signedBytes(
            ChainId chainId,
            PeerMessage.Hello to,
            Height height,
            BirthNotice notice,
            BirthNotice shown,
            Optional<Bytes> proof) {
        CanonicalWriter out = new CanonicalWriter(DOMAIN)
                .text(chainId.value())
                .hash(to.notice().birth())
                .hash(to.challenge())
                .u64(height.value());
        notice.write(out);
        shown.write(out);
        out.flag(proof.isPresent());
        proof.ifPresent(out::bytes);
        return out.toArray();
    }
}
