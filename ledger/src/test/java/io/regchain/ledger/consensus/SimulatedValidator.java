package io.regchain.ledger.consensus;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One machine of a simulated chain: the shell around the core, with a disk that survives crashes and a clock of its own.
 * At heights whose set it is not in, it listens. A subclass lies.
 */
class SimulatedValidator {
    record Certified(Block block, CommitCertificate certificate) {}

    final Simulation net;
    final int machine;
    /** How far the clock is wrong, in ms. */
    long clockOff;
    /** How fast timers run, 1 being right. */
    double pace = 1;

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

    SimulatedValidator(Simulation net, int machine) {
        this.net = net;
        this.machine = machine;
    }

    boolean honest() {
        return true;
    }

    Height next() {
        return new Height(chain.size() + 1L);
    }

    /** The set that decides what we work on. */
    World world() {
        return net.succession.at(next());
    }

    Hash32 tip() {
        return World.hash(tipBlock());
    }

    private Block tipBlock() {
        return chain.isEmpty() ? net.genesis : chain.get(chain.size() - 1).block();
    }

    private BlockTime clock() {
        return new BlockTime(Simulation.EPOCH + net.now() + clockOff);
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
    }

    private void startNext() {
        int index = net.succession.indexOf(machine, next());
        List<VerifiedMessage> votes = votesOnDisk.getOrDefault(next(), List.of()).stream()
                .map(message -> new VerifiedMessage(message, index, world().setHash()))
                .toList();
        RecoveredVotes recovered = new RecoveredVotes(votes, Optional.ofNullable(preparedOnDisk.get(next())));
        Sm2PublicKey own = net.succession.keyOf(machine, next());
        input(new ConsensusInput.StartHeight(
                World.CHAIN, next(), tip(), world().validators, own, net.fault.recovered(recovered)));
        net.work(this);
    }

    void input(ConsensusInput input) {
        Step step = Qbft.step(state, input, net.fault.rules());
        state = step.state();
        int before = incarnation;
        for (ConsensusEffect effect : step.effects()) {
            if (incarnation != before) {
                return; // crashed in the middle of its effects
            }
            net.trace(() -> "#" + machine + " " + Transcript.effect(effect));
            execute(effect);
            net.mayCrash(this);
        }
    }

    private void execute(ConsensusEffect effect) {
        switch (effect) {
            case ConsensusEffect.PersistPrepared p -> lock(p);
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
                                v.block().header().height(), v.round(), World.hash(v.block()), verdict(v)));
            case ConsensusEffect.Decide d -> append(new Certified(d.block(), d.certificate()));
            case ConsensusEffect.ReportEquivocation r -> net.checkers.reported(this, r.evidence());
            case ConsensusEffect.RequestCatchUp r -> net.catchUp(this, r.height(), r.peer());
            case ConsensusEffect.ShareDecision s -> net.share(this, s.height(), s.peer());
        }
    }

    private void lock(ConsensusEffect.PersistPrepared p) {
        net.checkers.locked(this, p.certificate());
        if (net.fault.keepsLocks()) {
            preparedOnDisk.put(p.height(), p.certificate());
        }
    }

    void timedOut(TimeoutId id, long generation) {
        if (generation == timer) {
            input(new ConsensusInput.TimedOut(id));
        }
    }

    /** Signs with the key this machine has at the height spoken of. */
    SignedMessage sign(Payload payload) {
        Sm2PublicKey key = net.succession.keyOf(machine, payload.height());
        return new SignedMessage(payload, key, World.signature(key, payload.signedBytes()));
    }

    private void persist(Payload payload) {
        SignedMessage message = sign(payload);
        if (net.fault.keepsVotes()) {
            votesOnDisk
                    .computeIfAbsent(payload.height(), h -> new ArrayList<>())
                    .add(message);
        }
        signed = Optional.of(message);
        if (honest()) {
            net.checkers.signed(this, message);
        }
    }

    void broadcast(SignedMessage message, Payload asked) {
        net.check(
                message.payload().kind() == asked.kind()
                        && message.payload().round().equals(asked.round())
                        && message.payload().height().equals(asked.height()),
                "what is sent was persisted just before");
        sendToAll(message);
        loopBack(message);
    }

    void loopBack(SignedMessage message) {
        Height height = message.payload().height();
        int index = net.succession.indexOf(machine, height);
        Hash32 set = net.succession.at(height).setHash();
        net.answer(this, new ConsensusInput.Received(new VerifiedMessage(message, index, set)));
    }

    void sendToAll(SignedMessage message) {
        for (int to = 0; to < net.machines(); to++) {
            if (to != machine) {
                net.send(machine, to, message);
            }
        }
    }

    Block build(Height height) {
        BlockTime time = BlockTimeBounds.next(tipBlock().header().time(), clock());
        return block(height, tip(), time.epochMillis(), true);
    }

    Block block(Height height, Hash32 parent, long time, boolean valid) {
        World world = net.succession.at(height);
        int index = Math.max(0, net.succession.indexOf(machine, height));
        Hash32 nextSet = net.succession.at(height.next()).setHash();
        return world.block(parent, height, index, time, valid, nextSet);
    }

    private Optional<Refusal> verdict(ConsensusEffect.ValidateBlock v) {
        BlockHeader header = v.block().header();
        if (!net.fault.valid(this, v.block())) {
            return Optional.of(new Refusal("BLOCK_INVALID", "does not execute"));
        }
        return v.prepared()
                ? Optional.empty()
                : Simulation.BOUNDS.problem(header.time(), tipBlock().header().time(), clock());
    }

    void received(SignedMessage message) {
        if (net.verify(world(), message) instanceof MessageCheck.Accepted ok) {
            input(new ConsensusInput.Received(ok.message()));
        }
    }

    /** Certified blocks from a peer, for a node that is behind. */
    void caughtUp(List<Certified> blocks) {
        boolean moved = false;
        for (Certified certified : blocks) {
            if (certified.block().header().height().equals(next())) {
                take(certified);
                moved = true;
            }
        }
        if (moved) {
            startNext();
        }
    }

    private void append(Certified certified) {
        net.check(certified.block().header().height().equals(next()), "heights are decided in order");
        take(certified);
        net.later(this, this::startNext);
    }

    private void take(Certified certified) {
        net.checkers.appended(this, certified);
        chain.add(certified);
    }
}
