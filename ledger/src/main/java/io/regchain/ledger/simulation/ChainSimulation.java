package io.regchain.ledger.simulation;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One chain from one seed. For half a minute of virtual time everything goes wrong that may: messages, disks, clocks,
 * crashes, lies; and validators may join, leave and be replaced, some of them after it. Then the faults stop, but for
 * liars and the dead, and within {@link #BOUND} every transfer of every client must be executed, every change of the
 * validators made, and all living honest validators must stand at one height.
 */
public final class ChainSimulation {
    static final long FAULTS_STOP = 30_000;
    /** How long after the faults have stopped everything must be done, in ms. */
    public static final long BOUND = 120_000;

    private static final int CLIENTS = 3;
    private static final int TRANSFERS = 8;

    private final Setup setup;
    private final Random random;
    private final Schedule schedule = new Schedule();
    private final World world;
    private final Tally tally = new Tally();
    private final Transcript transcript;
    private final SimulatedNetwork network;
    private final Weather weather;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final SimulatedOperator operator;
    private final int firstLiar;
    private final Watch watch;

    public ChainSimulation(Setup setup, boolean withTranscript) {
        this.setup = setup;
        this.random = new Random(setup.seed());
        this.world = new World(setup.seats(), setup.validators());
        this.transcript = new Transcript(withTranscript, schedule::now);
        this.network = new SimulatedNetwork(this, setup.seats());
        this.firstLiar = random.nextInt(setup.validators());
        this.watch = new Watch(this);
        for (int i = 0; i < setup.seats(); i++) {
            Sm2Signer key = world.keys().get(i);
            SimulatedPeers peers = honest(i) ? new HonestPeers(this, i) : new LyingPeers(this, i, key);
            nodes.add(new SimulatedNode(this, i, key, peers));
        }
        for (int i = 0; i < CLIENTS; i++) {
            Sm2Signer key = TestValidators.signer("simulated client " + i);
            clients.add(new SimulatedClient(this, key, TRANSFERS, i == 0));
        }
        this.operator = new SimulatedOperator(this, setup.changes());
        this.weather = new Weather(this);
    }

    /**
     * @return how long after the faults stopped everything was done, in ms of virtual time
     * @throws Violation when a checker finds something
     */
    public long run() {
        nodes.forEach(node -> schedule.after(random.nextInt(200), node::boot));
        clients.forEach(client -> schedule.after(random.nextInt(3_000), client::work));
        operator.begin();
        weather.begin();
        schedule.at(FAULTS_STOP, weather::end);
        while (!done()) {
            if (schedule.now() >= FAULTS_STOP + BOUND) {
                watch.check(false, "liveness: " + standing());
            }
            schedule.runNext();
        }
        atTheEnd();
        return schedule.now() - FAULTS_STOP;
    }

    private boolean done() {
        return schedule.now() > FAULTS_STOP
                && nodes.stream().allMatch(this::caughtUp)
                && clients.stream().allMatch(SimulatedClient::done)
                && operator.done();
    }

    private boolean caughtUp(SimulatedNode node) {
        return !honest(node.index())
                || node.gone()
                || node.up() && node.store().tip().height().equals(watch.decidedHeight());
    }

    private String standing() {
        List<String> heights = new ArrayList<>();
        for (SimulatedNode node : nodes) {
            String height = node.up() ? node.store().tip().height().toString() : node.gone() ? "dead" : "down";
            heights.add((honest(node.index()) ? "" : "liar ") + height);
        }
        return "blocks flow again within " + BOUND + " ms; heights are " + heights + ", decided "
                + watch.decidedHeight() + ", clients done "
                + clients.stream().filter(SimulatedClient::done).count() + " of " + CLIENTS
                + (operator.done() ? "" : ", not all changes of the validators are made");
    }

    private void atTheEnd() {
        long sum = clients.stream().mapToLong(SimulatedClient::balance).sum();
        watch.check(sum == CLIENTS * Transfers.START, "units are neither made nor lost; they add up to " + sum);
        clients.forEach(SimulatedClient::checkExecutedOnce);
        operator.checkInForce();
        tally.reached("time until everything was done, ms", schedule.now() - FAULTS_STOP);
        tally.count("runs with " + setup.validators() + " validators, " + setup.liars() + " of them liars");
    }

    // ---- what goes wrong

    /** Power goes, or the process is killed; some time later the validator starts again. */
    void crash(SimulatedNode node, String how) {
        tally.count("crashes");
        transcript.line("#" + node.index() + " crashes: " + how);
        node.stop();
        if (random.nextInt(4) == 0) {
            node.disk().kill();
        } else {
            node.disk().crash(random);
        }
        restartLater(node);
    }

    void restartLater(SimulatedNode node) {
        schedule.after(healthy() ? 500 : random.nextInt(6_000), node::boot);
    }

    /** A validator stopped itself. An honest one never does. */
    void failed(SimulatedNode node, RuntimeException failure) {
        if (honest(node.index())) {
            throw new Violation(where() + ": #" + node.index() + " stopped: " + failure, failure);
        }
        crash(node, "it stopped itself: " + failure.getMessage());
    }

    // ---- what everybody uses

    boolean honest(int index) {
        return index >= setup.validators() || Math.floorMod(index - firstLiar, setup.validators()) >= setup.liars();
    }

    ClockSource clock(int index) {
        return () -> new BlockTime(World.START.epochMillis() + 3_600_000 + schedule.now() + weather.skew(index));
    }

    boolean healthy() {
        return schedule.now() >= FAULTS_STOP;
    }

    SimulatedNode node(int index) {
        return nodes.get(index);
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    SimulatedClient anyClient() {
        return clients.get(random.nextInt(clients.size()));
    }

    String where() {
        return setup + " at " + schedule.now() + " ms";
    }

    public List<String> transcriptLines() {
        return transcript.lines();
    }

    public Tally tally() {
        return tally;
    }

    Setup setup() {
        return setup;
    }

    long now() {
        return schedule.now();
    }

    Random random() {
        return random;
    }

    Schedule schedule() {
        return schedule;
    }

    World world() {
        return world;
    }

    Transcript transcript() {
        return transcript;
    }

    SimulatedNetwork network() {
        return network;
    }

    Watch watch() {
        return watch;
    }
}
