package io.regchain.supervision.lookup;

import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.evidence.StateReport;
import java.util.List;
import java.util.Optional;

/** What reading a state key came to. */
public sealed interface Lookup {
    /** Nodes that were asked before and whose answers were not passed on, in the order they were asked. */
    List<NodeFault> faults();

    /**
     * A node's answer proves itself.
     *
     * @param file everything that proves it
     * @param report all checks of the file; accepted
     * @param node whose answer it is
     */
    record Proven(StateFile file, StateReport report, String node, ChainHeights heights, List<NodeFault> faults)
            implements Lookup {
        public Proven {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Nothing is said of the key.
     *
     * @param heights absent for a chain that is not registered, or a key that is none
     */
    record NotProven(Refusal reason, Optional<ChainHeights> heights, List<NodeFault> faults) implements Lookup {
        public NotProven {
            faults = List.copyOf(faults);
        }
    }
}
