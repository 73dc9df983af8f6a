package io.regchain.ledger.node;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;

/**
 * A transaction in a certified block and what became of it.
 *
 * @param index its place in the block, from 0: the index of both ordered Merkle proofs
 */
public record TransactionRecord(Transaction transaction, Receipt receipt, Height height, int index) {}
