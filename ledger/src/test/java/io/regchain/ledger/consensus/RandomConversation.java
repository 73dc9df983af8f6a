package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One validator hears, at height 1, what random others say: proposals, votes for one block or another, round changes with
 * and without a proof, justified proposals, timers. Everything heard and said is kept, in order.
 */
final class RandomConversation {
    private static final int ROUNDS = 4;

    private record Heard(Payload payload, int signer) {}

    final World world;
    final int self;
    private final Random random;
    /** How often somebody changes rounds, of ten times. */
    private final int unrest;

    private final Block blockA;
    private final Block blockB;
    private final TreeSet<Hash32> invalid = new TreeSet<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<Payload> said = new ArrayList<>();
    private final ArrayDeque<ConsensusInput> answers = new ArrayDeque<>();
    private Optional<ConsensusEffect.Decide> decision = Optional.empty();
    private ConsensusState state = ConsensusState.initial();
    private long salt = 100;
    private boolean wantedInRoundZero;

    RandomConversation(int n, long seed) {
        this.world = new World(n);
        this.random = new Random(seed);
        this.unrest = random.nextInt(8);
        this.self = random.nextInt(n);
        int first = world.proposer(World.ONE, 0);
        this.blockA = world.first(first, 0);
        this.blockB = world.first(first, 1);
        if (random.nextInt(4) == 0) {
            invalid.add(World.hash(blockB));
        }
        feed(world.start(self));
    }

    // ---- one step

    void step() {
        if (random.nextInt(10) < unrest) {
            hear(roundChange(), other());
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> hear(proposal(), world.proposer(World.ONE, 0));
            case 1, 2, 3, 4, 5 -> hear(new Prepare(World.CHAIN, World.ONE, someRound(), World.hash(block())), other());
            case 6, 7, 8, 9 -> hear(new Commit(World.CHAIN, World.ONE, someRound(), World.hash(block())), other());
            case 10 -> justifiedProposal();
            default -> want();
        }
    }

    private void want() {
        wantedInRoundZero |= state.round().equals(Round.ZERO) && !state.decided();
        feed(new ConsensusInput.WorkAvailable());
    }

    void timeOut() {
        feed(new ConsensusInput.TimedOut(new TimeoutId(World.ONE, state.round())));
    }

    private Round someRound() {
        return new Round(random.nextInt(8) > 0 ? state.round().value() : random.nextInt(ROUNDS));
    }

    /** What is proposed in this round, mostly. */
    private Block block() {
        Optional<Block> proposed =
                heard(Proposal.class, round()).findFirst().map(h -> ((Proposal) h.payload()).block());
        return random.nextInt(8) == 0 ? blockB : proposed.orElse(blockA);
    }

    private int other() {
        return (self + 1 + random.nextInt(world.size() - 1)) % world.size();
    }

    private Proposal proposal() {
        return new Proposal(
                World.CHAIN, World.ONE, Round.ZERO, random.nextInt(4) > 0 ? blockA : blockB, Justification.NONE);
    }

    private RoundChange roundChange() {
        long next = Math.min(ROUNDS, Math.max(1, state.round().value() + random.nextInt(2)));
        long round = random.nextInt(8) > 0 ? next : 1 + random.nextInt(ROUNDS);
        Optional<PreparedCertificate> proof =
                random.nextInt(8) > 0 ? Optional.empty() : Optional.of(proof(random.nextInt((int) round)));
        return new RoundChange(World.CHAIN, World.ONE, new Round(round), proof);
    }

    private PreparedCertificate proof(long round) {
        int[] signers =
                Stream.iterate(0, i -> i + 1).limit(quorum()).mapToInt(i -> i).toArray();
        return world.preparedCertificate(round, blockA, signers);
    }

    /** The proposer of a round at or above ours makes what the round changes heard allow. */
    private void justifiedProposal() {
        Round round =
                random.nextInt(3) > 0 && !round().equals(Round.ZERO) ? round() : new Round(1 + random.nextInt(ROUNDS));
        List<SignedRoundChange> why = roundChangesTo(round);
        int proposer = world.proposer(World.ONE, round.value());
        if (why.size() >= quorum()) {
            Optional<PreparedCertificate> highest = highestProof(round);
            List<SignedPrepare> prepares =
                    highest.map(PreparedCertificate::prepares).orElse(List.of());
            Block block = highest.map(PreparedCertificate::block).orElseGet(() -> world.first(proposer, salt++));
            Justification justification = new Justification(why, prepares);
            hear(new Proposal(World.CHAIN, World.ONE, round, block, justification), proposer);
        }
    }

    private Optional<PreparedCertificate> highestProof(Round target) {
        return latest().values().stream()
                .map(h -> (RoundChange) h.payload())
                .filter(r -> r.round().equals(target))
                .flatMap(r -> r.prepared().stream())
                .max(Comparator.comparing(PreparedCertificate::round));
    }

    private void hear(Payload payload, int signer) {
        boolean listening = signer != self && !state.decided();
        if (listening
                && world.verifier.check(world.sign(payload, signer), world.validators, World.CHAIN)
                        instanceof MessageCheck.Accepted ok) {
            heard.add(new Heard(payload, signer));
            feed(new ConsensusInput.Received(ok.message()));
        }
    }

