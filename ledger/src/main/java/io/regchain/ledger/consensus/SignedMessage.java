package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;

/**
 * What travels between validators and what a validator keeps of its own votes: a payload, who says so, and the
 * signature over {@link Payload#signedBytes()}. It is a claim until {@link MessageVerifier} has looked at it.
 */
public record SignedMessage(Payload payload, Sm2PublicKey signer, Sm2Signature signature) {
    public static SignedMessage sign(Payload payload, Sm2Signer key) {
        return new SignedMessage(payload, key.publicKey(), key.sign(payload.signedBytes()));
    }

    public Bytes canonical() {
        return MessageCodec.encode(this);
    }

    /** @throws DecodeException when the bytes are not exactly one canonical message within its limits */
    public static SignedMessage decode(Bytes canonical) {
        return MessageCodec.decode(canonical);
    }

    /**
     * The height that undecoded, unverified bytes claim to be of: good for sorting, nothing else.
     *
     * @throws DecodeException when the bytes do not begin as a message does
     */
    public static Height claimedHeight(Bytes canonical) {
        return MessageCodec.claimedHeight(canonical);
    }
}
