package io.regchain.supervision.status;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import java.util.Optional;

/**
 * What the hub knows of a registered chain.
 *
 * @param registration the state in the registry, {@code ACTIVE} or {@code SUSPENDED}
 * @param verified height of the light client's last header
 * @param proven the last height of which the hub has taken all objects
 * @param observer empty until the hub has begun to watch it
 * @param relay empty until the hub has begun to carry for it
 * @param openCalls calls from or to it whose end its source is not proven to have taken
 * @param openSettlements settlements whose end on it is not proven
 * @param bounds what the objects are judged by
 */
public record ChainFacts(
        ChainId chain,
        String registration,
        ClientHealth client,
        Height verified,
        Height proven,
        Optional<ObserverStatus> observer,
        Optional<RelayStatus> relay,
        long openCalls,
        int openSettlements,
        ObjectFacts objects,
        ObjectBounds bounds) {
    /** The registry's word for a chain that may take part. */
    static final String ACTIVE = "ACTIVE";

    boolean active() {
        return registration.equals(ACTIVE);
    }

    /** Heights that were reported and are not taken yet. */
    public long missing() {
        return Math.max(0, reported().value() - proven.value());
    }

    /** What a node told last; what is verified was told as well. */
    public Height reported() {
        Height told = observer.map(ObserverStatus::reported).orElse(verified);
        return told.compareTo(verified) > 0 ? told : verified;
    }
}
