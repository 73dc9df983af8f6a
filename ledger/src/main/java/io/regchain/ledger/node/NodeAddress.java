package io.regchain.ledger.node;

/**
 * Where a node of a cluster is reached, or listens.
 *
 * @param port 0 lets the system choose
 */
public record NodeAddress(String host, int port) {
    public NodeAddress {
        if (!host.matches("[A-Za-z0-9.:-]{1,253}")) {
            throw new IllegalArgumentException("\"" + host + "\" is neither a host name nor an address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** As the nodes of a cluster name each other, for {@link ClusterSettings#seeds()}. */
    @Override
    public String toString() {
        return "pekko://" + LedgerSystem.CLUSTER + "@" + host + ":" + port;
    }
}
