package io.regchain.bench.ledger;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one run of the ledger benchmark does.
 *
 * @param validators of the chain, all in this process
 * @param warmup load before the clock starts
 * @param measured load while figures are taken
 * @param inFlight transactions submitted and not yet seen in a certified block
 * @param data where the validators keep their files
 * @param accounts in the state; transfers go to any of them
 * @param senders accounts that sign, each with a key of its own
 * @param signing when transactions are signed
 * @param supply transactions signed before the clock starts; used with {@link Signing#BEFORE} only
 */
public record LedgerLoad(
        int validators,
        Duration warmup,
        Duration measured,
        int inFlight,
        Path data,
        long accounts,
        int senders,
        Signing signing,
        int supply) {
    /** Whose time the signatures of the load take. */
    public enum Signing {
        /** All are signed before the clock starts, so that the figures are the chain's alone. */
        BEFORE,
        /** Signed while the clock runs, on the chain's processors. */
        LIVE
    }

    public LedgerLoad {
        if (validators < 4 || validators > 22) {
            throw new IllegalArgumentException("a chain has 4 to 22 validators, not " + validators);
        }
        if (senders < 1 || senders > accounts) {
            throw new IllegalArgumentException("at least one account signs, and at most all " + accounts);
        }
        if (inFlight < 1 || inFlight > 10_000) {
            throw new IllegalArgumentException("1 to 10000 transactions are in flight, not " + inFlight);
        }
        if (measured.isZero() || measured.isNegative() || warmup.isNegative()) {
            throw new IllegalArgumentException("the measured time is longer than zero");
        }
    }

    public String line() {
        return ("configuration: %d validators in this process, each verifying every signature; %d in flight; %,d accounts,"
                        + " %,d of them signing %s; warm-up %d s, measured %d s; durable in %s")
                .formatted(
                        validators,
                        inFlight,
                        accounts,
                        senders,
                        signing == Signing.BEFORE ? "before the clock starts" : "while it runs, on the same processors",
                        warmup.toSeconds(),
                        measured.toSeconds(),
                        data);
    }
}
