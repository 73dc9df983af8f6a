package io.regchain.ledger.simulation;

import io.regchain.ledger.validator.PeerMessage;

/** What an honest validator sends goes onto the network as it is. */
class HonestPeers implements SimulatedPeers {
    private final ChainSimulation chain;
    private final int self;

    HonestPeers(ChainSimulation chain, int self) {
        this.chain = chain;
        this.self = self;
    }

    ChainSimulation chain() {
        return chain;
    }

    int self() {
        return self;
    }

    @Override
    public void send(int validatorIndex, PeerMessage message) {
        chain.watch().sent(chain.node(self), validatorIndex, message);
        chain.transcript().line(() -> "#" + self + " to #" + validatorIndex + ": " + Transcript.of(message));
        chain.network().send(self, validatorIndex, message);
    }

    @Override
    public void sendToAll(PeerMessage message) {
        for (int i = 0; i < chain.setup().seats(); i++) {
            if (i != self) {
                send(i, message);
            }
        }
    }
}
