package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a proposal and a round change must satisfy, apart from signatures. Everything here follows from the message and
 * the validator set of its height alone; what depends on the receiver's own round stands in {@link Qbft}.
 */
final class ProposalRules {
    private final ChainId chainId;
    private final Height height;
    private final ValidatorSet validators;
    private final Hash32 validatorSetHash;

    ProposalRules(ChainId chainId, Height height, ValidatorSet validators, Hash32 validatorSetHash) {
        this.chainId = chainId;
        this.height = height;
        this.validators = validators;
        this.validatorSetHash = validatorSetHash;
    }

    /** Spec isValidProposal and isProposalJustification. */
    Optional<Refusal> proposalProblem(Proposal proposal, Sm2PublicKey signer) {
        Sm2PublicKey proposer = proposer(proposal.round());
        if (!signer.equals(proposer)) {
            return no("NOT_THE_PROPOSER", "the proposer of round " + proposal.round() + " is another validator");
        }
        Optional<Refusal> block = blockProblem(proposal.block());
        if (block.isPresent()) {
            return block;
        }
        return proposal.round().equals(Round.ZERO)
                ? roundZeroProblem(proposal, proposer)
                : laterRoundProblem(proposal, proposer);
    }

    /** Spec isProposalJustification, round = 0: nothing to justify, and the block is the proposer's own. */
    private Optional<Refusal> roundZeroProblem(Proposal proposal, Sm2PublicKey proposer) {
        if (!proposal.justification().isEmpty()) {
            return no("JUSTIFICATION_IN_ROUND_ZERO", "a proposal of round 0 carries no round changes and no prepares");
        }
        return ownBlockProblem(proposal.block(), proposer);
    }

    /** Spec isProposalJustification, round > 0. */
    private Optional<Refusal> laterRoundProblem(Proposal proposal, Sm2PublicKey proposer) {
        List<SignedRoundChange> roundChanges = proposal.justification().roundChanges();
        Optional<Refusal> problem = roundChangesProblem(roundChanges, proposal.round());
        if (problem.isPresent()) {
            return problem;
        }
        Optional<PreparedRound> highest = highestPrepared(roundChanges);
        List<SignedPrepare> prepares = proposal.justification().prepares();
        if (highest.isEmpty()) {
            // Nobody in this quorum prepared anything, so nothing can have been decided: a new block is free.
            return prepares.isEmpty()
                    ? ownBlockProblem(proposal.block(), proposer)
                    : no(
                            "PREPARES_WITHOUT_PREPARED_ROUND",
                            "no round change names a prepared block, yet prepares came");
        }
        // Spec isHighestPrepared: the block prepared last may have been decided, so it must be this one.
        if (!highest.get().blockHash().equals(proposal.blockHash())) {
            return no(
                    "NOT_THE_PREPARED_BLOCK",
                    "the block prepared in round " + highest.get().round() + " is another");
        }
        return preparesProblem(prepares, highest.get());
    }

    /** A quorum of distinct validators, each for this round, each prepared below it, none contradicting another. */
    private Optional<Refusal> roundChangesProblem(List<SignedRoundChange> roundChanges, Round round) {
        TreeSet<Sm2PublicKey> signers = new TreeSet<>();
        TreeMap<Round, Hash32> preparedAt = new TreeMap<>();
        for (SignedRoundChange signed : roundChanges) {
            if (!signers.add(signed.signer())) {
                return no("ROUND_CHANGE_REPEATED", "a validator's round change stands twice in the justification");
            }
            Optional<Refusal> problem = claimProblem(signed.claim(), signed.signer());
            if (problem.isPresent()) {
                return problem;
            }
            if (!signed.claim().round().equals(round)) {
                return no(
                        "ROUND_CHANGE_TO_OTHER_ROUND",
                        "a round change to round " + signed.claim().round() + " does not justify round " + round);
            }
            if (signed.claim().prepared().map(p -> contradicts(preparedAt, p)).orElse(false)) {
                return no("PREPARED_TWICE_IN_ONE_ROUND", "two round changes name different blocks of one round");
            }
        }
        return signers.size() < validators.quorum()
                ? no(
                        "ROUND_CHANGES_BELOW_QUORUM",
                        signers.size() + " round changes, " + validators.quorum() + " needed")
                : Optional.empty();
    }

    private static boolean contradicts(TreeMap<Round, Hash32> preparedAt, PreparedRound prepared) {
        Hash32 before = preparedAt.putIfAbsent(prepared.round(), prepared.blockHash());
        return before != null && !before.equals(prepared.blockHash());
    }

