package io.regchain.supervision.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The supervision chain as its couriers use it: they read its state and submit what they carry, with their own key. */
public interface SupervisionLedger {
    /** The value of a full state key after the last certified block. Touches the disk: not for an actor's thread. */
    Optional<JsonNode> read(String key);

    /** Completes with the certified transaction, succeeded or refused; fails when none was certified in time. */
    CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments);
}
