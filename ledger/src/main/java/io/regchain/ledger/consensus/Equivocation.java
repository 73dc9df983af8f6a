package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/**
 * Proof that one key said two different things of one kind in one round: anyone can check both signatures.
 *
 * @param first the signed bytes ({@link Payload#signedBytes()}) that came first
 * @param second different signed bytes for the same kind, height and round
 */
public record Equivocation(
        Payload.Kind kind,
        Height height,
        Round round,
        Sm2PublicKey signer,
        Bytes first,
        Sm2Signature firstSignature,
        Bytes second,
        Sm2Signature secondSignature) {
    public Equivocation {
        if (first.equals(second)) {
            throw new IllegalArgumentException("the same statement twice is no equivocation");
        }
    }

    static Equivocation between(SignedMessage first, SignedMessage second) {
        Payload payload = first.payload();
        return new Equivocation(
                payload.kind(),
                payload.height(),
                payload.round(),
                first.signer(),
                Bytes.wrap(payload.signedBytes()),
                first.signature(),
                Bytes.wrap(second.payload().signedBytes()),
                second.signature());
    }

    @Override
    public String toString() {
        return "validator " + signer.toHex().substring(2, 14) + "… signed two different messages of kind " + kind
                + " at height " + height + " in round " + round;
    }

    public boolean signaturesValid() {
        return signer.verify(first.unsafeArray(), firstSignature)
                && signer.verify(second.unsafeArray(), secondSignature);
    }
}
