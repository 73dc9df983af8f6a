package io.regchain.ledger.consensus;

/**
 * Who takes part in a simulated chain.
 *
 * @param n validators at height 1
 * @param liars machines that lie, never more than f in a set
 * @param dead machines that stop for good before the faults stop
 * @param wrongClocks machines whose clock is off by an hour, one way or the other
 * @param changing whether the set of validators changes every few heights
 */
record Scene(int n, int liars, int dead, int wrongClocks, boolean changing) {
    static Scene lying(int n, int liars) {
        return new Scene(n, liars, 0, 0, false);
    }

    /** Nobody lies; f stay dead. */
    static Scene crashing(int n, int dead) {
        return new Scene(n, 0, dead, 0, false);
    }

    Scene thatChanges() {
        return new Scene(n, liars, dead, wrongClocks, true);
    }

    Scene withWrongClocks(int count) {
        return new Scene(n, liars, dead, count, changing);
    }
}
