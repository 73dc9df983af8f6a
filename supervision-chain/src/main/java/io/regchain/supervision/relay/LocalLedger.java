package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import java.util.concurrent.CompletionStage;

/** A local chain as the relay writes to it, with the relay's own key: nobody has to trust what it submits. */
@FunctionalInterface
public interface LocalLedger {
    CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments);
}
