package io.regchain.localchain.conformance;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.ValidatorSet;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What is checked, and against what.
 *
 * @param endpoints base addresses of full nodes of one chain; functions stand below them
 * @param tls whom to believe that a node is who it is; absent: the authorities of the Java platform
 * @param chain absent: the one network that the first node serves
 * @param announced the validators of the registration; absent: those that the node names at genesis
 * @param genesisHash of the registration
 * @param patience how long one answer may take
 * @param window so many of the latest blocks are looked at
 * @param search so many blocks further back an object and a packet are looked for
 */
public record KitSettings(
        List<URI> endpoints,
        Optional<String> token,
        Optional<SSLContext> tls,
        Optional<ChainId> chain,
        Optional<ValidatorSet> announced,
        Optional<Hash32> genesisHash,
        Duration patience,
        int window,
        int search) {
    public static final Duration PATIENCE = Duration.ofSeconds(10);
    public static final int WINDOW = 16;
    public static final int SEARCH = 2_000;

    public KitSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("the kit needs the address of a node");
        }
        if (window < 2 || search < 0 || patience.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a window has at least 2 blocks, a search at least 0, a patience at least 1 ms");
        }
    }

    /** With everything else as it is unless somebody says otherwise. */
    public static KitSettings of(List<URI> endpoints, String token) {
        return new KitSettings(
                endpoints,
                Optional.of(token),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PATIENCE,
                WINDOW,
                SEARCH);
    }

    public KitSettings withGenesis(Hash32 hash) {
        return new KitSettings(endpoints, token, tls, chain, announced, Optional.of(hash), patience, window, search);
    }

    public KitSettings withAnnounced(ValidatorSet set) {
        return new KitSettings(endpoints, token, tls, chain, Optional.of(set), genesisHash, patience, window, search);
    }

    public KitSettings withWindow(int other) {
        return new KitSettings(endpoints, token, tls, chain, announced, genesisHash, patience, other, search);
    }

    public KitSettings withChain(ChainId other) {
        return new KitSettings(
                endpoints, token, tls, Optional.of(other), announced, genesisHash, patience, window, search);
    }
}
