package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One step in the making: a private copy of the state, and the effects so far. It takes the input in; what follows
 * from it is left to {@link BlockVoting} and {@link RoundChanging}, whose rules are tried in order until none applies
 * (spec NodeNext: as many sub-steps as possible).
 */
final class Transition {
    private ConsensusState s;
    private final Rules rules;
    private final List<ConsensusEffect> effects = new ArrayList<>();

    Transition(ConsensusState state, Rules rules) {
        this.s = state;
        this.rules = rules;
    }

    ConsensusState state() {
        return s;
    }

    Rules rules() {
        return rules;
    }

    List<ConsensusEffect> effects() {
        return effects;
    }

    void emit(ConsensusEffect effect) {
        effects.add(effect);
    }

    void apply(ConsensusInput input) {
        switch (input) {
            case ConsensusInput.StartHeight start -> startHeight(start);
            case ConsensusInput.Received received -> {
                boolean alone = new RoundChanging(this).waitsAlone();
                Round round = s.round;
                received(received.message());
                advance();
                if (alone && s.round.equals(round)) {
                    new RoundChanging(this).joined();
                }
            }
            case ConsensusInput.TimedOut timedOut -> timedOut(timedOut.id());
            case ConsensusInput.BlockBuilt built -> blockBuilt(built);
            case ConsensusInput.BlockValidated validated -> blockValidated(validated);
            case ConsensusInput.WorkAvailable work -> workAvailable();
        }
        advance();
    }

    /** Each rule that applies changes the state so that it does not apply again; hence this ends. */
    private void advance() {
        BlockVoting voting = new BlockVoting(this);
        RoundChanging rounds = new RoundChanging(this);
        boolean moved = s.started();
        while (moved && !s.decided) {
            moved = voting.decide()
                    || rounds.followProposal()
                    || voting.validateProposal()
                    || voting.prepare()
                    || voting.commit()
                    || rounds.followRoundChanges()
                    || rounds.propose();
        }
    }

    // ---- a new height

    private void startHeight(ConsensusInput.StartHeight next) {
        if (s.started() && next.height().compareTo(s.height()) <= 0) {
            throw new IllegalStateException("height " + next.height() + " cannot start after " + s.height());
        }
        if (s.timerRunning) {
            emit(new ConsensusEffect.CancelTimeouts());
        }
        s = s.at(next);
        recover(next.recovered());
        List<VerifiedMessage> waiting = s.future.take(next.height());
        waiting.forEach(this::receivedNow);
        if (!s.future.heardAbove(next.height()).isEmpty()) {
            startTimer(); // we are behind: ask again when it runs out
        }
    }

    /**
     * What we said before we stopped still binds us: the same round, the same lock, the same words, sent once more
     * because nobody knows whether they ever left.
     */
    private void recover(RecoveredVotes recovered) {
        s.prepared = recovered.prepared();
        s.prepared.ifPresent(lock -> s.round = max(s.round, lock.round()));
        for (VerifiedMessage vote : recovered.votes()) {
            s.ownVotes.add(VoteId.of(vote.payload()));
            s.round = max(s.round, vote.round());
        }
        recovered.votes().forEach(this::receivedNow);
        for (VerifiedMessage vote : recovered.votes()) {
            if (vote.round().equals(s.round)) {
                emit(new ConsensusEffect.Resend(vote.message()));
            }
        }
    }

    // ---- messages

    private void received(VerifiedMessage message) {
        if (!s.started() || !message.payload().chainId().equals(s.chainId())) {
            return;
        }
        int order = message.height().compareTo(s.height());
        if (order > 0) {
            receivedEarly(message);
        } else if (order < 0 || s.decided) {
            receivedLate(message);
        } else {
            receivedNow(message);
        }
    }

    /** Who still changes rounds at a height we have decided does not know the decision. */
    private void receivedLate(VerifiedMessage message) {
        if (message.payload() instanceof RoundChange && !isOwn(message)) {
            emit(new ConsensusEffect.ShareDecision(message.height(), message.signer()));
        }
    }