    private void feed(ConsensusInput input) {
        answers.add(input);
        while (!answers.isEmpty()) {
            Step step = Qbft.step(state, answers.poll());
            state = step.state();
            step.effects().forEach(this::carryOut);
        }
    }

    private void carryOut(ConsensusEffect effect) {
        switch (effect) {
            case ConsensusEffect.Broadcast b -> {
                said.add(b.payload());
                heard.add(new Heard(b.payload(), self));
                answers.add(new ConsensusInput.Received(world.own(b.payload(), self)));
            }
            case ConsensusEffect.BuildBlock b ->
                answers.add(new ConsensusInput.BlockBuilt(b.height(), b.round(), world.first(self, salt++)));
            case ConsensusEffect.ValidateBlock v ->
                answers.add(new ConsensusInput.BlockValidated(
                        World.ONE, v.round(), World.hash(v.block()), verdict(v.block())));
            case ConsensusEffect.Decide d -> decision = Optional.of(d);
            default -> {}
        }
    }

    private Optional<Refusal> verdict(Block block) {
        return invalid.contains(World.hash(block))
                ? Optional.of(new Refusal("BLOCK_INVALID", "does not execute"))
                : Optional.empty();
    }

    // ---- what was said

    ConsensusState state() {
        return state;
    }

    Round round() {
        return state.round();
    }

    boolean decided() {
        return state.decided();
    }

    Optional<ConsensusEffect.Decide> decision() {
        return decision;
    }

    boolean wantedInRoundZero() {
        return wantedInRoundZero;
    }

    int quorum() {
        return SpecModel.quorum(world.size());
    }

    boolean isProposer(Round round) {
        return SpecModel.proposer(world.validators, World.ONE, round).equals(world.key(self));
    }

    <T extends Payload> List<T> said(Class<T> kind, Round round) {
        return said.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(p -> p.round().equals(round))
                .toList();
    }

    List<Proposal> saidProposals(Round round) {
        return said(Proposal.class, round);
    }

    // ---- what was heard, as the specification's set of messages

    private Stream<Heard> heard(Class<? extends Payload> kind, Round round) {
        return heard.stream()
                .filter(h -> kind.isInstance(h.payload()) && h.payload().round().equals(round));
    }

    /** The first statement of each signer counts; another one in its place is evidence against it, not a vote. */
    private long votes(Class<? extends Payload> kind, Round round, Hash32 hash) {
        TreeMap<Integer, Hash32> firsts = new TreeMap<>();
        heard(kind, round).forEach(h -> firsts.putIfAbsent(h.signer(), named(h.payload())));
        return firsts.values().stream().filter(hash::equals).count();
    }

    private static Hash32 named(Payload payload) {
        return switch (payload) {
            case Proposal p -> p.blockHash();
            case Prepare p -> p.blockHash();
            case Commit c -> c.blockHash();
            case RoundChange r -> Hash32.ZERO;
        };
    }

    Optional<Block> acceptedInCurrentRound() {
        return heard(Proposal.class, round())
                .findFirst()
                .map(h -> ((Proposal) h.payload()).block())
                .filter(block -> !invalid.contains(World.hash(block)));
    }

    long preparesFor(Round round, Hash32 hash) {
        return votes(Prepare.class, round, hash);
    }

    boolean someBlockHasAQuorumOfCommits() {
        return heard.stream()
                .filter(h -> h.payload() instanceof Commit)
                .anyMatch(h -> votes(Commit.class, h.payload().round(), named(h.payload())) >= quorum()
                        && known(named(h.payload())));
    }

    private boolean known(Hash32 hash) {
        return heard.stream().anyMatch(h -> switch (h.payload()) {
            case Proposal p ->
                p.blockHash().equals(hash)
                        && heard(Proposal.class, p.round()).findFirst().get() == h;
            case RoundChange r ->
                latest().get(h.signer()) == h
                        && r.prepared().filter(c -> c.blockHash().equals(hash)).isPresent();
            case Prepare p -> false;
            case Commit c -> false;
        });
    }

    /** Who changed to a higher round has left the rounds below; of two to one round the first counts. */
    private TreeMap<Integer, Heard> latest() {
        TreeMap<Integer, Heard> latest = new TreeMap<>();
        for (Heard h : heard) {
            if (h.payload() instanceof RoundChange) {
                latest.merge(
                        h.signer(),
                        h,
                        (old, now) ->
                                now.payload().round().compareTo(old.payload().round()) > 0 ? now : old);
            }
        }
        return latest;
    }

    List<SignedRoundChange> roundChangesTo(Round round) {
        return latest().values().stream()
                .filter(h -> h.payload().round().equals(round))
                .map(h -> world.signedRoundChange(((RoundChange) h.payload()).claim(), h.signer()))
                .toList();
    }

    long sendersOfRoundChangesAbove(Round round) {
        return latest().values().stream()
                .filter(h -> h.payload().round().compareTo(round) > 0)
                .count();
    }

    long othersInThisRoundOrAbove() {
        return heard.stream()
                .filter(h -> h.signer() != self && h.payload().round().compareTo(round()) >= 0)
                .mapToInt(Heard::signer)
                .distinct()
                .count();
    }
}
