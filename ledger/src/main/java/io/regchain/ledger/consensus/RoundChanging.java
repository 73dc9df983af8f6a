package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From round to round: timeouts, following others, and proposing with a justification. */
final class RoundChanging {
    private final Transition t;
    private final ConsensusState s;

    RoundChanging(Transition transition) {
        this.t = transition;
        this.s = transition.state();
    }

    private int quorum() {
        return t.rules().quorum(s.validators());
    }

    /**
     * Spec UponRoundTimeout, with one restraint: above round 0 a validator moves on only when it knows of a quorum in
     * this round or above. Alone at the top it repeats itself and waits. The lowest of the live validators always sees
     * such a quorum, so those below come up, those above wait, and they meet, although every timer has the same cap;
     * without it validators that restarted in different rounds could chase each other for ever.
     */
    void roundTimedOut() {
        if (s.ownIndex < 0) {
            t.restartTimer(); // a listener has no rounds of its own; it only asks again for what it lacks
        } else if (s.round.equals(Round.ZERO) || t.rules().movesOn(quorumIsHere())) {
            changeTo(s.round.next());
        } else {
            repeat();
            t.restartTimer();
        }
    }

    /** In a round above 0 that no quorum is known to have reached, with the timer running. */
    boolean waitsAlone() {
        return s.started()
                && s.ownIndex >= 0
                && s.timerRunning
                && !s.decided
                && !s.round.equals(Round.ZERO)
                && !quorumIsHere();
    }

    /**
     * Once the quorum it waited for is here, a validator gives the round its whole time. What is left of the timer may be
     * shorter than a message takes: it would leave as the others arrive, round after round, as long as timers are equal.
     */
    void joined() {
        if (!s.decided && quorumIsHere()) {
            t.restartTimer();
        }
    }

    private boolean quorumIsHere() {
        long others = s.heardIn.entrySet().stream()
                .filter(e -> e.getKey() != s.ownIndex)
                .filter(e -> e.getValue().compareTo(s.round) >= 0)
                .count();
        return others + 1 >= quorum();
    }

    /** Says again, byte for byte, what we said in this round; whoever lost it learns where we are. */
    private void repeat() {
        List<VerifiedMessage> own = Stream.of(
                        s.roundChanges.of(s.ownIndex).filter(m -> m.round().equals(s.round)),
                        s.proposals.of(s.round, s.ownIndex),
                        s.prepares.of(s.round, s.ownIndex),
                        s.commits.of(s.round, s.ownIndex))
                .flatMap(Optional::stream)
                .toList();
        own.forEach(message -> t.emit(new ConsensusEffect.Resend(message.message())));
        if (own.isEmpty() && !preparedHere()) {
            // We followed a proposal here and did not vote for it: say at least where we are.
            t.vote(roundChange());
        }
    }

    private boolean preparedHere() {
        return s.prepared.map(p -> p.round().compareTo(s.round) >= 0).orElse(false);
    }

    private void changeTo(Round round) {
        t.enterRound(round);
        t.vote(roundChange());
    }

    /** Spec createRoundChange: what we prepared last goes with us, with its proof. */
    private RoundChange roundChange() {
        return new RoundChange(s.chainId(), s.height(), s.round, s.prepared);
    }

    /**
     * Spec UponRoundChange, f+1 branch: among f+1 validators in higher rounds one is honest, so the round they all
     * reached is worth following, timer or not.
     */
    boolean followRoundChanges() {
        Optional<Round> reached = s.roundChanges
                .reachedBy(t.rules().oneHonest(s.validators()))
                .filter(round -> round.compareTo(s.round) > 0);
        reached.ifPresent(this::changeTo);
        return reached.isPresent();
    }

    /** Spec UponProposal with a round above ours: its justification shows a quorum there, so we go too. */
    boolean followProposal() {
        Optional<Round> highest = s.proposals.rounds().stream()
                .max(Comparator.naturalOrder())
                .filter(round -> round.compareTo(s.round) > 0);
        highest.ifPresent(t::enterRound);
        return highest.isPresent();
    }

    /** Spec UponBlockTimeout (round 0, blocks on demand) and UponRoundChange (above): it is our turn. */
    boolean propose() {
        if (!s.isOwnTurn() || t.voted(Payload.Kind.PROPOSAL)) {
            return false;
        }
        if (s.round.equals(Round.ZERO)) {
            return s.wanted && askForBlock();
        }
        List<VerifiedMessage> roundChanges = s.roundChanges.to(s.round);
        if (roundChanges.size() < quorum()) {
            return false;
        }
        Optional<PreparedCertificate> prepared = highestPrepared(roundChanges);
        return prepared.map(certificate -> repropose(certificate, roundChanges)).orElseGet(this::askForBlock);
    }

    private boolean askForBlock() {
        if (s.building.isPresent()) {
            return false;
        }
        s.building = Optional.of(s.round);
        t.emit(new ConsensusEffect.BuildBlock(s.height(), s.round));
        return true;
    }

    /** The block is here. By now a round change with a prepared block may have come: then that block goes first. */
    void proposeBuilt(Block block) {
        if (s.round.equals(Round.ZERO)) {
            t.vote(new Proposal(s.chainId(), s.height(), s.round, block, Justification.NONE));
            return;
        }
        List<VerifiedMessage> roundChanges = s.roundChanges.to(s.round);
        boolean justified = roundChanges.size() >= quorum();
        if (justified && highestPrepared(roundChanges).isEmpty()) {
            Justification why = new Justification(evidence(roundChanges), List.of());
            t.vote(new Proposal(s.chainId(), s.height(), s.round, block, why));
        }
    }

    /** Spec isHighestPrepared: the block prepared in the highest round is proposed again, with its prepares. */
    private boolean repropose(PreparedCertificate certificate, List<VerifiedMessage> roundChanges) {
        Justification why = new Justification(evidence(roundChanges), certificate.prepares());
        return t.vote(new Proposal(s.chainId(), s.height(), s.round, certificate.block(), why));
    }

    private static Optional<PreparedCertificate> highestPrepared(List<VerifiedMessage> roundChanges) {
        return roundChanges.stream()
                .flatMap(message -> roundChange(message).prepared().stream())
                .max(Comparator.comparing(PreparedCertificate::round));
    }

    private static List<SignedRoundChange> evidence(List<VerifiedMessage> roundChanges) {
        return roundChanges.stream()
                .map(message -> new SignedRoundChange(
                        roundChange(message).claim(),
                        message.signer(),
                        message.message().signature()))
                .toList();
    }

    private static RoundChange roundChange(VerifiedMessage message) {
        if (message.payload() instanceof RoundChange roundChange) {
            return roundChange;
        }
        throw new IllegalStateException("a table of round changes holds " + message);
    }
}
