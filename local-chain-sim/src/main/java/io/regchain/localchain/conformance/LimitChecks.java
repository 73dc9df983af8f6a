package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;

/** How large a request may be. That no answer was too large is known when all were read. */
final class LimitChecks {
    private static final int BELOW = 1024;

    private final NodeUnderTest node;

    LimitChecks(NodeUnderTest node) {
        this.node = node;
    }

    void make() {
        Exchange taken = ask(ConnectCodec.MAX_REQUEST - BELOW);
        node.read(Check.LIMIT_REQUEST_TAKEN, NodeMethods.GET_NETWORK_STATUS, taken, ConnectEncoding.JSON)
                .ifPresent(reply -> node.passed(Check.LIMIT_REQUEST_TAKEN));
        Exchange refused = ask(ConnectCodec.MAX_REQUEST + 1);
        node.expect(
                Check.LIMIT_REQUEST,
                refused,
                isRefusal(refused),
                refused::outcome,
                "429 resource_exhausted, another error, or the end of the connection");
        node.passed(Check.LIMIT_ANSWER);
    }

    private static boolean isRefusal(Exchange exchange) {
        return switch (exchange.result()) {
            case Exchange.Answer answer -> answer.status() >= 400;
            // who stops reading in the middle of a body can often not answer it any more
            case Exchange.NoAnswer none -> none.reason() == Exchange.Reason.BROKEN;
        };
    }

    /** A right question with a text in an unknown field that makes it this long. */
    private Exchange ask(int size) {
        String head = "{\"networkId\":\"" + node.network() + "\",\"conformanceKit\":\"";
        String tail = "\"}";
        String body = head + "x".repeat(size - head.length() - tail.length()) + tail;
        return node.door()
                .ask(Question.post(NodeMethods.GET_NETWORK_STATUS.path(), ConnectEncoding.JSON, Bytes.utf8(body)));
    }
}
