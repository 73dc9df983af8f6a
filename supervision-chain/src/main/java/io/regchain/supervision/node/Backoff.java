package io.regchain.supervision.node;

import java.time.Duration;

/** How long to wait before the next attempt: doubled per failure and capped, so that nobody waits for an hour. */
public record Backoff(Duration first, Duration cap) {
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(20));

    /** @param failures in a row, from 1 */
    public Duration after(int failures) {
        Duration wait = first;
        for (int n = 1; n < failures && wait.compareTo(cap) < 0; n++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(cap) < 0 ? wait : cap;
    }
}
