package io.regchain.supervision.gateway;

import io.regchain.protocol.wire.connect.ConnectCode;
import java.util.Optional;

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
    private final transient Optional<ConnectCode> code;

    public GatewayProblem(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = Optional.empty();
    }

    public GatewayProblem(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.code = Optional.empty();
    }

    /** The node answered with an error of this code. */
    public GatewayProblem(ConnectCode code, String message) {
        super(message);
        this.kind = Kind.REFUSED;
        this.code = Optional.of(code);
    }

    public Kind kind() {
        return kind;
    }

    /** What the node gave as the code of its error, if it answered with one. */
    public Optional<ConnectCode> code() {
        return code;
    }

    /** Never null: every constructor is given one. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
