package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import java.util.List;
import java.util.Optional;

/** Within one round: proposal, prepare, commit, decision. Each rule answers whether it applied. */
final class BlockVoting {
    private final Transition t;
    private final ConsensusState s;

    BlockVoting(Transition transition) {
        this.t = transition;
        this.s = transition.state();
    }

    private int quorum() {
        return t.rules().quorum(s.validators());
    }

    /** Spec UponProposal, validateEthereumBlock: execution is the shell's; ask once for each block. */
    boolean validateProposal() {
        Optional<VerifiedMessage> proposal = proposal();
        if (proposal.isEmpty() || !(proposal.get().payload() instanceof Proposal p)) {
            return false;
        }
        Hash32 hash = hash(proposal.get());
        if (s.verdicts.containsKey(hash) || !s.validating.add(hash)) {
            return false;
        }
        t.emit(new ConsensusEffect.ValidateBlock(p.block(), s.round, p.preparedBefore()));
        return true;
    }

    /** Spec UponProposal: a valid proposal of the current round is answered with one prepare. */
    boolean prepare() {
        return acceptedBlock()
                .filter(hash -> !t.voted(Payload.Kind.PREPARE))
                .map(hash -> t.vote(new Prepare(s.chainId(), s.height(), s.round, hash)))
                .orElse(false);
    }

    /** Spec UponPrepare: a quorum of prepares for the accepted block locks it; the lock is stored before the commit. */
    boolean commit() {
        Optional<Hash32> accepted = acceptedBlock();
        if (accepted.isEmpty() || t.voted(Payload.Kind.COMMIT)) {
            return false;
        }
        List<VerifiedMessage> prepares = t.rules().prepares(s.prepares, s.round, accepted.get());
        if (prepares.size() < quorum()) {
            return false;
        }
        lock(accepted.get(), prepares);
        return t.vote(new Commit(s.chainId(), s.height(), s.round, accepted.get()));
    }

    private void lock(Hash32 hash, List<VerifiedMessage> prepares) {
        Block block = s.block(hash).orElseThrow();
        List<SignedPrepare> evidence =
                prepares.stream().map(BlockVoting::signedPrepare).toList();
        PreparedCertificate certificate = new PreparedCertificate(s.round, block, evidence);
        s.prepared = Optional.of(certificate);
        t.emit(new ConsensusEffect.PersistPrepared(s.height(), certificate));
    }

    private static SignedPrepare signedPrepare(VerifiedMessage message) {
        if (message.payload() instanceof Prepare prepare) {
            return new SignedPrepare(
                    prepare, message.signer(), message.message().signature());
        }
        throw new IllegalStateException("a table of prepares holds " + message);
    }

    /**
     * Spec UponCommit, and UponNewBlock for late ones: a quorum of commits of one round for a block we know decides,
     * whatever round we are in by now. It needs no vote of ours: at least one honest validator executed the block.
     */
    boolean decide() {
        for (Round round : s.commits.rounds()) {
            for (VerifiedMessage commit : s.commits.in(round)) {
                Hash32 hash = hash(commit);
                List<VerifiedMessage> commits = s.commits.votes(round, hash);
                Optional<Block> block = commits.size() < quorum() ? Optional.empty() : s.block(hash);
                if (block.isPresent()) {
                    decided(block.get(), certificate(round, hash, commits));
                    return true;
                }
            }
        }
        return false;
    }

    private void decided(Block block, CommitCertificate certificate) {
        s.decided = true;
        s.timerRunning = false;
        t.emit(new ConsensusEffect.CancelTimeouts());
        t.emit(new ConsensusEffect.Decide(block, certificate));
    }

    /** Seals in the order of the validator set, one for each: the table is sorted so. */
    private CommitCertificate certificate(Round round, Hash32 hash, List<VerifiedMessage> commits) {
        List<Seal> seals = commits.stream()
                .map(commit -> new Seal(commit.signer(), commit.message().signature()))
                .toList();
        return new CommitCertificate(s.chainId(), s.height(), round, hash, seals);
    }

    /** Spec proposalAcceptedForCurrentRound: the block proposed in this round, once found valid. */
    private Optional<Hash32> acceptedBlock() {
        return proposal().map(BlockVoting::hash).filter(hash -> s.verdicts.getOrDefault(hash, false));
    }

    private Optional<VerifiedMessage> proposal() {
        int proposer = ProposerRotation.index(s.validators(), s.height(), s.round);
        return t.rules().proposal(s.proposals, s.round, proposer);
    }

    private static Hash32 hash(VerifiedMessage message) {
        return message.blockHash().orElseThrow();
    }
}
