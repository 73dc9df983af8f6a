package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm2PublicKey;

/**
 * A message whose signature, signer, justification and evidence hold against one validator set. Only
 * {@link MessageVerifier} builds one; the consensus core accepts nothing else.
 */
public final class VerifiedMessage {
    private final SignedMessage message;
    private final int signerIndex;
    private final Hash32 validatorSetHash;

    VerifiedMessage(SignedMessage message, int signerIndex, Hash32 validatorSetHash) {
        this.message = message;
        this.signerIndex = signerIndex;
        this.validatorSetHash = validatorSetHash;
    }

    public SignedMessage message() {
        return message;
    }

    public Payload payload() {
        return message.payload();
    }

    public Sm2PublicKey signer() {
        return message.signer();
    }

    /** The signer's place in the validator set it was verified against. */
    public int signerIndex() {
        return signerIndex;
    }

    public Height height() {
        return payload().height();
    }

    public Round round() {
        return payload().round();
    }

    /** Against which set: a message kept for a later height is dropped when another set decides there. */
    public Hash32 validatorSetHash() {
        return validatorSetHash;
    }

    @Override
    public String toString() {
        return payload().kind() + " " + height() + "/" + round() + " by #" + signerIndex;
    }
}
