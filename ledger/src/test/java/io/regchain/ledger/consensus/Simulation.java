package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A whole chain on one thread: virtual time, network, disk, clocks and randomness come from one seed, and checkers look
 * on after every step. For the first half minute the network loses, delays, repeats, reorders and parts, lets commits reach
 * one machine only for seconds on end, machines crash between any two effects, join late, and the power goes for many at
 * once; then all faults but liars, the dead and wrong clocks stop, and blocks must flow.
 */
final class Simulation {
    static final long FAULTS_STOP = 30_000;
    static final long PATIENCE = 900_000;
    static final long EPOCH = 100_000_000;
    static final BlockTimeBounds BOUNDS = new BlockTimeBounds(Duration.ofSeconds(15));
    private static final int HOUR = 3_600_000;
    private static final int HONEST_CLOCKS_APART = 5_000;
    private static final int LATEST_WISH = 15_000;
    private static final double SLOWEST_PACE = 0.8;

    /** What a checker found; the message tells the seed. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    private record Event(long time, long number, Runnable action) {}

    final Succession succession;
    final Fault fault;
    final Checkers checkers = new Checkers(this);
    final Block genesis;
    private final Scene scene;
    private final long seed;
    private final Random random;
    private final boolean traced;
    private final double loss;
    private final int slowest;
    /** One in so many turns of the weather the power goes. */
    private final int powerHolds;
    /** One in so many effects a machine crashes. */
    private final int steadiness;

