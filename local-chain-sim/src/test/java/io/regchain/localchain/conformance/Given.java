package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;

/** An answer as it leaves a node. */
record Given(int status, String contentType, Bytes body) {
    Given with(Bytes other) {
        return new Given(status, contentType, other);
    }

    static Given error(int status, String code) {
        return new Given(
                status,
                "application/json",
                Bytes.utf8("{\"code\":\"" + code + "\",\"message\":\"made up by a test\"}"));
    }
}
