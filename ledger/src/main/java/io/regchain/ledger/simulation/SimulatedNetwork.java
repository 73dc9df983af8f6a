package io.regchain.ledger.simulation;

import io.regchain.ledger.validator.PeerMessage;

/** Loses, delays, repeats and reorders messages, and falls into parts, while the weather is bad. */
final class SimulatedNetwork {
    private final ChainSimulation chain;
    private final double loss;
    private final int slowest;
    /** Validators of different groups do not hear each other. */
    private final int[] group;
    /** While not negative, only this validator hears votes. */
    private int favourite = -1;
    /** While not negative, this validator is heard by nobody, though it hears all. */
    private int mute = -1;

    SimulatedNetwork(ChainSimulation chain, int seats) {
        this.chain = chain;
        this.loss = chain.random().nextInt(4) * 0.1;
        this.slowest = 20 << chain.random().nextInt(7);
        this.group = new int[seats];
    }

    void calm() {
        favourite = -1;
        mute = -1;
        java.util.Arrays.fill(group, 0);
    }

    /** Another kind of trouble. */
    void turn() {
        calm();
        switch (chain.random().nextInt(5)) {
            case 0 -> favourite = pick("only one validator hears votes");
            case 1 -> mute = pick("one validator is heard by nobody");
            case 2 -> group[pick("one validator is cut off")] = 1;
            case 3 -> split();
            default -> chain.tally().count("quiet spells");
        }
    }

    private int pick(String what) {
        chain.tally().count(what);
        return chain.random().nextInt(group.length);
    }

    private void split() {
        chain.tally().count("the network falls into two parts");
        for (int i = 0; i < group.length; i++) {
            group[i] = chain.random().nextInt(2);
        }
    }

    void send(int from, int to, PeerMessage message) {
        if (group[from] != group[to] || mute == from || kept(to, message)) {
            chain.tally().count("messages that never arrive");
            return;
        }
        int copies = lost() ? 0 : repeated() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            chain.schedule().after(1 + chain.random().nextInt(chain.healthy() ? 20 : slowest), () -> chain.node(to)
                    .hear(message));
        }
    }

    private boolean kept(int to, PeerMessage message) {
        return favourite >= 0 && favourite != to && message instanceof PeerMessage.Vote;
    }

    private boolean lost() {
        boolean lost = !chain.healthy() && chain.random().nextDouble() < loss;
        if (lost) {
            chain.tally().count("messages lost");
        }
        return lost;
    }

    private boolean repeated() {
        boolean repeated = !chain.healthy() && chain.random().nextInt(12) == 0;
        if (repeated) {
            chain.tally().count("messages repeated");
        }
        return repeated;
    }
}
