package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.connect.ConnectCode;
import java.util.Optional;

/** Whether an answer is the error it should be; its form is a check of its own, so that one defect is told once. */
final class Refusals {
    static final Wanted NOT_FOUND = Wanted.of(ConnectCode.NOT_FOUND);
    static final Wanted INVALID_ARGUMENT = Wanted.of(ConnectCode.INVALID_ARGUMENT);
    static final Wanted UNIMPLEMENTED = Wanted.of(ConnectCode.UNIMPLEMENTED);
    static final Wanted UNAUTHENTICATED = Wanted.of(ConnectCode.UNAUTHENTICATED);
    static final Wanted UNSUPPORTED_MEDIA_TYPE = new Wanted(415, ConnectCode.UNKNOWN);

    private Refusals() {}

    record Wanted(int status, ConnectCode code) {
        static Wanted of(ConnectCode code) {
            return new Wanted(code.httpStatus(), code);
        }

        @Override
        public String toString() {
            return status + " " + code.text();
        }
    }

    static boolean expect(NodeUnderTest node, Check check, Exchange exchange, Wanted wanted) {
        Optional<String> code = exchange.answer()
                .filter(answer -> answer.status() != 200)
                .flatMap(answer -> form(node, exchange, answer));
        return node.expect(
                check,
                exchange,
                exchange.status() == wanted.status()
                        && code.map(wanted.code().text()::equals).orElse(true),
                () -> exchange.outcome() + code.map(named -> " " + named).orElse(""),
                wanted.toString());
    }

    /** The code of an error object, when the answer holds one that can be read. */
    private static Optional<String> form(NodeUnderTest node, Exchange exchange, Exchange.Answer answer) {
        Optional<JsonNode> error = object(answer);
        Optional<String> code = error.map(object -> object.path("code"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
        boolean message = error.map(object -> object.path("message"))
                .filter(JsonNode::isTextual)
                .filter(text -> !text.textValue().isBlank())
                .isPresent();
        node.expect(
                Check.ERROR_FORM,
                exchange,
                exchange.isJson() && code.flatMap(ConnectCode::ofText).isPresent() && message,
                () -> "HTTP " + answer.status() + " with content type \"" + answer.contentType() + "\", code "
                        + code.map(named -> "\"" + named + "\"").orElse("absent") + ", message "
                        + (message ? "present" : "absent"),
                "application/json {\"code\",\"message\"} with a code of the Connect protocol and a message");
        return code;
    }

    private static Optional<JsonNode> object(Exchange.Answer answer) {
        try {
            return Optional.of(CanonicalJson.decodeObject(answer.body()));
        } catch (DecodeException notAnErrorObject) {
            return Optional.empty();
        }
    }
}
