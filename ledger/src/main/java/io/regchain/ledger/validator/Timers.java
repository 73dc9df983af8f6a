package io.regchain.ledger.validator;

import java.time.Duration;

/** The named timers of one part. A timer that is started again, or cancelled, no longer says what it was to say. */
public interface Timers<M> {
    void start(String name, M message, Duration delay);

    void cancel(String name);
}