    /** Spec validRoundChange. */
    private Optional<Refusal> claimProblem(RoundChangeClaim claim, Sm2PublicKey signer) {
        if (!validators.contains(signer)) {
            return no("ROUND_CHANGE_BY_STRANGER", "a round change is signed by a key outside the validator set");
        }
        if (!claim.chainId().equals(chainId) || !claim.height().equals(height)) {
            return no(
                    "ROUND_CHANGE_OF_OTHER_HEIGHT",
                    "a round change of " + claim.chainId() + " at height " + claim.height() + " does not belong here");
        }
        if (claim.round().equals(Round.ZERO)) {
            return no("ROUND_CHANGE_TO_ROUND_ZERO", "nobody changes to round 0, every height starts there");
        }
        if (claim.prepared().map(p -> p.round().compareTo(claim.round()) >= 0).orElse(false)) {
            return no("PREPARED_ROUND_NOT_BELOW", "a block prepared in the target round or above it proves nothing");
        }
        return Optional.empty();
    }

    static Optional<PreparedRound> highestPrepared(List<SignedRoundChange> roundChanges) {
        return roundChanges.stream()
                .flatMap(signed -> signed.claim().prepared().stream())
                .max(Comparator.comparing(PreparedRound::round));
    }

    /** Spec validSignedPrepareForHeightRoundAndDigest for each, and a quorum of distinct signers. */
    private Optional<Refusal> preparesProblem(List<SignedPrepare> prepares, PreparedRound prepared) {
        Prepare expected = new Prepare(chainId, height, prepared.round(), prepared.blockHash());
        TreeSet<Sm2PublicKey> signers = new TreeSet<>();
        for (SignedPrepare signed : prepares) {
            if (!validators.contains(signed.signer())) {
                return no("PREPARE_BY_STRANGER", "a prepare is signed by a key outside the validator set");
            }
            if (!signers.add(signed.signer())) {
                return no("PREPARE_REPEATED", "a validator's prepare stands twice in the certificate");
            }
            if (!signed.prepare().equals(expected)) {
                return no(
                        "PREPARE_FOR_OTHER_BLOCK",
                        "a prepare names another height, round or block than round " + prepared.round() + "'s");
            }
        }
        return signers.size() < validators.quorum()
                ? no("PREPARES_BELOW_QUORUM", signers.size() + " prepares, " + validators.quorum() + " needed")
                : Optional.empty();
    }

    /** A round change as it is sent: the claim is sound, and a prepared block comes with its whole proof. */
    Optional<Refusal> roundChangeProblem(RoundChange roundChange, Sm2PublicKey signer) {
        Optional<Refusal> problem = claimProblem(roundChange.claim(), signer);
        if (problem.isPresent() || roundChange.prepared().isEmpty()) {
            return problem;
        }
        return preparedProblem(roundChange.prepared().get());
    }

    private Optional<Refusal> preparedProblem(PreparedCertificate certificate) {
        Optional<Refusal> problem = blockProblem(certificate.block());
        return problem.isPresent()
                ? problem
                : preparesProblem(
                        certificate.prepares(), new PreparedRound(certificate.round(), certificate.blockHash()));
    }

    private Optional<Refusal> blockProblem(Block block) {
        BlockHeader header = block.header();
        if (!header.chainId().equals(chainId) || !header.height().equals(height)) {
            return no("BLOCK_OF_OTHER_HEIGHT", "the block is of " + header.chainId() + " at height " + header.height());
        }
        if (!header.validatorSetHash().equals(validatorSetHash)) {
            return no("VALIDATOR_SET_MISMATCH", "the block names another validator set than the one of this height");
        }
        return Optional.empty();
    }

    /** Spec validateNonPreparedBlock: block.header.proposer = proposer(round). */
    private Optional<Refusal> ownBlockProblem(Block block, Sm2PublicKey proposer) {
        return block.header().proposer().equals(proposer)
                ? Optional.empty()
                : no("BLOCK_BY_OTHER_PROPOSER", "a new block names its proposer, this one names another validator");
    }

    private Sm2PublicKey proposer(Round round) {
        return ProposerRotation.proposer(validators, height, round).publicKey();
    }

    private Optional<Refusal> no(String code, String why) {
        return Optional.of(new Refusal(code, "at height " + height + ": " + why));
    }
}
