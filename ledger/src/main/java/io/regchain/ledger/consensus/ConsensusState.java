package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one validator stands: a value anyone may look at. {@link Qbft#step} copies it, changes the copy and hands that
 * back; a state once handed out never changes.
 */
public final class ConsensusState {
    /** Empty before the first {@link ConsensusInput.StartHeight}. */
    ConsensusInput.@Nullable StartHeight start;

    Hash32 validatorSetHash = Hash32.ZERO;
    int ownIndex = -1;
    Round round = Round.ZERO;
    boolean decided;
    boolean wanted;
    boolean timerRunning;
    Optional<Round> building = Optional.empty();
    Optional<PreparedCertificate> prepared = Optional.empty();

    VoteTable proposals = new VoteTable();
    VoteTable prepares = new VoteTable();
    VoteTable commits = new VoteTable();
    RoundChanges roundChanges = new RoundChanges();

    /** The highest round each validator was heard in. */
    TreeMap<Integer, Round> heardIn = new TreeMap<>();

    /** Verdicts on blocks of this height: true is valid. */
    TreeMap<Hash32, Boolean> verdicts = new TreeMap<>();

    TreeSet<Hash32> validating = new TreeSet<>();

    /** What we said at this height. */
    TreeSet<VoteId> ownVotes = new TreeSet<>();

    /** Validators whose equivocation at this height has been reported. */
    TreeSet<Integer> reported = new TreeSet<>();

    FutureMessages future = new FutureMessages();

    /** Whether a catch-up was asked at this height without waiting for the timer. */
    boolean catchUpAsked;

    /** How often we asked around at this height. */
    int askedAround;

    private ConsensusState() {}

    /** Before the first {@link ConsensusInput.StartHeight}: nothing is known and nothing is said. */
    public static ConsensusState initial() {
        return new ConsensusState();
    }

    /** A fresh height; what was heard of heights above is kept. */
    ConsensusState at(ConsensusInput.StartHeight next) {
        ConsensusState fresh = new ConsensusState();
        fresh.start = next;
        fresh.validatorSetHash = next.validators().hash();
        fresh.ownIndex = MessageVerifier.indexOf(next.validators(), next.ownKey());
        fresh.future = future.copy();
        fresh.future.forgetAllBut(next.validators());
        return fresh;
    }

    ConsensusState copy() {
        ConsensusState copy = new ConsensusState();
        copy.start = start;
        copy.validatorSetHash = validatorSetHash;
        copy.ownIndex = ownIndex;
        copy.round = round;
        copy.decided = decided;
        copy.wanted = wanted;
        copy.timerRunning = timerRunning;
        copy.building = building;
        copy.prepared = prepared;
        copy.proposals = proposals.copy();
        copy.prepares = prepares.copy();
        copy.commits = commits.copy();
        copy.roundChanges = roundChanges.copy();
        copy.heardIn = new TreeMap<>(heardIn);
        copy.verdicts = new TreeMap<>(verdicts);
        copy.validating = new TreeSet<>(validating);
        copy.ownVotes = new TreeSet<>(ownVotes);
        copy.reported = new TreeSet<>(reported);
        copy.future = future.copy();
        copy.catchUpAsked = catchUpAsked;
        copy.askedAround = askedAround;
        return copy;
    }

    public boolean started() {
        return start != null;
    }

    /** @throws IllegalStateException before the first start */
    ConsensusInput.StartHeight start() {
        if (start == null) {
            throw new IllegalStateException("no height has been started");
        }
        return start;
    }

    ChainId chainId() {
        return start().chainId();
    }

    ValidatorSet validators() {
        return start().validators();
    }

    /** The height being decided, or just decided; 0 before the first start. */
    public Height height() {
        return start == null ? Height.ZERO : start.height();
    }

    public Round round() {
        return round;
    }

    /** Whether this height is decided and the next has not been started yet. */
    public boolean decided() {
        return decided;
    }

    /** Whether a block is under way or wanted; an idle chain waits for work, without a timer. */
    public boolean active() {
        return timerRunning;
    }

    /** The highest round in which we saw a quorum of prepares, if any. */
    public Optional<PreparedRound> preparedRound() {
        return prepared.map(p -> new PreparedRound(p.round(), p.blockHash()));
    }

    /** The validators (by index) heard at this height, with the highest round each was heard in. */
    public TreeMap<Integer, Round> heard() {
        return new TreeMap<>(heardIn);
    }

    /** The validators (by index) whose prepares of the current round are known. */
    public List<Integer> preparedBy() {
        return prepares.in(round).stream().map(VerifiedMessage::signerIndex).toList();
    }

    /** The validators (by index) whose commits of the current round are known. */
    public List<Integer> committedBy() {
        return commits.in(round).stream().map(VerifiedMessage::signerIndex).toList();
    }

    /** Messages kept for later heights. */
    public int futureMessages() {
        return future.size();
    }

    /** Whose turn the current round is; empty before the first start. */
    public Optional<Sm2PublicKey> proposer() {
        return Optional.ofNullable(start).map(s -> ProposerRotation.proposer(s.validators(), s.height(), round)
                .publicKey());
    }

    boolean isOwnTurn() {
        return ownIndex >= 0 && ownIndex == ProposerRotation.index(validators(), height(), round);
    }

    /** A block we have seen proposed or prepared at this height. */
    Optional<Block> block(Hash32 hash) {
        return proposals.rounds().stream()
                .flatMap(r -> proposals.in(r).stream())
                .filter(message -> message.names(hash))
                .flatMap(message -> message.payload() instanceof Proposal p ? Stream.of(p.block()) : Stream.empty())
                .findFirst()
                .or(() -> preparedBlock(hash));
    }

    private Optional<Block> preparedBlock(Hash32 hash) {
        Stream<PreparedCertificate> others = roundChanges.all().stream()
                .flatMap(m -> m.payload() instanceof RoundChange r ? r.prepared().stream() : Stream.empty());
        return Stream.concat(prepared.stream(), others)
                .filter(certificate -> certificate.blockHash().equals(hash))
                .map(PreparedCertificate::block)
                .findFirst();
    }
}
