package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/** A request that is answered with an error: {@code {"error":{"code","message","remedy"}}}, perhaps with details. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final String remedy;
    private final transient ObjectNode details;

    ApiProblem(int status, String code, String message, String remedy) {
        this(status, code, message, remedy, CanonicalJson.object());
    }

    /** @param details for programs: what the message says of heights and nodes; may be empty */
    ApiProblem(int status, String code, String message, String remedy, ObjectNode details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
        this.details = details;
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
        ObjectNode error = json.putObject("error")
                .put("code", code)
                .put("message", getMessage())
                .put("remedy", remedy);
        if (!details.isEmpty()) {
            error.set("details", details);
        }
        return json;
    }
}
