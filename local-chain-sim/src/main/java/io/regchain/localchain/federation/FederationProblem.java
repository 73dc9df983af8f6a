package io.regchain.localchain.federation;

/** Why a federation cannot start or go on where it is: what, where, why, and what to do about it. */
public final class FederationProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public FederationProblem(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    public FederationProblem(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
