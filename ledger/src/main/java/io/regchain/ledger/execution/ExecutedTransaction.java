package io.regchain.ledger.execution;

import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.trace.Trace;

/** A transaction with everything its execution yields. */
public record ExecutedTransaction(Transaction transaction, Receipt receipt, Trace trace) {}