    /**
     * The signer has decided our height already. One height ahead is a race we usually win. When f+1 validators, hence
     * an honest one, are two ahead, we ask at once; the timer, which runs from now on, asks in every other case.
     */
    private void receivedEarly(VerifiedMessage message) {
        report(s.future.keep(message, s.height()), message);
        if (s.decided) {
            return;
        }
        List<Sm2PublicKey> farAhead = s.future.heardAbove(s.height().next());
        int oneHonest = rules.oneHonest(s.validators());
        if (!s.catchUpAsked && farAhead.size() >= oneHonest) {
            s.catchUpAsked = true;
            requestCatchUp(farAhead.subList(0, oneHonest), true);
        }
        startTimer();
    }

    private void requestCatchUp(List<Sm2PublicKey> peers, boolean shown) {
        peers.forEach(peer -> emit(new ConsensusEffect.RequestCatchUp(s.height(), peer, shown)));
    }

    private void receivedNow(VerifiedMessage message) {
        if (!message.validatorSetHash().equals(s.validatorSetHash)) {
            // Verified against the set of an earlier height, so it proves nothing here. But somebody is at work on this
            // height: the timer makes us say where we are, and whoever has something to say says it again.
            startTimer();
            return;
        }
        boolean kept =
                switch (message.payload()) {
                    case Proposal p -> fits(p) && keep(s.proposals.put(message), message);
                    case Prepare p -> inWindow(message.round()) && keep(s.prepares.put(message), message);
                    case Commit c -> inWindow(message.round()) && keep(s.commits.put(message), message);
                    case RoundChange r -> keep(s.roundChanges.put(message), message);
                };
        if (kept) {
            s.heardIn.merge(message.signerIndex(), message.round(), Transition::max);
            if (isOwn(message)) {
                s.ownVotes.add(VoteId.of(message.payload())); // ours, even if this run does not remember saying it
            }
            startTimer();
        }
    }

    /** A proposal extends our parent; one of a round that is over helps only to know its block. */
    private boolean fits(Proposal proposal) {
        return rules.standsOn(proposal.block().header(), s.start().parentHash())
                && proposal.round().value() >= s.round.value() - ConsensusLimits.ROUNDS_BEHIND;
    }

    private boolean inWindow(Round round) {
        long ahead = round.value() - s.round.value();
        return ahead <= ConsensusLimits.ROUNDS_AHEAD && ahead >= -ConsensusLimits.ROUNDS_BEHIND;
    }

    /** @param earlier what the signer had said already in this place */
    private boolean keep(Optional<VerifiedMessage> earlier, VerifiedMessage message) {
        report(earlier, message);
        return earlier.isEmpty();
    }

    /** Different words in one place are evidence; one piece for each validator and height is enough. */
    private void report(Optional<VerifiedMessage> earlier, VerifiedMessage message) {
        earlier.map(VerifiedMessage::message)
                .filter(first -> !Arrays.equals(
                        first.payload().signedBytes(), message.payload().signedBytes()))
                .filter(first -> s.reported.add(message.signerIndex()))
                .ifPresent(first ->
                        emit(new ConsensusEffect.ReportEquivocation(Equivocation.between(first, message.message()))));
    }

    private boolean isOwn(VerifiedMessage message) {
        return message.signer().equals(s.start().ownKey());
    }

    // ---- answers of the shell

    private void workAvailable() {
        if (s.started() && !s.decided) {
            s.wanted = true;
            startTimer();
        }
    }

    private void blockBuilt(ConsensusInput.BlockBuilt built) {
        boolean asked = s.started()
                && !s.decided
                && built.height().equals(s.height())
                && s.building.equals(Optional.of(built.round()));
        if (!asked || !built.round().equals(s.round)) {
            return; // the round is over
        }
        requireFits(built.block().header());
        s.building = Optional.empty();
        s.verdicts.put(built.block().header().hash(), true);
        new RoundChanging(this).proposeBuilt(built.block());
    }

