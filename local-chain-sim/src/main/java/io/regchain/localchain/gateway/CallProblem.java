package io.regchain.localchain.gateway;

import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectError;

/** A call that the node answers with an error. */
final class CallProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ConnectError error;

    CallProblem(ConnectCode code, String message) {
        super(message, null, false, false);
        this.error = new ConnectError(code, message);
    }

    ConnectError error() {
        return error;
    }
}
