package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Validators around a table: messages arrive in the order sent, the test says who hears what, when a timer runs out and
 * who restarts, and every spoken word is written down. Blocks are called A, B, C in the order they are first heard of.
 */
final class Exchange {
    /** Whether a message gets through. */
    interface Post {
        boolean delivers(int from, int to, Payload payload);
    }

    final World world;
    Post post = (from, to, payload) -> true;
    private final List<ConsensusState> states;
    private final List<List<SignedMessage>> stored = new ArrayList<>();
    private final List<Optional<PreparedCertificate>> locks;
    private final List<List<Block>> chains = new ArrayList<>();
    private final TreeMap<Integer, TimeoutId> timers = new TreeMap<>();
    private final TreeMap<Integer, SignedMessage> signed = new TreeMap<>();
    private final TreeMap<Hash32, String> names = new TreeMap<>();
    private final ArrayDeque<Runnable> inFlight = new ArrayDeque<>();
    private final List<String> spoken = new ArrayList<>();

    Exchange(int n) {
        world = new World(n);
        states = new ArrayList<>(Collections.nCopies(n, ConsensusState.initial()));
        locks = new ArrayList<>(Collections.nCopies(n, Optional.empty()));
        for (int i = 0; i < n; i++) {
            stored.add(new ArrayList<>());
            chains.add(new ArrayList<>());
        }
        IntStream.range(0, n).forEach(this::start);
    }

    private void start(int i) {
        List<VerifiedMessage> votes = stored.get(i).stream()
                .filter(m -> m.payload().height().equals(next(i)))
                .map(m -> new VerifiedMessage(m, i, world.validators.hash()))
                .toList();
        Optional<PreparedCertificate> lock =
                locks.get(i).filter(p -> p.block().header().height().equals(next(i)));
        input(i, world.start(i, next(i), tip(i), new RecoveredVotes(votes, lock)));
    }

    private Height next(int i) {
        return new Height(chains.get(i).size() + 1L);
    }

    private Hash32 tip(int i) {
        List<Block> chain = chains.get(i);
        return World.hash(chain.isEmpty() ? world.genesis() : chain.get(chain.size() - 1));
    }

    // ---- what the test does

    /** These find work in their pool. */
    void work(int... who) {
        for (int i : who) {
            input(i, new ConsensusInput.WorkAvailable());
        }
        settle();
    }

    /** The running timers of these run out, whatever round they are in. */
    void timeOut(int... who) {
        for (int i : who) {
            spoken.add("-- the timer of #" + i + " runs out");
            input(i, new ConsensusInput.TimedOut(timers.get(i)));
        }
        settle();
    }

    void restart(int i) {
        spoken.add("-- #" + i + " restarts");
        timers.remove(i);
        states.set(i, ConsensusState.initial());
        start(i);
        settle();
    }

    /** Restarts as one that had given up the rounds below this one before it stopped. */
    void restartIn(int i, long round) {
        Payload payload = new RoundChange(World.CHAIN, next(i), new Round(round), Optional.empty());
        stored.get(i).add(world.sign(payload, i));
        restart(i);
    }

    /** A signed message that no honest core would send. */
    void inject(int from, Payload payload, int... to) {
        spoken.add(
                "#" + from + " tells " + IntStream.of(to).mapToObj(i -> "#" + i).toList() + " " + words(payload));
        for (int i : to) {
            hear(from, i, world.sign(payload, from));
        }
        settle();
    }

    boolean hasTimer(int i) {
        return timers.containsKey(i);
    }

    ConsensusState state(int i) {
        return states.get(i);
    }

    List<Block> chain(int i) {
        return chains.get(i);
    }

    String transcript() {
        return String.join("\n", spoken);
    }

    void forgetTranscript() {
        spoken.clear();
    }

    // ---- the shells

    private void settle() {
        while (!inFlight.isEmpty()) {
            inFlight.poll().run();
        }
    }

    void input(int i, ConsensusInput input) {
        Step step = Qbft.step(states.get(i), input);
        states.set(i, step.state());
        step.effects().forEach(effect -> execute(i, effect));
    }

