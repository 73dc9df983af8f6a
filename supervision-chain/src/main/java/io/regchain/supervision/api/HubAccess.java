package io.regchain.supervision.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.regchain.identity.digest.IdentityDigests;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.lookup.StateLookup;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.observer.Finding;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.status.ObjectBounds;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the HTTP API stands on.
 *
 * @param hub a node of the supervision chain
 * @param snapshots of the objects that the supervision chain stored
 * @param nodes the full nodes of a connected chain
 * @param observers where the observation of a chain stands
 * @param relays where the carrying to and from a chain stands
 * @param notes writes to the anomaly log, once, what a node of a chain told that does not count
 * @param identityService writes to the supervision chain with the identity service's key
 * @param digests the keyed digests of the identity service
 * @param clock the federation's time
 * @param bounds from when on objects are called late
 */
public record HubAccess(
        ChainNode hub,
        QueryIndex index,
        CheckedSnapshots snapshots,
        Function<ChainId, List<ChainGateway>> nodes,
        Function<ChainId, Optional<ObserverStatus>> observers,
        Function<ChainId, Optional<RelayStatus>> relays,
        BiConsumer<ChainId, Finding> notes,
        SupervisionLedger identityService,
        IdentityDigests digests,
        ClockSource clock,
        ObjectBounds bounds,
        PrometheusMeterRegistry meters) {

    /** Reads the state of local chains, with proof. */
    StateLookup lookup() {
        return new StateLookup(
                hub,
                hub.genesis().validators(),
                nodes,
                chain -> observers.apply(chain).map(ObserverStatus::reported),
                notes,
                () -> clock.now());
    }
}
