package io.regchain.ledger.node;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What is done to a cluster of three under load, with the times it takes until blocks flow again and all are back. */
final class ClusterStories {
    /** Longer than failure detection and split-brain resolution together take. */
    static final Duration LONG = Duration.ofSeconds(35);

    static final Duration SHORT = Duration.ofSeconds(4);
    /** Within this blocks must flow again after a fault is over. */
    static final Duration BOUND = Duration.ofSeconds(120);

    private final ClusterHarness cluster;
    private final PrintStream out;

    ClusterStories(ClusterHarness cluster, PrintStream out) {
        this.cluster = cluster;
        this.out = out;
    }

    /** Arguments: restarts of all at once, and a directory. */
    public static void main(String[] arguments) throws Exception {
        int restarts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        Path directory = arguments.length > 1
                ? Files.createDirectories(Path.of(arguments[1]))
                : Files.createTempDirectory("cluster-test");
        try (ClusterHarness cluster =
                new ClusterHarness(directory, Map.of("beijing", 4, "jiangsu", 7), Duration.ZERO)) {
            new ClusterStories(cluster, System.out).all(restarts);
            System.out.println("all passed; logs in " + directory);
        } catch (AssertionError failed) {
            System.out.println("FAILED: " + failed.getMessage() + "\nlogs in " + directory);
            System.exit(1);
        }
        System.exit(0);
    }

    private void all(int restarts) throws Exception {
        started();
        for (int node = 0; node < ClusterHarness.NODES; node++) {
            killed(node);
        }
        paused(0, SHORT);
        paused(1, LONG);
        cut(0, 1, SHORT);
        cut(1, 2, LONG);
        cut(0, 2, LONG);
        wrongClock(2, Duration.ofMinutes(5));
        wrongClock(1, Duration.ofMinutes(-5));
        Random random = new Random(20_261_125);
        for (int i = 1; i <= restarts; i++) {
            restartedAtOnce(i, random);
        }
        history();
    }

    void started() {
        long start = System.nanoTime();
        for (int i = 0; i < ClusterHarness.NODES; i++) {
            cluster.node(i).start();
        }
        told("three processes started", start);
    }

    void killed(int node) throws InterruptedException {
        cluster.node(node).kill();
        Duration without = cluster.blocksFlow(BOUND);
        long again = System.nanoTime();
        cluster.node(node).start();
        told(seconds("node " + node + " killed, blocks flowed without it after", without) + "; started again", again);
    }

    void paused(int node, Duration pause) throws Exception {
        cluster.node(node).signal("STOP");
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        cluster.node(node).signal("CONT");
        told(seconds("node " + node + " paused for", pause), System.nanoTime());
    }

    void cut(int a, int b, Duration pause) throws InterruptedException {
        cluster.cut(a, b);
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        cluster.heal();
        told(seconds("nodes " + a + " and " + b + " parted for", pause), System.nanoTime());
    }

    void wrongClock(int node, Duration offset) {
        cluster.node(node).order("clock " + offset.toMillis());
        Duration wrong = cluster.blocksFlow(BOUND);
        cluster.node(node).order("clock 0");
        told(
                seconds(
                                "clock of node " + node + " wrong by " + offset.toMinutes()
                                        + " min, blocks flowed after",
                                wrong)
                        + "; set right",
                System.nanoTime());
    }

    private void restartedAtOnce(int round, Random random) throws InterruptedException {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        for (int node : order) {
            cluster.node(node).kill();
        }
        Collections.shuffle(order, random);
        long start = System.nanoTime();
        for (int node : order) {
            cluster.node(node).start();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        }
        told("restart " + round + " of all at once, in the order " + order, start);
    }

    private void told(String what, long since) {
        Duration flow = cluster.blocksFlow(BOUND);
        cluster.everybodyIsBack(BOUND);
        cluster.requireAgreement();
        out.printf(
                Locale.ROOT,
                "%s; blocks flow after %.1f s, everybody is back after %.1f s; heights %s, acknowledged %d%n",
                what,
                flow.toMillis() / 1000.0,
                (System.nanoTime() - since) / 1e9,
                cluster.heights(),
                cluster.acknowledged());
    }

    void history() {
        cluster.requireOneHistoryWithAllThatWasAcknowledged(BOUND);
        out.println("one history on all validators, with every one of " + cluster.acknowledged()
                + " acknowledged transactions");
    }

    private static String seconds(String what, Duration duration) {
        return String.format(Locale.ROOT, "%s %.1f s", what, duration.toMillis() / 1000.0);
    }
}
