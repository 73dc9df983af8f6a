package io.regchain.ledger.simulation;

import io.regchain.ledger.storage.VoteLog;
import io.regchain.ledger.validator.StateSync;

/**
 * What a run is made of; everything else follows from the seed.
 *
 * @param validators 4 to 22, at genesis
 * @param liars of them, at most f for the chain to hold
 * @param changes how often the validators change; {@value JOINERS} more wait to become some, if ever
 * @param defect what is broken on purpose, to see that the checkers notice
 */
public record Setup(int validators, int liars, int changes, long seed, Defect defect) {
    private static final int JOINERS = 2;

    public Setup {
        if (validators < 4 || validators > 22 || liars < 0 || liars >= validators) {
            throw new IllegalArgumentException("a chain has 4 to 22 validators, and some of them are honest");
        }
    }

    /**
     * The usual mix: mostly four validators, sometimes five to seven, and anything up to f liars; in every other two dozen
     * of seeds the validators change one to four times.
     */
    public static Setup ofSeed(long seed) {
        int[] sizes = {4, 4, 4, 4, 5, 6, 7, 7};
        int validators = sizes[(int) Math.floorMod(seed, (long) sizes.length)];
        int liars = (int) Math.floorMod(seed / sizes.length, (long) (validators - 1) / 3 + 1);
        boolean change = Math.floorMod(seed / 24, 2L) == 1;
        int changes = change ? 1 + (int) Math.floorMod(seed / 48, 4L) : 0;
        return new Setup(validators, liars, changes, seed, Defect.NONE);
    }

    public Setup with(Defect other) {
        return new Setup(validators, liars, changes, seed, other);
    }

    /** Who may ever be a validator. */
    int seats() {
        return validators + (changes > 0 ? JOINERS : 0);
    }

    /** In two of three seeds a validator without a chain begins with a snapshot of a short chain, in small chunks. */
    StateSync stateSync() {
        return switch ((int) Math.floorMod(seed, 3L)) {
            case 0 -> StateSync.NEVER;
            case 1 -> new StateSync(1, 150);
            default -> new StateSync(3, 150);
        };
    }

    /** A part of the surroundings that does not keep its promise. */
    public enum Defect {
        NONE,
        /** The disk says that bytes are safe which a power cut takes. */
        DISK_LIES,
        /** Only the votes are not forced to disk before they leave. */
        VOTES_NOT_FORCED;

        boolean spoils(String file) {
            return switch (this) {
                case NONE -> false;
                case DISK_LIES -> true;
                case VOTES_NOT_FORCED -> file.equals(VoteLog.FILE);
            };
        }
    }
}
