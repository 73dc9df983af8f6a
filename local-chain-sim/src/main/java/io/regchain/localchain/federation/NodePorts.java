package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.TreeSet;

/**
 * The ports of the nodes' interfaces: chosen free at the first start, then kept, because the registry holds the addresses.
 * They lie below the range the system hands out to outgoing connections.
 */
final class NodePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS = 2_000;

    private final FederationDirectory directory;
    private final ObjectNode ports;
    private final TreeSet<Integer> taken = new TreeSet<>();

    NodePorts(FederationDirectory directory) {
        this.directory = directory;
        this.ports = (ObjectNode) directory.fact("ports").orElseGet(CanonicalJson::object);
        ports.elements().forEachRemaining(port -> taken.add(port.intValue()));
    }

    /** @throws FederationProblem when no port can be had */
    int of(String node) {
        JsonNode known = ports.get(node);
        if (known != null) {
            return known.intValue();
        }
        Random random = new Random();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST + random.nextInt(LAST - FIRST + 1);
            if (!taken.contains(port) && free(port)) {
                taken.add(port);
                ports.put(node, port);
                return port;
            }
        }
        throw new FederationProblem(
                "no free port between " + FIRST + " and " + LAST + " for the node " + node,
                "stop something that listens there");
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    void keep() {
        directory.keep("ports", ports);
    }
}
