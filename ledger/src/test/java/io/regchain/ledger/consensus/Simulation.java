package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A whole chain on one thread: virtual time, network, disk and randomness come from one seed, and checkers look on
 * after every step. For the first minute the network loses, delays, repeats and reorders, lets commits reach one
 * validator only for seconds on end, validators crash between any two effects, and the power goes for many at once;
 * then all faults but the liars stop (where nobody lies, f validators stay dead instead), and blocks must flow.
 */
final class Simulation {
    static final long FAULTS_STOP = 60_000;
    static final long PATIENCE = 400_000;
    private static final TimeoutPolicy TIMEOUTS = TimeoutPolicy.STANDARD;

    /** What a checker found; the message tells the seed. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    private record Event(long time, long number, Runnable action) {}

    final World world;
    final Fault fault;
    private final long seed;
    private final Random random;
    private final boolean traced;
    private final double loss;
    private final int slowest;
    private final List<String> trace = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::number));
    private final List<SimulatedValidator> validators = new ArrayList<>();
    private final TreeMap<Height, Hash32> decided = new TreeMap<>();
    private final TreeMap<String, Bytes> said = new TreeMap<>();
    private long now;
    private long number;
    /** While not negative, only this validator hears commits and decisions. */
    private int favourite = -1;

    long crashes;
    long messages;
    long equivocationsSeen;
    long highestRound;

    Simulation(int n, int liars, long seed, Fault fault, boolean traced) {
        this.world = new World(n);
        this.fault = fault;
        this.seed = seed;
        this.traced = traced;
        this.random = new Random(seed);
        this.loss = random.nextInt(4) * 0.1;
        this.slowest = 20 << random.nextInt(8);
        int firstLiar = random.nextInt(n);
        for (int i = 0; i < n; i++) {
            boolean lies = Math.floorMod(i - firstLiar, n) < liars;
            validators.add(lies ? new LyingValidator(this, i, new Random(seed + i)) : new SimulatedValidator(this, i));
        }
    }

    /** @throws Violation when a checker finds something, or blocks do not flow again in time */
    void run(int wantedBlocks) {
        validators.forEach(v -> at(random.nextInt(100), v::boot));
        if (validators.stream().allMatch(SimulatedValidator::honest)) {
            int first = random.nextInt(world.size());
            at(FAULTS_STOP - random.nextInt(40_000), () -> die(first, world.validators.faulty()));
        }
        at(FAULTS_STOP, this::heal);
        weather();
        while (!done(wantedBlocks)) {
            Event event = events.poll();
            check(event != null, "something is always going on");
            now = event.time();
            check(now < FAULTS_STOP + PATIENCE, "blocks flow again once faults stop; heights are " + heights());
            event.action().run();
        }
    }

    private boolean done(int wantedBlocks) {
        return now > FAULTS_STOP
                && validators.stream().filter(v -> v.honest() && !v.gone).allMatch(v -> v.chain.size() >= wantedBlocks);
    }

    private List<Integer> heights() {
        return validators.stream().map(v -> v.chain.size()).toList();
    }

    /** Every two seconds or so the network turns, and now and then the power goes. */
    private void weather() {
        favourite = random.nextBoolean() ? random.nextInt(world.size()) : -1;
        if (random.nextInt(3) == 0) {
            validators.stream()
                    .filter(v -> v.up && random.nextInt(5) > 0)
                    .toList()
                    .forEach(this::crash);
        }
        at(500 + random.nextInt(3_000), () -> {
            if (!healthy()) {
                weather();
            }
        });
    }

    private void heal() {
        favourite = -1;
        validators.stream().filter(v -> !v.up && !v.gone).forEach(SimulatedValidator::boot);
    }

    /** From some time before the faults stop, these never come back. */
    private void die(int first, int count) {
        for (int i = first; i < first + count; i++) {
            SimulatedValidator validator = validators.get(i % world.size());
            validator.gone = true;
            if (validator.up) {
                crash(validator);
            }
        }
    }

    /** How long after the faults stopped the wanted height was reached everywhere, in ms. */
    long recovery() {
        return now - FAULTS_STOP;
    }

    long now() {
        return now;
    }

    List<String> trace() {
        return trace;
    }

    void trace(Supplier<String> line) {
        if (traced) {
            trace.add("%7d  %s".formatted(now, line.get()));
        }
    }

    private boolean healthy() {
        return now >= FAULTS_STOP;
    }

    private void at(long delay, Runnable action) {
        events.add(new Event(now + delay, number++, action));
    }

    // ---- what validators ask for

    void later(SimulatedValidator validator, Runnable action) {
        int incarnation = validator.incarnation;
        at(random.nextInt(3), () -> {
            if (validator.up && validator.incarnation == incarnation) {
                action.run();
            }
        });
    }

    void answer(SimulatedValidator validator, ConsensusInput input) {
        later(validator, () -> validator.input(input));
    }

    void timer(SimulatedValidator validator, TimeoutId id, long generation) {
        highestRound = Math.max(highestRound, id.round().value());
        int incarnation = validator.incarnation;
        at(TIMEOUTS.duration(id.round()).toMillis(), () -> {
            if (validator.up && validator.incarnation == incarnation) {
                validator.timedOut(id, generation);
            }
        });
    }

