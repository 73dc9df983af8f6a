package io.regchain.localchain.conformance;

import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** JR/T 0314 6.6: the way to a node is secured, and it answers those only who may ask. */
final class ConnectionChecks {
    private final NodeUnderTest node;

    ConnectionChecks(NodeUnderTest node) {
        this.node = node;
    }

    void make() {
        Question question = Question.post(
                NodeMethods.GET_NETWORK_STATUS.path(), ConnectEncoding.JSON, CanonicalJson.encode(node.question()));
        Exchange without = node.door().ask(question.with(Question.Token.NONE));
        tls(without);
        Refusals.expect(node, Check.TOKEN_MISSING, without, Refusals.UNAUTHENTICATED);
        Refusals.expect(
                node,
                Check.TOKEN_WRONG,
                node.door().ask(question.with(Question.Token.MADE_UP)),
                Refusals.UNAUTHENTICATED);
    }

    private void tls(Exchange exchange) {
        boolean secured = "https".equalsIgnoreCase(node.door().address().getScheme());
        if (!secured && onLoopback()) {
            node.notApplicable(
                    Check.TLS,
                    "the node was called over plain HTTP on the loopback interface, as a rehearsal may",
                    "Run the kit against the address that the hub will call, over https.");
            return;
        }
        node.expect(
                Check.TLS,
                exchange,
                secured,
                () -> "plain HTTP to " + node.door().address().getHost(),
                "https");
    }

    private boolean onLoopback() {
        try {
            return InetAddress.getByName(node.door().address().getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it was reached all the same, by a name that cannot be looked up now: not known to be here
        }
    }
}
