package io.regchain.ledger.node;

import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.validator.Peers;
import io.regchain.protocol.base.ChainId;

/** The other validators of a chain, reached through cluster sharding wherever they run. */
record EntityPeers(NodeServices services, ChainId chainId, int self, int size) implements Peers {
    @Override
    public void send(int validatorIndex, PeerMessage message) {
        services.tell(ValidatorIds.entityId(chainId, validatorIndex), new ValidatorMessage.FromPeer(message));
    }

    @Override
    public void sendToAll(PeerMessage message) {
        for (int i = 0; i < size; i++) {
            if (i != self) {
                send(i, message);
            }
        }
    }
}