    /** Somebody always wants a block, though not everybody, and not at once. */
    void work(SimulatedValidator validator) {
        int delay = random.nextInt(4) == 0 ? 5_000 + random.nextInt(10_000) : random.nextInt(500);
        int incarnation = validator.incarnation;
        at(delay, () -> {
            if (validator.up && validator.incarnation == incarnation) {
                validator.input(new ConsensusInput.WorkAvailable());
            }
        });
    }

    void send(int from, int to, SignedMessage message) {
        if (message.payload() instanceof Commit && favourite >= 0 && favourite != to) {
            return;
        }
        deliver(to, () -> {
            messages++;
            trace(() -> "#" + to + " hears from #" + from + " " + Transcript.payload(message.payload()));
            validators.get(to).received(message);
        });
    }

    void catchUp(SimulatedValidator who, Height height, Sm2PublicKey peer) {
        share(validators.get(MessageVerifier.indexOf(world.validators, peer)), height, world.key(who.index));
    }

    void share(SimulatedValidator from, Height height, Sm2PublicKey peer) {
        int first = (int) height.value() - 1;
        if (from.up && from.honest() && favourite < 0 && first < from.chain.size()) {
            var blocks = List.copyOf(from.chain.subList(first, from.chain.size()));
            SimulatedValidator to = validators.get(MessageVerifier.indexOf(world.validators, peer));
            deliver(to.index, () -> to.caughtUp(blocks));
        }
    }

    private void deliver(int to, Runnable action) {
        boolean lost = !healthy() && random.nextDouble() < loss;
        int copies = lost ? 0 : !healthy() && random.nextInt(10) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            at(1 + random.nextInt(healthy() ? 20 : slowest), () -> {
                if (validators.get(to).up) {
                    action.run();
                }
            });
        }
    }

    /** Between any two effects the power may go. */
    void mayCrash(SimulatedValidator validator) {
        if (!healthy() && validator.up && random.nextInt(150) == 0) {
            crash(validator);
        }
    }

    private void crash(SimulatedValidator validator) {
        crashes++;
        trace(() -> "#" + validator.index + " crashes");
        validator.crash();
        at(random.nextInt(5_000), () -> {
            if (!validator.up && !validator.gone) {
                trace(() -> "#" + validator.index + " restarts");
                validator.boot();
            }
        });
    }

    // ---- checkers

    void check(boolean holds, String rule) {
        if (!holds) {
            throw new Violation("seed " + seed + " with " + world.size() + " validators at " + now + " ms: " + rule);
        }
    }

    /** No double vote: one honest key, one height, one round, one kind, one statement; through every restart. */
    void signed(SimulatedValidator validator, SignedMessage message) {
        Payload payload = message.payload();
        String place = validator.index + " " + payload.kind() + " " + payload.height() + "/" + payload.round();
        Bytes statement = Bytes.wrap(payload.signedBytes());
        Bytes before = said.putIfAbsent(place, statement);
        check(before == null || before.equals(statement), "an honest key says one thing: " + place);
    }

    void reported(SimulatedValidator by, Equivocation evidence) {
        equivocationsSeen++;
        int liar = MessageVerifier.indexOf(world.validators, evidence.signer());
        check(!validators.get(liar).honest(), "#" + by.index + " accuses #" + liar + ", which is honest");
        check(
                World.signatureValid(evidence.signer(), evidence.first().toArray(), evidence.firstSignature())
                        && World.signatureValid(
                                evidence.signer(), evidence.second().toArray(), evidence.secondSignature()),
                "evidence carries two valid signatures");
    }

    void appended(SimulatedValidator by, SimulatedValidator.Certified certified) {
        if (!by.honest()) {
            return;
        }
        var header = certified.block().header();
        Hash32 before = decided.putIfAbsent(header.height(), header.hash());
        check(before == null || before.equals(header.hash()), "agreement at height " + header.height());
        check(World.executes(certified.block()), "validity: no honest quorum decides a block that does not execute");
        check(header.parentHash().equals(by.tip()), "a block stands on its parent");
        check(world.validators.contains(header.proposer()), "the proposer is a validator");
        checkCertificate(certified.certificate(), header.height(), header.hash());
    }

    private void checkCertificate(CommitCertificate certificate, Height height, Hash32 hash) {
        check(certificate.blockHash().equals(hash) && certificate.height().equals(height), "it seals this block");
        check(certificate.round().compareTo(Round.ZERO) >= 0, "it names a round");
        check(certificate.seals().size() >= world.validators.quorum(), "a certificate has a quorum of seals");
        int last = -1;
        for (Seal seal : certificate.seals()) {
            int index = MessageVerifier.indexOf(world.validators, seal.signer());
            check(index > last, "seals are by distinct validators, in order");
            check(
                    World.signatureValid(seal.signer(), certificate.sealedBytes(), seal.signature()),
                    "each seal is its signer's");
            last = index;
        }
    }
}
