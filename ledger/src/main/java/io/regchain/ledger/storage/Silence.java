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

    /** Silent up to this height, it included; {@link Height#ZERO} never, because nobody votes on the genesis block. */
    record Until(Height height) implements Silence {
        @Override
        public boolean at(Height asked) {
            return asked.compareTo(height) <= 0;
        }
    }

    /**
     * The same, where peers have told that an earlier directory was lost. They could only tell how far their set of
     * validators knows the chain to be: it is {@link Unknown} again when another set comes to decide before that height.
     */
    record Lost(Height height) implements Silence {
        @Override
        public boolean at(Height asked) {
            return asked.compareTo(height) <= 0;
        }
    }

    boolean at(Height height);
}
