package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.List;
import java.util.Optional;

/**
 * The only door into the core: checks who signed, the signature, the rules a proposal or round change must satisfy and
 * every signature nested in its evidence. Pure and thread-safe; costly (one SM2 verification for each signature), so
 * the shell calls it off the actor's thread.
 */
public final class MessageVerifier {
    /** Rounds beyond this are refused: at the usual cap of 30 s it takes nine years to get there. */
    public static final Round MAX_ROUND = new Round(10_000_000);

    private static final MessageVerifier SM2 = new MessageVerifier(Sm2PublicKey::verify);
    private final SignatureCheck signatures;

    MessageVerifier(SignatureCheck signatures) {
        this.signatures = signatures;
    }

    /**
     * @param validators the set that decides the message's height; for a height above the current one, the current
     *     set (the core drops the message later if another set decides there)
     */
    public static MessageCheck verify(SignedMessage message, ValidatorSet validators, ChainId chainId) {
        return SM2.check(message, validators, chainId);
    }

    /** Checks every signature anew. */
    public static MessageVerifier thorough() {
        return SM2;
    }

    /**
     * Checks a signature once and remembers the latest good ones, so that a vote that comes again inside a justification
     * costs a look-up.
     *
     * @param most how many it remembers
     */
    public static MessageVerifier remembering(int most) {
        return new MessageVerifier(new RememberedSignatures(most, Sm2PublicKey::verify));
    }

    /** Signs an own payload; what we signed ourselves needs no check, now or when it comes back inside a justification. */
    public VerifiedMessage sign(Payload payload, Sm2Signer key, ValidatorSet validators) {
        SignedMessage message = SignedMessage.sign(payload, key);
        if (signatures instanceof RememberedSignatures remembered) {
            remembered.knownGood(message.signer(), payload.signedBytes(), message.signature());
        }
        return new VerifiedMessage(message, requireIndex(validators, key.publicKey()), validators.hash());
    }

    private static int requireIndex(ValidatorSet validators, Sm2PublicKey key) {
        int index = indexOf(validators, key);
        if (index < 0) {
            throw new IllegalArgumentException("a key outside the validator set has no vote to sign");
        }
        return index;
    }

    static int indexOf(ValidatorSet validators, Sm2PublicKey key) {
        for (int i = 0; i < validators.size(); i++) {
            if (validators.validators().get(i).publicKey().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** As {@link #verify}, by this verifier. */
    public MessageCheck check(SignedMessage message, ValidatorSet validators, ChainId chainId) {
        int index = indexOf(validators, message.signer());
        Hash32 setHash = validators.hash();
        return problem(message, index, validators, setHash, chainId)
                .<MessageCheck>map(MessageCheck.Refused::new)
                .orElseGet(() -> new MessageCheck.Accepted(new VerifiedMessage(message, index, setHash)));
    }

    /** Cheap checks first, so that a flood of nonsense costs little. */
    private Optional<Refusal> problem(
            SignedMessage message, int index, ValidatorSet validators, Hash32 setHash, ChainId chainId) {
        Payload payload = message.payload();
        if (!payload.chainId().equals(chainId)) {
            return no("MESSAGE_OF_OTHER_CHAIN", "a message of " + payload.chainId() + " does not belong to " + chainId);
        }
        if (index < 0) {
            return no("SIGNER_NOT_A_VALIDATOR", "the signer is not in the validator set");
        }
        if (payload.round().compareTo(MAX_ROUND) > 0) {
            return no("ROUND_OUT_OF_RANGE", "round " + payload.round() + " is above " + MAX_ROUND);
        }
        Optional<Refusal> broken = ruleProblem(message, validators, setHash);
        if (broken.isPresent()) {
            return broken;
        }
        if (!signatures.valid(message.signer(), payload.signedBytes(), message.signature())) {
            return no("SIGNATURE_INVALID", "the signature is not validator " + index + "'s over this message");
        }
        return nestedProblem(payload);
    }

    private static Optional<Refusal> ruleProblem(SignedMessage message, ValidatorSet validators, Hash32 setHash) {
        Payload payload = message.payload();
        return switch (payload) {
            case Proposal p -> rules(payload, validators, setHash).proposalProblem(p, message.signer());
            case RoundChange r -> rules(payload, validators, setHash).roundChangeProblem(r, message.signer());
            case Prepare p -> Optional.empty();
            case Commit c -> Optional.empty();
        };
    }

    private static ProposalRules rules(Payload payload, ValidatorSet validators, Hash32 setHash) {
        return new ProposalRules(payload.chainId(), payload.height(), validators, setHash);
    }

    private Optional<Refusal> nestedProblem(Payload payload) {
        return switch (payload) {
            case Proposal p ->
                bodyProblem(p.block())
                        .or(() -> evidenceProblem(
                                p.justification().roundChanges(),
                                p.justification().prepares()));
            case RoundChange r ->
                r.prepared().flatMap(c -> bodyProblem(c.block()).or(() -> evidenceProblem(List.of(), c.prepares())));
            case Prepare p -> Optional.empty();
            case Commit c -> Optional.empty();
        };
    }

    /** Signatures name the header only; without this check anybody could pass on a block with other transactions. */
    private static Optional<Refusal> bodyProblem(Block block) {
        return Transaction.root(block.transactions()).equals(block.header().transactionRoot())
                ? Optional.empty()
                : no("TRANSACTION_ROOT_MISMATCH", "the block's transactions are not those its header commits to");
    }

    private Optional<Refusal> evidenceProblem(List<SignedRoundChange> roundChanges, List<SignedPrepare> prepares) {
        for (SignedRoundChange signed : roundChanges) {
            if (!signatures.valid(signed.signer(), signed.claim().signedBytes(), signed.signature())) {
                return no(
                        "ROUND_CHANGE_SIGNATURE_INVALID", "a round change in the justification has a false signature");
            }
        }
        for (SignedPrepare signed : prepares) {
            if (!signatures.valid(signed.signer(), signed.prepare().signedBytes(), signed.signature())) {
                return no("PREPARE_SIGNATURE_INVALID", "a prepare in the evidence has a false signature");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> no(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }
}
