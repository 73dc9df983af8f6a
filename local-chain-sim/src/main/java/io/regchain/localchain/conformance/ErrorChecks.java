package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.time.Duration;
import java.util.List;

/** Wrong questions, byte by byte, and the answer each must get. */
final class ErrorChecks {
    private static final String NO_SUCH_FUNCTION = "/regchain.v1.LocalChainNode/ConformanceKitAsksForNothing";
    private static final String NO_SUCH_OBJECT = "conformance-kit-0";
    private static final long FAR_ABOVE = 1_000_000_000L;

    private final NodeUnderTest node;

    ErrorChecks(NodeUnderTest node) {
        this.node = node;
    }

    void make(long tip) {
        functions();
        headers();
        bodies();
        fields();
        unknown(tip);
    }

    private Question post(ConnectMethod<?, ?> function, String body) {
        return Question.post(function.path(), ConnectEncoding.JSON, Bytes.utf8(body));
    }

    private Question status() {
        return post(
                NodeMethods.GET_NETWORK_STATUS,
                CanonicalJson.encode(node.question()).toUtf8());
    }

    private void refused(Check check, Question question, Refusals.Wanted wanted) {
        Refusals.expect(node, check, node.door().ask(question), wanted);
    }

    private void functions() {
        refused(
                Check.ERROR_FUNCTION,
                Question.post(NO_SUCH_FUNCTION, ConnectEncoding.JSON, Bytes.utf8("{}")),
                Refusals.UNIMPLEMENTED);
        Exchange got = node.door().ask(status().by("GET"));
        node.expect(
                Check.ERROR_GET, got, got.status() >= 400 && got.status() < 600, got::outcome, "an error, such as 405");
    }

    private void headers() {
        refused(
                Check.ERROR_CONTENT_TYPE,
                status().with(ConnectCallHead.CONTENT_TYPE, "text/plain"),
                Refusals.UNSUPPORTED_MEDIA_TYPE);
        refused(
                Check.ERROR_COMPRESSED,
                status().with(ConnectCallHead.CONTENT_ENCODING, "gzip"),
                Refusals.UNIMPLEMENTED);
        refused(Check.ERROR_VERSION, status().with(ConnectCallHead.PROTOCOL_VERSION, "2"), Refusals.INVALID_ARGUMENT);
    }

    private void bodies() {
        String right = CanonicalJson.encode(node.question()).toUtf8();
        for (String body : List.of(right.substring(0, right.length() - 1), "[" + right + "]", "\"text\"")) {
            refused(Check.ERROR_JSON, post(NodeMethods.GET_NETWORK_STATUS, body), Refusals.INVALID_ARGUMENT);
        }
        refused(
                Check.ERROR_JSON_TRAILING,
                post(NodeMethods.GET_NETWORK_STATUS, right + "{}"),
                Refusals.INVALID_ARGUMENT);
        refused(
                Check.ERROR_JSON_REPEATED,
                post(
                        NodeMethods.GET_NETWORK_STATUS,
                        "{\"networkId\":\"" + node.network() + "\",\"networkId\":\"" + node.network() + "\"}"),
                Refusals.INVALID_ARGUMENT);
        refused(
                Check.ERROR_PROTO,
                Question.post(
                        NodeMethods.GET_NETWORK_STATUS.path(),
                        ConnectEncoding.PROTO,
                        // field 1, a text of 127 bytes, of which one comes
                        Bytes.ofHex("0a7f6a")),
                Refusals.INVALID_ARGUMENT);
    }

    private void fields() {
        ObjectNode malformed = CanonicalJson.object().put("networkId", "Not A Network!");
        ObjectNode shortHash = node.question().put("transactionId", NodeUnderTest.base64(Bytes.wrap(new byte[31])));
        ObjectNode highest = node.question().put("height", "9223372036854775808");
        wrong(NodeMethods.GET_NETWORK_STATUS, malformed);
        wrong(NodeMethods.GET_TRANSACTION, shortHash);
        wrong(NodeMethods.GET_OBJECT, node.question());
        wrong(NodeMethods.GET_BLOCK, highest);
        wrong(NodeMethods.READ_STATE, node.question());
    }

    private void wrong(ConnectMethod<?, ?> function, ObjectNode question) {
        refused(
                Check.ERROR_FIELDS,
                post(function, CanonicalJson.encode(question).toUtf8()),
                Refusals.INVALID_ARGUMENT);
    }

    private void unknown(long tip) {
        // A well-formed id that no market has: the labels of JR/T 0325 table 2 are names of places.
        ObjectNode elsewhere = CanonicalJson.object().put("networkId", "conformancekit");
        for (ConnectMethod<?, ?> function :
                List.of(NodeMethods.GET_NETWORK_OPTIONS, NodeMethods.GET_NETWORK_STATUS, NodeMethods.GET_BLOCK)) {
            missing(Check.ERROR_NETWORK, function, elsewhere);
        }
        ObjectNode above = node.question(tip + FAR_ABOVE);
        for (ConnectMethod<?, ?> function :
                List.of(NodeMethods.GET_BLOCK, NodeMethods.GET_CONSENSUS_STATE, NodeMethods.LIST_OBJECT_IDS)) {
            missing(Check.ERROR_BLOCK, function, above);
        }
        ObjectNode transaction = node.question().put("transactionId", NodeUnderTest.base64(Bytes.wrap(new byte[32])));
        missing(Check.ERROR_TRANSACTION, NodeMethods.GET_TRANSACTION, transaction);
        missing(Check.ERROR_TRANSACTION, NodeMethods.TRACE_TRANSACTION, transaction);
        missing(Check.ERROR_OBJECT, NodeMethods.GET_OBJECT, node.question().put("objectId", NO_SUCH_OBJECT));
        missing(
                Check.ERROR_OBJECT,
                NodeMethods.GET_OBJECT,
                node.question(tip).put("objectId", NO_SUCH_OBJECT).put("version", "0"));
    }

    /** @param known an object that exists, of which a version far above is asked for */
    void unknownVersion(Sample.Written known) {
        missing(
                Check.ERROR_OBJECT,
                NodeMethods.GET_OBJECT,
                node.question().put("objectId", known.name().objectId()).put("version", Long.toString(FAR_ABOVE)));
    }

    private void missing(Check check, ConnectMethod<?, ?> function, ObjectNode question) {
        Refusals.expect(
                node, check, node.ask(function, question, ConnectEncoding.JSON, Duration.ZERO), Refusals.NOT_FOUND);
    }
}
