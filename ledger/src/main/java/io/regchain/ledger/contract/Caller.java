package io.regchain.ledger.contract;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.crypto.Sm2PublicKey;

/** Who called a contract method. */
public sealed interface Caller {
    /** The signer of the transaction, calling directly. */
    record Key(Sm2PublicKey key) implements Caller {
        @Override
        public String toString() {
            return "key:" + key.fingerprint().toHex();
        }
    }

    /** Another contract of the same chain. */
    record OfContract(String name) implements Caller {
        @Override
        public String toString() {
            return "contract:" + name;
        }
    }

    /** A contract of another chain, through a proven packet; only the {@code packets} contract may set it. */
    record OfChain(ChainId chain, String contract) implements Caller {
        @Override
        public String toString() {
            return "chain:" + chain + "/" + contract;
        }
    }
}
