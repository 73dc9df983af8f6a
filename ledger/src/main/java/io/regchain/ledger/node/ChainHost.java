package io.regchain.ledger.node;

import java.util.Optional;

/** Says which validators this node of the cluster may run. */
@FunctionalInterface
interface ChainHost {
    /** Empty when the chain is not hosted here, its key is elsewhere, or it was stopped on purpose. */
    Optional<HostedChain.Seat> seat(ValidatorIds validator);
}
