package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.ChainId;
import java.util.List;
import java.util.Optional;

/**
 * A chain that somebody points at the sandbox.
 *
 * @param nodes two full nodes (JR/T 0314 7.1)
 * @param chain empty: the one network that the first node serves
 * @param form members of its registration that only the chain can say, such as proofs of possession; the sandbox fills in
 *     the others
 */
public record Applicant(List<NodeAddress> nodes, Optional<ChainId> chain, Optional<ObjectNode> form) {
    public Applicant {
        nodes = List.copyOf(nodes);
        if (nodes.size() != 2) {
            throw new IllegalArgumentException(
                    "a chain shows two full nodes (JR/T 0314 7.1): give two addresses, not " + nodes.size());
        }
    }
}
