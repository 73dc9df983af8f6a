package io.regchain.ledger.storage;

import io.regchain.protocol.base.Height;

/**
 * For which heights a validator must not vote. One whose vote log is new cannot know what it said in an earlier life: it
 * stays silent until the chain has passed every height it may have voted at.
 */
public sealed interface Silence {
    /** Nobody has told yet whether an earlier directory of this validator voted, or how far the chain is. */
    record Unknown() implements Silence {
        @Override
        public boolean at(Height height) {
            return true;
        }
    }

    /** Silent up to this height, it included, as the own files show. */
    record Until(Height height) implements Silence {
        @Override
        public boolean at(Height asked) {
            return asked.compareTo(height) <= 0;
        }
    }

    /**
     * What peers have told a new directory. They could only tell how far their set of validators knows the chain to be: it
     * is {@link Unknown} again when another set comes to decide a block up to {@link #height}, and it is settled for good
     * when none does.
     */
    sealed interface Told extends Silence {
        /** As far as an earlier directory, if there was one, may have voted. */
        Height height();
    }

    /** An earlier directory was lost: silent up to this height, it included. */
    record Lost(Height height) implements Told {
        @Override
        public boolean at(Height asked) {
            return asked.compareTo(height) <= 0;
        }
    }

    /** Nobody knows of an earlier directory: never silent. */
    record New(Height height) implements Told {
        @Override
        public boolean at(Height asked) {
            return false;
        }
    }

    boolean at(Height height);
}
