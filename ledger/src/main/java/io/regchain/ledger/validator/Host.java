package io.regchain.ledger.validator;

import java.util.function.Function;

/** Where the parts of a validator run: actors in production, one scheduler with virtual time in the simulator. */
public interface Host {
    /**
     * Starts a part.
     *
     * @param make makes the part; it may use what surrounds it at once
     * @return where its messages go
     */
    <M> Mailbox<M> start(String name, Place place, Function<Surroundings<M>, Part<M>> make);

    enum Place {
        /** Never waits for anything. */
        THINKING,
        /** May wait for the disk. */
        DISK
    }

    /** What a part finds around it. */
    record Surroundings<M>(Mailbox<M> self, Timers<M> timers) {}
}
