package io.regchain.ledger.node;

import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.validator.Peers;

/** Lets votes pass while the lease is held; the first one after that stops the validator. Other messages bind nobody. */
record LeasedPeers(String validator, Lease lease, Peers peers) implements Peers {
    @Override
    public void send(int validatorIndex, PeerMessage message) {
        requireLease(message);
        peers.send(validatorIndex, message);
    }

    @Override
    public void sendToAll(PeerMessage message) {
        requireLease(message);
        peers.sendToAll(message);
    }

    private void requireLease(PeerMessage message) {
        if (message instanceof PeerMessage.Vote && !lease.held()) {
            throw new Lease.Lost(validator);
        }
    }
}