    private void requireFits(BlockHeader header) {
        if (!header.parentHash().equals(s.start().parentHash())
                || !header.height().equals(s.height())
                || !header.chainId().equals(s.chainId())
                || !header.validatorSetHash().equals(s.validatorSetHash)
                || !header.proposer().equals(s.start().ownKey())) {
            throw new IllegalStateException("the block built for height " + s.height() + " does not fit there");
        }
    }

    private void blockValidated(ConsensusInput.BlockValidated answer) {
        boolean asked = answer.height().equals(s.height()) && s.validating.remove(answer.blockHash());
        if (asked && !s.decided) {
            s.verdicts.put(answer.blockHash(), answer.refusal().isEmpty());
        }
    }

    // ---- time

    private void timedOut(TimeoutId id) {
        boolean current = s.timerRunning
                && !s.decided
                && id.height().equals(s.height())
                && id.round().equals(s.round);
        if (current) {
            askForWhatWeMayLack();
            new RoundChanging(this).roundTimedOut();
        }
    }

    /**
     * Whoever was heard ahead has what we lack, but up to f of them may be liars. So unless f+1 are ahead we ask around
     * as well, from round 1 on: perhaps the others have decided, and cannot even read what we say, because another set
     * decides where they are.
     */
    private void askForWhatWeMayLack() {
        int oneHonest = rules.oneHonest(s.validators());
        List<Sm2PublicKey> ahead = s.future.heardAbove(s.height());
        requestCatchUp(ahead.subList(0, Math.min(ahead.size(), oneHonest)), true);
        boolean firstRound = s.round.equals(Round.ZERO) && s.ownIndex >= 0;
        if (ahead.size() < oneHonest && !firstRound) {
            askAround(oneHonest);
        }
    }

    /** Each time the next {@code count} of the set: after three times or so everybody has been asked. */
    private void askAround(int count) {
        int n = s.validators().size();
        int first = s.ownIndex + 1 + s.askedAround * count;
        s.askedAround = (s.askedAround + 1) % n;
        List<Sm2PublicKey> next = IntStream.range(first, first + count)
                .map(i -> i % n)
                .filter(i -> i != s.ownIndex)
                .mapToObj(i -> s.validators().validators().get(i).publicKey())
                .toList();
        requestCatchUp(next, false);
    }

    /** An idle height has no timer; the first sign of work or life starts it. */
    void startTimer() {
        if (!s.timerRunning) {
            restartTimer();
        }
    }

    void restartTimer() {
        s.timerRunning = true;
        emit(new ConsensusEffect.ScheduleTimeout(new TimeoutId(s.height(), s.round)));
    }

    /** Leaves the current round for a higher one. */
    void enterRound(Round round) {
        s.round = round;
        s.building = Optional.empty();
        // A block may have been refused for what passes, such as a clock that ran ahead: a new round, a new look.
        s.verdicts.values().removeIf(valid -> !valid);
        Round oldest = new Round(Math.max(0, round.value() - ConsensusLimits.ROUNDS_BEHIND));
        s.proposals.forgetBelow(oldest);
        s.prepares.forgetBelow(oldest);
        s.commits.forgetBelow(oldest);
        restartTimer();
    }

    /** Says this, unless we are no validator or have spoken in this place before. Persist stands before send. */
    boolean vote(Payload payload) {
        if (s.ownIndex < 0 || !s.ownVotes.add(VoteId.of(payload))) {
            return false;
        }
        emit(new ConsensusEffect.PersistVote(payload));
        emit(new ConsensusEffect.Broadcast(payload));
        return true;
    }

    boolean voted(Payload.Kind kind) {
        return s.ownIndex < 0 || s.ownVotes.contains(new VoteId(s.round, kind));
    }

    static Round max(Round a, Round b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
