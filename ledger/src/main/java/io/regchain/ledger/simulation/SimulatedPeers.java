package io.regchain.ledger.simulation;

import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.validator.Peers;

/** The way out of a simulated validator, which may listen to what comes in. */
interface SimulatedPeers extends Peers {
    /** What the validator hears. */
    default void overhear(PeerMessage message) {}
}