    private void execute(int i, ConsensusEffect effect) {
        switch (effect) {
            case ConsensusEffect.PersistPrepared p -> locks.set(i, Optional.of(p.certificate()));
            case ConsensusEffect.PersistVote p -> {
                signed.put(i, world.sign(p.payload(), i));
                stored.get(i).add(signed.get(i));
            }
            case ConsensusEffect.Broadcast b -> {
                say(i, heard(i, b.payload()) ? "sends" : "sends in vain", b.payload());
                tellAll(i, signed.get(i));
                answer(i, new ConsensusInput.Received(world.own(b.payload(), i)));
            }
            case ConsensusEffect.Resend r -> {
                say(i, "repeats", r.message().payload());
                tellAll(i, r.message());
            }
            case ConsensusEffect.ScheduleTimeout t -> timers.put(i, t.id());
            case ConsensusEffect.CancelTimeouts c -> timers.remove(i);
            case ConsensusEffect.BuildBlock b ->
                answer(i, new ConsensusInput.BlockBuilt(b.height(), b.round(), build(i, b.round())));
            case ConsensusEffect.ValidateBlock v ->
                answer(
                        i,
                        new ConsensusInput.BlockValidated(
                                v.block().header().height(), v.round(), World.hash(v.block()), Optional.empty()));
            case ConsensusEffect.Decide d -> {
                spoken.add("#" + i + " decides " + name(World.hash(d.block())) + " at "
                        + d.certificate().height() + "/" + d.certificate().round() + " with "
                        + d.certificate().seals().size() + " seals");
                append(i, d.block());
            }
            case ConsensusEffect.ReportEquivocation r ->
                spoken.add("#" + i + " reports two "
                        + r.evidence().kind() + " of #"
                        + MessageVerifier.indexOf(world.validators, r.evidence().signer()));
            case ConsensusEffect.RequestCatchUp r -> {
                int peer = MessageVerifier.indexOf(world.validators, r.peer());
                spoken.add("#" + i + " asks #" + peer + " for block " + r.height());
                share(peer, i, r.height());
            }
            case ConsensusEffect.ShareDecision s -> {
                int peer = MessageVerifier.indexOf(world.validators, s.peer());
                spoken.add("#" + i + " gives #" + peer + " block " + s.height());
                share(i, peer, s.height());
            }
        }
    }

    private Block build(int i, Round round) {
        return world.block(tip(i), next(i), i, 1_000 + round.value());
    }

    private void append(int i, Block block) {
        chains.get(i).add(block);
        inFlight.add(() -> start(i));
    }

    private void share(int from, int to, Height height) {
        int index = (int) height.value() - 1;
        if (index < chains.get(from).size()) {
            Block block = chains.get(from).get(index);
            inFlight.add(() -> {
                if (next(to).equals(height)) {
                    append(to, block);
                }
            });
        }
    }

    private void answer(int i, ConsensusInput input) {
        inFlight.add(() -> input(i, input));
    }

    private boolean heard(int from, Payload payload) {
        return IntStream.range(0, world.size()).anyMatch(to -> to != from && post.delivers(from, to, payload));
    }

    private void tellAll(int from, SignedMessage message) {
        for (int to = 0; to < world.size(); to++) {
            if (to != from && post.delivers(from, to, message.payload())) {
                hear(from, to, message);
            }
        }
    }

    private void hear(int from, int to, SignedMessage message) {
        inFlight.add(() -> {
            if (world.verifier.check(message, world.validators, World.CHAIN) instanceof MessageCheck.Accepted ok) {
                input(to, new ConsensusInput.Received(ok.message()));
            } else {
                spoken.add("#" + to + " refuses what #" + from + " said");
            }
        });
    }

    // ---- words

    private void say(int i, String verb, Payload payload) {
        spoken.add("#" + i + " " + verb + " " + words(payload));
    }

    private String words(Payload payload) {
        String place = payload.height() + "/" + payload.round();
        return switch (payload) {
            case Proposal p -> "proposal " + place + " " + name(p.blockHash()) + justified(p.justification());
            case Prepare p -> "prepare " + place + " " + name(p.blockHash());
            case Commit c -> "commit " + place + " " + name(c.blockHash());
            case RoundChange r ->
                "round change " + place
                        + r.prepared()
                                .map(p -> ", prepared " + name(p.blockHash()) + " in " + p.round())
                                .orElse("");
        };
    }

    private static String justified(Justification why) {
        return why.isEmpty()
                ? ""
                : " because of " + why.roundChanges().size() + " round changes, "
                        + why.prepares().size() + " prepares";
    }

    private String name(Hash32 hash) {
        return names.computeIfAbsent(hash, h -> String.valueOf((char) ('A' + names.size())));
    }
}
