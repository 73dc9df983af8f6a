package io.regchain.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Optional;

/**
 * All that a contract can see and do. Keys are paths of printable ASCII without spaces, relative to the contract's own
 * name: {@code read("chain/jiangsu")} in the contract {@code registry} reads the state key {@code registry/chain/jiangsu}.
 * Values are stored as canonical JSON (RFC 8785); numbers are integers within ±(2^53−1), everything else is text.
 */
public interface ContractContext {
    ChainId chainId();

    /** The height of the block being made. */
    Height height();

    /** The time of the block being made. */
    BlockTime time();

    Hash32 transactionId();

    /** The signer of the transaction, however deep the call. */
    Sm2PublicKey origin();

    /** Who called this method. */
    Caller caller();

    Optional<JsonNode> read(String key);

    /** Reads another contract's state; nobody writes another contract's state. */
    Optional<JsonNode> readOf(String contract, String key);

    void write(String key, JsonNode value);

    void delete(String key);

    /** @param name in the past tense, such as {@code transferRegistered} */
    void emit(String name, ObjectNode data);

    /** The SM3 hash, charged by size. */
    Hash32 sm3(Bytes data);

    /** Whether the signature is this key's over the message, with SM3 and the default id 1234567812345678. */
    boolean verifySm2(Sm2PublicKey key, Bytes message, Sm2Signature signature);

    /** Calls another contract; a refusal of the callee refuses the caller too. */
    JsonNode call(String contract, String method, ObjectNode arguments);

    /** Calls another contract in a buffer that is dropped when it refuses. */
    CallOutcome tryCall(String contract, String method, ObjectNode arguments);

    /** As {@link #tryCall}, on behalf of a contract of another chain; refused to every contract but {@code packets}. */
    CallOutcome deliver(Caller.OfChain sender, String contract, String method, ObjectNode arguments);
}
