package io.regchain.ledger.node;

import io.regchain.ledger.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.List;

/**
 * This process as one node of a cluster. There is no cluster of several nodes without mutual TLS.
 *
 * @param reachedAt where the others reach it
 * @param listensAt where it listens, another address only behind a relay
 * @param seeds nodes to find the cluster through; a node that stands first in its own list may found it. Empty: it is
 *     told to join later
 * @param minMembers validators start once so many nodes are up
 * @param dataDir the directory that all nodes share; one with another directory, or a copy, is not let in
 * @param identity shown to the other nodes, which must be of the same authority and organisation
 */
public record ClusterSettings(
        NodeAddress reachedAt,
        NodeAddress listensAt,
        List<NodeAddress> seeds,
        int minMembers,
        Path dataDir,
        TlsIdentity identity) {
    public ClusterSettings {
        seeds = List.copyOf(seeds);
        if (minMembers < 1) {
            throw new IllegalArgumentException("a cluster has at least one node");
        }
    }
}
