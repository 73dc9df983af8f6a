package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Optional;

/**
 * A message whose signature, signer, justification and evidence hold against one validator set. Only
 * {@link MessageVerifier} builds one; the consensus core accepts nothing else.
 */
public final class VerifiedMessage {
    private final SignedMessage message;
    private final int signerIndex;
    private final Hash32 validatorSetHash;
    private final Optional<Hash32> blockHash;

    VerifiedMessage(SignedMessage message, int signerIndex, Hash32 validatorSetHash) {
        this.message = message;
        this.signerIndex = signerIndex;
        this.validatorSetHash = validatorSetHash;
        this.blockHash = switch (message.payload()) {
            case Proposal p -> Optional.of(p.blockHash());
            case Prepare p -> Optional.of(p.blockHash());
            case Commit c -> Optional.of(c.blockHash());
            case RoundChange r -> Optional.empty();
        };
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

    /** The block this message is about; empty for a round change. */
    public Optional<Hash32> blockHash() {
        return blockHash;
    }

    boolean names(Hash32 hash) {
        return blockHash.map(hash::equals).orElse(false);
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
