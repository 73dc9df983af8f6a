package io.regchain.ledger.validator;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;

/** Whether a node took a transaction into its pool. Taken is not executed: see the receipt for that. */
public sealed interface SubmitOutcome {
    /** Also for a transaction already pooled or already in a block. */
    record Accepted(Hash32 transactionId) implements SubmitOutcome {}

    /**
     * Refused with {@code TRANSACTION_OF_OTHER_CHAIN}, {@code SIGNATURE_INVALID}, {@code SEQUENCE_USED},
     * {@code SEQUENCE_TOO_FAR}, {@code POOL_FULL} or {@code NODE_STOPPED}.
     */
    record Refused(Refusal reason) implements SubmitOutcome {}
}
