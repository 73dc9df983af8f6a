package io.regchain.supervision.gateway;

/** Why a node's answer did not come, or could not be used. */
public final class GatewayProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** No connection, no TLS session with the registered key, or no answer in time: try another node, or later. */
        UNREACHABLE,
        /** The node answered with an error. */
        REFUSED,
        /** The node answered something that is not what the interface defines. */
        MALFORMED
    }

    private final Kind kind;

    public GatewayProblem(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public GatewayProblem(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Never null: every constructor is given one. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
