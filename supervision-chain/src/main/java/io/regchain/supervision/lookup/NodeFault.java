package io.regchain.supervision.lookup;

import io.regchain.protocol.base.Refusal;

/** Why a node's answer was not passed on. */
public record NodeFault(String node, Kind kind, Refusal reason) {
    /** What is wrong with the node, the worst first. */
    public enum Kind {
        /** It answered something that the verified header does not prove, or that the interface does not define. */
        LIED,
        /** It keeps the state of this height no more. */
        PRUNED,
        /** It answered with another error: perhaps it has not come so far. */
        REFUSED,
        /** It did not answer. */
        UNREACHABLE
    }

    @Override
    public String toString() {
        return node + ": " + reason;
    }
}
