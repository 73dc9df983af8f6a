package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectMethod;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One node and what is found about it. The helpers note the finding of what they look at, and give nothing where there is
 * nothing to go on with.
 *
 * @param label its name in the report, such as {@code node 1}
 * @param network the network under test
 */
record NodeUnderTest(String label, Door door, ChainId network, Findings findings) {

    /** A question about the network. */
    ObjectNode question() {
        return CanonicalJson.object().put("networkId", network.value());
    }

    /** A question about the network at a height. */
    ObjectNode question(long height) {
        return question().put("height", Long.toString(height));
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }

    Exchange ask(ConnectMethod<?, ?> function, ObjectNode question, ConnectEncoding encoding, Duration waiting) {
        Bytes json = CanonicalJson.encode(question);
        Bytes body =
                switch (encoding) {
                    case JSON -> json;
                    case PROTO ->
                        ConnectCodec.encode(ConnectCodec.decodeRequest(function, ConnectEncoding.JSON, json), encoding);
                };
        return door.ask(Question.post(function.path(), encoding, body).waiting(waiting));
    }

    Optional<Reply> call(Check check, ConnectMethod<?, ?> function, ObjectNode question) {
        return call(check, function, question, ConnectEncoding.JSON);
    }

    Optional<Reply> call(Check check, ConnectMethod<?, ?> function, ObjectNode question, ConnectEncoding encoding) {
        return read(check, function, ask(function, question, encoding, Duration.ZERO), encoding);
    }

    /** The message an answer holds. That there is one with status 200 is the check's; its form that of the encodings. */
    Optional<Reply> read(Check check, ConnectMethod<?, ?> function, Exchange exchange, ConnectEncoding encoding) {
        return switch (exchange.result()) {
            case Exchange.NoAnswer none -> {
                Check whose = none.reason() == Exchange.Reason.TOO_LARGE ? Check.LIMIT_ANSWER : check;
                failed(whose, exchange, none.detail(), "an answer of at most 20 MB with status 200");
                yield Optional.empty();
            }
            case Exchange.Answer answer
            when answer.status() != 200 -> {
                failed(check, exchange, "HTTP status " + answer.status(), "an answer with status 200");
                yield Optional.empty();
            }
            case Exchange.Answer answer -> message(function, exchange, answer, encoding);
        };
    }

    private Optional<Reply> message(
            ConnectMethod<?, ?> function, Exchange exchange, Exchange.Answer answer, ConnectEncoding encoding) {
        expect(
                Check.ENCODING_TYPE,
                exchange,
                ConnectEncoding.ofContentType(answer.contentType()).equals(Optional.of(encoding)),
                () -> "content type \"" + answer.contentType() + "\"",
                encoding.contentType());
        Check form = encoding == ConnectEncoding.JSON ? Check.ENCODING_JSON : Check.ENCODING_PROTO;
        try {
            Message message = ConnectCodec.decodeResponse(function, encoding, answer.body());
            findings.passed(label, form);
            return Optional.of(new Reply(exchange, message));
        } catch (DecodeException e) {
            failed(form, exchange, e.getMessage(), "one " + function.name() + "Response of the schema");
            return Optional.empty();
        }
    }

    void passed(Check check) {
        findings.passed(label, check);
    }

    void failed(Check check, Exchange exchange, String found, String expected) {
        findings.failed(label, check, new Failure(found, expected, Optional.of(exchange)));
    }

    void notApplicable(Check check, String why, String remedy) {
        findings.notApplicable(label, check, why, remedy);
    }

    /** Notes the check as passed or failed. */
    boolean expect(Check check, Exchange exchange, boolean right, Supplier<String> found, String expected) {
        if (right) {
            passed(check);
        } else {
            failed(check, exchange, found.get(), expected);
        }
        return right;
    }

    boolean agree(Check check, Exchange exchange, String what, Object said, Object right) {
        return expect(check, exchange, said.equals(right), () -> what + " is " + said, what + " " + right);
    }

    /** What the node sent, read; when it is not what it should be the check has failed and nothing comes back. */
    <T> Optional<T> decode(Check check, Exchange exchange, String expected, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (DecodeException | IllegalArgumentException e) {
            failed(check, exchange, String.valueOf(e.getMessage()), expected);
            return Optional.empty();
        }
    }
}
