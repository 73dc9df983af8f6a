package io.regchain.localchain.scenario;

/** Why a step could not be carried through: the federation did not do what it must, or an argument cannot be used. */
final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailure(String message) {
        super(message);
    }

    StepFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
