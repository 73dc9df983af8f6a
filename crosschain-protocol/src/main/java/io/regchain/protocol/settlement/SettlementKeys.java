package io.regchain.protocol.settlement;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;

/**
 * Where settlements stand in the state of a chain, all under the contract {@value #CONTRACT}; the paths are relative to
 * it, {@link #full} makes the state key that proofs are about.
 */
public final class SettlementKeys {
    public static final String CONTRACT = "settlements";
    /** What a route says of taking part in a settlement: its method. */
    public static final String METHOD = "settle";

    private SettlementKeys() {}

    /** The whole state key of a path. */
    public static String full(String path) {
        return CONTRACT + "/" + path;
    }

    /** The plan, JSON, on every chain that knows it. */
    public static String plan(Hash32 settlement) {
        return "plan/" + settlement.toHex();
    }

    /** On a local chain. */
    public static final class Local {
        /** [{settlement, leg}] that the decision has not reached, oldest first. */
        public static final String PENDING = "pending";

        private Local() {}

        /** A {@link LegRecord}. */
        public static String leg(Hash32 settlement, int leg) {
            return "leg/" + settlement.toHex() + "/" + leg;
        }
    }

    /** On the supervision chain. */
    public static final class Hub {
        private Hub() {}

        /** A {@link Decision}, written once. Its absence at the deadline proves that there is no commitment. */
        public static String decision(Hash32 settlement) {
            return "decision/" + settlement.toHex();
        }

        /** {state, height, headerHash}: how the leg was proven last. */
        public static String leg(Hash32 settlement, int leg) {
            return "leg/" + settlement.toHex() + "/" + leg;
        }

        /** [settlement] of which this chain is not proven to have taken the decision. */
        public static String pending(ChainId chain) {
            return "pending/" + chain;
        }
    }
}
