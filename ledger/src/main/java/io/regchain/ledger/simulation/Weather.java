package io.regchain.ledger.simulation;

import java.time.Duration;
import java.util.Random;

/** What goes wrong from outside: the network turns, power goes, disks are slow or lost, clocks are wrong. */
final class Weather {
    private static final long MINUTES = 60_000;
    private final ChainSimulation chain;
    private final Random random;
    private final long[] skew;
    /** How many validators may still fail for good, or have a clock that is far off, beside the liars. */
    private int spare;

    Weather(ChainSimulation chain) {
        this.chain = chain;
        this.random = chain.random();
        this.skew = new long[chain.setup().seats()];
        this.spare = chain.world().faulty() - chain.setup().liars();
        for (int i = 0; i < skew.length; i++) {
            skew[i] = random.nextInt(1_000) - 500L;
        }
    }

    long skew(int index) {
        return skew[index];
    }

    void begin() {
        if (spend()) {
            badLuck(chain.anyNode());
        }
        if (random.nextInt(3) == 0) {
            chain.tally().count("slow disks");
            chain.anyNode().disk().forceTakes(Duration.ofMillis(5L << random.nextInt(6)));
        }
        turn();
    }

    private boolean spend() {
        if (spare == 0 || random.nextInt(3) == 0) {
            return false;
        }
        spare--;
        return true;
    }

    /** One of the f that may be faulty, without lying. */
    private void badLuck(SimulatedNode node) {
        long when = 5_000L + random.nextInt(20_000);
        if (!chain.honest(node.index())) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                chain.tally().count("clocks that are minutes off");
                skew[node.index()] = (random.nextBoolean() ? MINUTES : -MINUTES) * (1 + random.nextInt(10));
            }
            case 1 -> chain.schedule().at(when, () -> dies(node));
            default -> chain.schedule().at(when, () -> losesDisk(node));
        }
    }

    private void dies(SimulatedNode node) {
        chain.tally().count("validators that never come back");
        node.die();
        node.stop();
    }

    private void losesDisk(SimulatedNode node) {
        chain.tally().count("disks lost");
        chain.transcript().line("#" + node.index() + " loses its disk");
        node.stop();
        node.disk().loseEverything();
        chain.watch().lostDisk(node);
        chain.restartLater(node);
    }

    /** While transfers flow in good weather a disk is lost: then its validator comes back by state sync. */
    private void losesDiskLate() {
        SimulatedNode node = chain.anyNode();
        boolean far = chain.watch().decidedHeight().value()
                > chain.setup().stateSync().threshold();
        if (far && chain.honest(node.index()) && node.up()) {
            losesDisk(node);
        } else {
            chain.schedule().after(10, this::losesDiskLate);
        }
    }

    private void turn() {
        if (chain.healthy()) {
            return;
        }
        chain.network().turn();
        if (random.nextInt(4) == 0) {
            powerCut();
        }
        if (random.nextInt(2) == 0) {
            chain.anyNode().disk().losePowerAfter(random.nextInt(60));
        }
        chain.schedule().after(500 + random.nextInt(3_000), this::turn);
    }

    /** Power goes for most at once. */
    private void powerCut() {
        chain.tally().count("power cuts for many at once");
        for (SimulatedNode node : chain.nodes()) {
            if (node.alive() && random.nextInt(5) > 0) {
                chain.crash(node, "power cut");
            }
        }
    }

    void end() {
        chain.network().calm();
        for (SimulatedNode node : chain.nodes()) {
            node.disk().losePowerAfter(Long.MAX_VALUE);
            node.disk().forceTakes(Duration.ofMillis(1));
            node.boot();
        }
        if (chain.setup().stateSync().isWanted() && spare > 0) {
            spare--;
            losesDiskLate();
        }
    }
}
