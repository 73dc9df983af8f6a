package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One validator of a simulated chain: the shell around the core, with a disk that survives crashes. A subclass lies.
 */
class SimulatedValidator {
    record Certified(Block block, CommitCertificate certificate) {}

    final Simulation net;
    final World world;
    final int index;

    // what a crash leaves
    final List<Certified> chain = new ArrayList<>();
    final TreeMap<Height, List<SignedMessage>> votesOnDisk = new TreeMap<>();
    final TreeMap<Height, PreparedCertificate> preparedOnDisk = new TreeMap<>();

    // what a crash takes
    ConsensusState state = ConsensusState.initial();
    boolean up;
    int incarnation;
    /** Dead for good. */
    boolean gone;

    private Optional<SignedMessage> signed = Optional.empty();
    private long timer;

    SimulatedValidator(Simulation net, int index) {
        this.net = net;
        this.world = net.world;
        this.index = index;
    }

    boolean honest() {
        return true;
    }

    Height next() {
        return new Height(chain.size() + 1L);
    }

    Hash32 tip() {
        return chain.isEmpty()
                ? World.hash(world.genesis())
                : World.hash(chain.get(chain.size() - 1).block());
    }

    void boot() {
        up = true;
        incarnation++;
        timer++;
        state = ConsensusState.initial();
        startNext();
    }

    void crash() {
        up = false;
        incarnation++;
        net.fault.afterCrash(this);
    }

    private void startNext() {
        List<VerifiedMessage> votes = votesOnDisk.getOrDefault(next(), List.of()).stream()
                .map(message -> new VerifiedMessage(message, index, world.validators.hash()))
                .toList();
        RecoveredVotes recovered = new RecoveredVotes(votes, Optional.ofNullable(preparedOnDisk.get(next())));
        input(world.start(index, next(), tip(), recovered));
        net.work(this);
    }

    void input(ConsensusInput input) {
        Step step = Qbft.step(state, input, net.fault.rules());
        state = step.state();
        int before = incarnation;
        for (ConsensusEffect effect : step.effects()) {
            if (incarnation != before) {
                return; // crashed in the middle of its effects, or went on to the next height
            }
            net.trace(() -> "#" + index + " " + Transcript.effect(effect));
            execute(effect);
            net.mayCrash(this);
        }
    }

    private void execute(ConsensusEffect effect) {
        switch (effect) {
            case ConsensusEffect.PersistPrepared p -> preparedOnDisk.put(p.height(), p.certificate());
            case ConsensusEffect.PersistVote p -> persist(net.fault.said(p.payload()));
            case ConsensusEffect.Broadcast b -> broadcast(signed.orElseThrow(), b.payload());
            case ConsensusEffect.Resend r -> sendToAll(r.message());
            case ConsensusEffect.ScheduleTimeout t -> net.timer(this, t.id(), ++timer);
            case ConsensusEffect.CancelTimeouts c -> timer++;
            case ConsensusEffect.BuildBlock b ->
                net.answer(this, new ConsensusInput.BlockBuilt(b.height(), b.round(), build(b.height())));
            case ConsensusEffect.ValidateBlock v ->
                net.answer(
                        this,
                        new ConsensusInput.BlockValidated(
                                v.block().header().height(), v.round(), World.hash(v.block()), verdict(v.block())));
            case ConsensusEffect.Decide d -> append(new Certified(d.block(), d.certificate()));
            case ConsensusEffect.ReportEquivocation r -> net.reported(this, r.evidence());
            case ConsensusEffect.RequestCatchUp r -> net.catchUp(this, r.height(), r.peer());
            case ConsensusEffect.ShareDecision s -> net.share(this, s.height(), s.peer());
        }
    }

    void timedOut(TimeoutId id, long generation) {
        if (generation == timer) {
            input(new ConsensusInput.TimedOut(id));
        }
    }

    private void persist(Payload payload) {
        SignedMessage message = world.sign(payload, index);
        votesOnDisk.computeIfAbsent(payload.height(), h -> new ArrayList<>()).add(message);
        signed = Optional.of(message);
        if (honest()) {
            net.signed(this, message);
        }
    }

    void broadcast(SignedMessage message, Payload asked) {
        net.check(message.signer().equals(world.key(index)), "a vote is signed by its own key");
        net.check(
                message.payload().kind() == asked.kind()
                        && message.payload().round().equals(asked.round())
                        && message.payload().height().equals(asked.height()),
                "what is sent was persisted just before");
        sendToAll(message);
        net.answer(this, new ConsensusInput.Received(world.own(message.payload(), index)));
    }

    void sendToAll(SignedMessage message) {
        for (int to = 0; to < world.size(); to++) {
            if (to != index) {
                net.send(index, to, message);
            }
        }
    }

    Block build(Height height) {
        return world.block(tip(), height, index, net.now());
    }

    private Optional<Refusal> verdict(Block block) {
        return net.fault.executes(block) && block.header().parentHash().equals(tip())
                ? Optional.empty()
                : Optional.of(new Refusal("BLOCK_INVALID", "does not execute"));
    }

    void received(SignedMessage message) {
        if (net.fault.check(world, message) instanceof MessageCheck.Accepted ok) {
            input(new ConsensusInput.Received(ok.message()));
        }
    }

    /** Certified blocks from a peer, for a node that is behind. */
    void caughtUp(List<Certified> blocks) {
        boolean moved = false;
        for (Certified certified : blocks) {
            if (certified.block().header().height().equals(next())) {
                net.appended(this, certified);
                chain.add(certified);
                moved = true;
            }
        }
        if (moved) {
            startNext();
        }
    }

    private void append(Certified certified) {
        net.check(certified.block().header().height().equals(next()), "heights are decided in order");
        net.appended(this, certified);
        chain.add(certified);
        net.later(this, this::startNext);
    }
}
