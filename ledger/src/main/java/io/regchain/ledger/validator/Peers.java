package io.regchain.ledger.validator;

/** The other validators of the chain, as one of them sees them. Sending never waits and may lose messages. */
public interface Peers {
    void send(int validatorIndex, PeerMessage message);

    void sendToAll(PeerMessage message);
}
