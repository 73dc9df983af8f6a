package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/** A request that is answered with an error: {@code {"error":{"code","message","remedy"}}}. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final String remedy;

    ApiProblem(int status, String code, String message, String remedy) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
    }

    static ApiProblem notFound(String what) {
        return new ApiProblem(404, "NOT_FOUND", what, "check the address; lists show what there is");
    }

    static ApiProblem badRequest(String message) {
        return new ApiProblem(400, "BAD_REQUEST", message, "correct the request; /api/openapi.yaml describes it");
    }

    int status() {
        return status;
    }

    ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object();
        json.putObject("error").put("code", code).put("message", getMessage()).put("remedy", remedy);
        return json;
    }
}
