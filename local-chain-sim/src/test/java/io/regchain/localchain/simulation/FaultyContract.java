package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Optional;

/**
 * An honest contract that sees a world with one thing wrong.
 *
 * @param blindTo what stands under keys with this beginning is not seen
 * @param forgets what is written under keys with this ending is not kept
 * @param lateMillis how far the clock it sees is behind
 */
record FaultyContract(Contract honest, String blindTo, String forgets, long lateMillis) implements Contract {
    /** No key begins or ends so. */
    static final String NOTHING = "\u0000";

    static Contract blind(Contract honest, String to) {
        return new FaultyContract(honest, to, NOTHING, 0);
    }

    static Contract forgetful(Contract honest, String ending) {
        return new FaultyContract(honest, NOTHING, ending, 0);
    }

    static Contract late(Contract honest, long millis) {
        return new FaultyContract(honest, NOTHING, NOTHING, millis);
    }

    @Override
    public String name() {
        return honest.name();
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        return honest.invoke(new Seen(context, blindTo, forgets, lateMillis), method, arguments);
    }

    private record Seen(ContractContext real, String blindTo, String forgets, long lateMillis)
            implements ContractContext {
        @Override
        public ChainId chainId() {
            return real.chainId();
        }

        @Override
        public Height height() {
            return real.height();
        }

        @Override
        public BlockTime time() {
            return new BlockTime(real.time().epochMillis() - lateMillis);
        }

        @Override
        public Hash32 transactionId() {
            return real.transactionId();
        }

        @Override
        public Sm2PublicKey origin() {
            return real.origin();
        }

        @Override
        public Caller caller() {
            return real.caller();
        }

        @Override
        public Optional<JsonNode> read(String key) {
            return key.startsWith(blindTo) ? Optional.empty() : real.read(key);
        }

        @Override
        public Optional<JsonNode> readOf(String contract, String key) {
            return real.readOf(contract, key);
        }

        @Override
        public void write(String key, JsonNode value) {
            if (!key.endsWith(forgets)) {
                real.write(key, value);
            }
        }

        @Override
        public void delete(String key) {
            real.delete(key);
        }

        @Override
        public void emit(String name, ObjectNode data) {
            real.emit(name, data);
        }

        @Override
        public Hash32 sm3(Bytes data) {
            return real.sm3(data);
        }

        @Override
        public boolean verifySm2(Sm2PublicKey key, Bytes message, Sm2Signature signature) {
            return real.verifySm2(key, message, signature);
        }

        @Override
        public JsonNode call(String contract, String method, ObjectNode arguments) {
            return real.call(contract, method, arguments);
        }

        @Override
        public CallOutcome tryCall(String contract, String method, ObjectNode arguments) {
            return real.tryCall(contract, method, arguments);
        }

        @Override
        public CallOutcome deliver(Caller.OfChain sender, String contract, String method, ObjectNode arguments) {
            return real.deliver(sender, contract, method, arguments);
        }
    }
}
