package io.regchain.protocol.object;

import io.regchain.protocol.base.Refusal;

/** What became of a snapshot that was offered as the next of its object. */
public sealed interface LifecycleOutcome {
    /**
     * @param history with the snapshot in it
     * @param full the snapshot with the full, merged body instead of its own: what must pass the JSON Schema
     *     (JR/T 0314 6.5 c) 3), d) 4)); its seals are about the snapshot, not about this
     */
    record Accepted(ObjectHistory history, DataObject full) implements LifecycleOutcome {}

    record Refused(Refusal reason) implements LifecycleOutcome {}
}
