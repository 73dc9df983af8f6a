package io.regchain.ledger.simulation;

/** What a checker found; the message tells seed, time and rule. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message, cause);
    }
}