    private final TimeoutPolicy timeouts;
    private final List<String> trace = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::number));
    private final List<SimulatedValidator> validators = new ArrayList<>();
    private final TreeSet<Integer> wrongClocks = new TreeSet<>();
    /** A message is checked once for each set, whoever hears it: the verifier is a function. */
    private final Map<World, Map<SignedMessage, MessageCheck>> checked = new IdentityHashMap<>();

    private long now;
    private long number;
    /** While not negative, only this machine hears commits and decisions. */
    private int favourite = -1;
    /** Machines on one side of a partition. */
    private final TreeSet<Integer> apart = new TreeSet<>();

    private int heightAtStop;
    private long flowsAgain = -1;

    long crashes;
    long messages;
    long partitions;
    long highestRound;

    Simulation(Scene scene, long seed, Fault fault, boolean traced) {
        this.scene = scene;
        this.fault = fault;
        this.seed = seed;
        this.traced = traced;
        this.random = new Random(seed);
        this.loss = Math.max(0, random.nextInt(6) - 2) * 0.1;
        this.slowest = 20 << random.nextInt(7);
        this.powerHolds = 2 + random.nextInt(20);
        this.steadiness = 100 << random.nextInt(5);
        this.timeouts = new TimeoutPolicy(Duration.ofSeconds(1), Duration.ofSeconds(random.nextBoolean() ? 30 : 4));
        List<Integer> cast = cast();
        List<Integer> liars = cast.subList(0, scene.liars());
        List<Integer> dead = cast.subList(liars.size(), liars.size() + scene.dead());
        wrongClocks.addAll(cast.subList(cast.size() - scene.wrongClocks(), cast.size()));
        this.succession = new Succession(scene.n(), new TreeSet<>(cast), scene.changing(), random);
        this.genesis = succession.at(Height.ZERO).genesis();
        for (int m = 0; m < succession.machines(); m++) {
            validators.add(
                    liars.contains(m)
                            ? new LyingValidator(this, m, new Random(seed + m))
                            : new SimulatedValidator(this, m));
            setClock(validators.get(m));
        }
        dead.forEach(m -> at(FAULTS_STOP - random.nextInt(25_000), () -> die(validators.get(m))));
    }

    /** The machines that something is wrong with, neighbours often enough. */
    private List<Integer> cast() {
        int count = scene.liars() + scene.dead() + scene.wrongClocks();
        int first = random.nextInt(scene.n());
        List<Integer> cast = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cast.add((first + i) % scene.n());
        }
        return cast;
    }

    private void setClock(SimulatedValidator v) {
        v.clockOff = wrongClocks.contains(v.machine)
                ? (random.nextBoolean() ? HOUR : -HOUR)
                : random.nextInt(HONEST_CLOCKS_APART);
        v.pace = SLOWEST_PACE + 0.4 * random.nextDouble();
    }

    /** @throws Violation when a checker finds something, or blocks do not flow again in time */
    void run(int wantedBlocks) {
        int late = random.nextInt(4) == 0 ? random.nextInt(validators.size()) : -1;
        validators.stream().filter(v -> v.machine != late).forEach(v -> at(random.nextInt(100), v::boot));
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
        if (now <= FAULTS_STOP) {
            return false;
        }
        int lowest = validators.stream()
                .filter(v -> v.honest() && !v.gone)
                .mapToInt(v -> v.chain.size())
                .min()
                .orElse(0);
        if (flowsAgain < 0 && lowest > heightAtStop) {
            flowsAgain = now - FAULTS_STOP;
        }
        return lowest >= Math.max(wantedBlocks, heightAtStop + 1);
    }

    private List<Integer> heights() {
        return validators.stream().map(v -> v.chain.size()).toList();
    }

    /**
     * Every two seconds or so the network turns, and now and then the power goes. Who alone heard the commits is often
     * cut off next: a decision that only one machine knows is where a forgotten lock does harm.
     */
    private void weather() {
        boolean cutLasts = !apart.isEmpty() && random.nextInt(4) > 0;
        if (!cutLasts) {
            cut();
        }
        favourite = apart.isEmpty() && random.nextBoolean() ? random.nextInt(validators.size()) : -1;
        if (random.nextInt(powerHolds) == 0) {
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

    private void cut() {
        apart.clear();
        if (favourite >= 0 && random.nextBoolean()) {
            partitions++;
            apart.add(favourite);
        } else if (random.nextInt(6) == 0) {
            partitions++;
            validators.stream().filter(v -> random.nextBoolean()).forEach(v -> apart.add(v.machine));
        }
    }

    private void heal() {
        favourite = -1;
        apart.clear();
        heightAtStop = checkers.height();
        validators.stream().filter(v -> !v.up && !v.gone).forEach(SimulatedValidator::boot);
    }

    private void die(SimulatedValidator validator) {
        validator.gone = true;
        if (validator.up) {
            crash(validator);
        }
    }

    /** How long after the faults stopped every machine that lives had a block decided since, in ms. */
    long flowsAgain() {
        return flowsAgain;
    }

    /** The longest that a round lasts, on the slowest clock. */
    long longestRound() {
        return (long) (timeouts.cap().toMillis() / SLOWEST_PACE);
    }

    /**
     * The bound of decision 0010: one timeout until everybody is at most a round below the highest, one until all are in
     * one round, one for each bad proposer in a row and one to decide; three more until whoever is left behind has asked
     * everybody. Before that somebody must want a block.
     */
    long patience() {
        int bad = scene.liars() + scene.dead() + scene.wrongClocks();
        return (bad + 3 + 3) * longestRound() + LATEST_WISH + 1_000;
    }

    int equivocations() {
        return (int) checkers.equivocationsSeen;
    }

    long now() {
        return now;
    }

    int machines() {
        return validators.size();
    }

    boolean honest(int machine) {
        return machine >= 0 && validators.get(machine).honest();
    }

    long latestHonestClock() {
        return EPOCH + now + HONEST_CLOCKS_APART;
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

    // ---- what machines ask for

    MessageCheck verify(World world, SignedMessage message) {
        return checked.computeIfAbsent(world, w -> new IdentityHashMap<>())
                .computeIfAbsent(message, m -> fault.check(world, m));
    }

    private void whileUp(SimulatedValidator validator, long delay, Runnable action) {
        int incarnation = validator.incarnation;
        at(delay, () -> {
            if (validator.up && validator.incarnation == incarnation) {
                action.run();
            }
        });
    }

    void later(SimulatedValidator validator, Runnable action) {
        whileUp(validator, random.nextInt(3), action);
    }

    void answer(SimulatedValidator validator, ConsensusInput input) {
        later(validator, () -> validator.input(input));
    }

    void timer(SimulatedValidator validator, TimeoutId id, long generation) {
        highestRound = Math.max(highestRound, id.round().value());
        long duration = (long) (timeouts.duration(id.round()).toMillis() / validator.pace);
        whileUp(validator, duration, () -> validator.timedOut(id, generation));
    }

    /** Somebody always wants a block, though not everybody, and not at once. */
    void work(SimulatedValidator validator) {
        int delay = random.nextInt(4) == 0 ? 5_000 + random.nextInt(LATEST_WISH - 5_000) : random.nextInt(500);
        whileUp(validator, delay, () -> validator.input(new ConsensusInput.WorkAvailable()));
    }

    void send(int from, int to, SignedMessage message) {
        checkers.sent(message);
        if (message.payload() instanceof Commit && favourite >= 0 && favourite != to) {
            return;
        }
        deliver(from, to, () -> {
            messages++;
            trace(() -> "#" + to + " hears from #" + from + " " + Transcript.payload(message.payload()));
            validators.get(to).received(message);
        });
    }

    void catchUp(SimulatedValidator who, Height height, Sm2PublicKey peer) {
        int machine = succession.machineOf(peer);
        if (machine >= 0) {
            share(validators.get(machine), height, who.machine);
        }
    }

    void share(SimulatedValidator from, Height height, Sm2PublicKey peer) {
        share(from, height, succession.machineOf(peer));
    }

    private void share(SimulatedValidator from, Height height, int to) {
        int first = (int) height.value() - 1;
        if (to >= 0 && from.up && from.honest() && favourite < 0 && first < from.chain.size()) {
            var blocks = List.copyOf(from.chain.subList(first, from.chain.size()));
            deliver(from.machine, to, () -> validators.get(to).caughtUp(blocks));
        }
    }

    private void deliver(int from, int to, Runnable action) {
        boolean lost = !healthy() && (random.nextDouble() < loss || apart.contains(from) != apart.contains(to));
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
        if (!healthy() && validator.up && random.nextInt(steadiness) == 0) {
            crash(validator);
        }
    }

    private void crash(SimulatedValidator validator) {
        crashes++;
        trace(() -> "#" + validator.machine + " crashes");
        validator.crash();
        at(random.nextInt(5_000), () -> {
            if (!validator.up && !validator.gone) {
                trace(() -> "#" + validator.machine + " restarts");
                validator.boot();
            }
        });
    }

    void check(boolean holds, String rule) {
        if (!holds) {
            throw new Violation("seed " + seed + " of " + scene + " at " + now + " ms: " + rule);
        }
    }
}
