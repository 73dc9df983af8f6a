package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The same question in JSON, in Protobuf, and in every spelling that the schema allows. */
final class EncodingChecks {
    /** Field 1000, a number: no message of the schema has it. */
    private static final String UNKNOWN_FIELD = "c03e01";

    private final NodeUnderTest node;

    EncodingChecks(NodeUnderTest node) {
        this.node = node;
    }

    void make(Sample sample) {
        questions(sample).forEach(this::same);
        long height = sample.tip();
        Optional<Reply> block = node.call(Check.ENCODING_NAMES, NodeMethods.GET_BLOCK, node.question(height));
        block.ifPresent(reply -> {
            spelled(
                    Check.ENCODING_NAMES,
                    reply,
                    CanonicalJson.object()
                            .put("network_id", node.network().value())
                            .put("height", height));
            spelled(Check.ENCODING_UNKNOWN, reply, node.question(height).put("conformanceKit", "a newer caller"));
            unknownInProtobuf(reply, height);
        });
    }

    private Map<ConnectMethod<?, ?>, ObjectNode> questions(Sample sample) {
        LinkedHashMap<ConnectMethod<?, ?>, ObjectNode> questions = new LinkedHashMap<>();
        questions.put(NodeMethods.LIST_NETWORKS, CanonicalJson.object());
        questions.put(NodeMethods.GET_NETWORK_OPTIONS, node.question());
        questions.put(NodeMethods.GET_BLOCK, node.question(sample.tip()));
        questions.put(NodeMethods.GET_CONSENSUS_STATE, node.question(sample.tip()));
        questions.put(NodeMethods.LIST_OBJECT_IDS, node.question(sample.tip()));
        questions.put(NodeMethods.READ_STATE, node.question(sample.tip()).put("key", "conformance-kit/nothing"));
        sample.transactions().stream().findFirst().ifPresent(place -> {
            ObjectNode question = node.question()
                    .put(
                            "transactionId",
                            NodeUnderTest.base64(place.transaction().toBytes()));
            questions.put(NodeMethods.GET_TRANSACTION, question);
            questions.put(NodeMethods.TRACE_TRANSACTION, question);
        });
        sample.objects().stream()
                .findFirst()
                .ifPresent(written -> questions.put(
                        NodeMethods.GET_OBJECT,
                        node.question(written.height())
                                .put("objectId", written.name().objectId())
                                .put("version", Long.toString(written.name().version()))));
        return questions;
    }

    private void same(ConnectMethod<?, ?> function, ObjectNode question) {
        Optional<Reply> json = node.call(Check.ENCODING_SAME, function, question, ConnectEncoding.JSON);
        Optional<Reply> proto = node.call(Check.ENCODING_SAME, function, question, ConnectEncoding.PROTO);
        if (json.isPresent() && proto.isPresent()) {
            node.expect(
                    Check.ENCODING_SAME,
                    json.get().exchange(),
                    json.get().message().equals(proto.get().message()),
                    () -> function.name() + " in Protobuf answers "
                            + ShownBytes.of(
                                    ConnectCodec.encode(proto.get().message(), ConnectEncoding.JSON),
                                    ConnectEncoding.JSON.contentType()),
                    "the same message in both encodings");
        }
    }

    private void spelled(Check check, Reply right, ObjectNode question) {
        Exchange exchange = node.door()
                .ask(Question.post(NodeMethods.GET_BLOCK.path(), ConnectEncoding.JSON, CanonicalJson.encode(question)));
        sameAs(check, right, exchange, ConnectEncoding.JSON);
    }

    private void unknownInProtobuf(Reply right, long height) {
        Bytes known = ConnectCodec.encode(
                ConnectCodec.decodeRequest(
                        NodeMethods.GET_BLOCK, ConnectEncoding.JSON, CanonicalJson.encode(node.question(height))),
                ConnectEncoding.PROTO);
        Bytes more = Bytes.ofHex(known.toHex() + UNKNOWN_FIELD);
        Exchange exchange = node.door().ask(Question.post(NodeMethods.GET_BLOCK.path(), ConnectEncoding.PROTO, more));
        sameAs(Check.ENCODING_UNKNOWN, right, exchange, ConnectEncoding.PROTO);
    }

    private void sameAs(Check check, Reply right, Exchange exchange, ConnectEncoding encoding) {
        node.read(check, NodeMethods.GET_BLOCK, exchange, encoding)
                .ifPresent(reply -> node.expect(
                        check,
                        exchange,
                        reply.message().equals(right.message()),
                        () -> "another answer than to the plain question",
                        "the same answer"));
    }
}
