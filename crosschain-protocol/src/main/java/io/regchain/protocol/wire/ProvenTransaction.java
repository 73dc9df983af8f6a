package io.regchain.protocol.wire;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.OrderedProof;

/**
 * A transaction of a final block with its receipt and both proofs (JR/T 0314 table 4). The receipt names the
 * transaction, and both proofs are about the same place; whether they hold is for {@link #standsIn} to say.
 */
public record ProvenTransaction(
        Height height,
        Transaction transaction,
        OrderedProof transactionProof,
        Receipt receipt,
        OrderedProof receiptProof) {
    /** The place in the block, from 0. */
    public int index() {
        return transactionProof.index();
    }

    /** Whether both proofs hold under the roots of this header, which the caller has verified. */
    public boolean standsIn(BlockHeader header) {
        return header.height().equals(height)
                && transactionProof.verify(header.transactionRoot(), transaction.canonical())
                && receiptProof.verify(header.receiptRoot(), receipt.canonical());
    }

    public static ProvenTransaction fromWire(io.regchain.protocol.wire.v1.ProvenTransaction wire) {
        Transaction transaction = WireFields.decoded("transaction", wire.getTransaction(), Transaction::decode);
        OrderedProof transactionProof =
                WireFields.decoded("transaction_proof", wire.getTransactionProof(), OrderedProof::decode);
        Receipt receipt = WireFields.decoded("receipt", wire.getReceipt(), Receipt::decode);
        OrderedProof receiptProof = WireFields.decoded("receipt_proof", wire.getReceiptProof(), OrderedProof::decode);
        WireFields.agree("receipt's transaction", receipt.transactionId(), transaction.id());
        WireFields.agree("index", wire.getIndex(), transactionProof.index());
        WireFields.agree("index", wire.getIndex(), receiptProof.index());
        return new ProvenTransaction(
                WireFields.height("height", wire.getHeight()), transaction, transactionProof, receipt, receiptProof);
    }

    public io.regchain.protocol.wire.v1.ProvenTransaction toWire() {
        return io.regchain.protocol.wire.v1.ProvenTransaction.newBuilder()
                .setHeight(height.value())
                .setIndex(index())
                .setTransaction(WireFields.wire(transaction.canonical()))
                .setTransactionProof(WireFields.wire(transactionProof.canonical()))
                .setReceipt(WireFields.wire(receipt.canonical()))
                .setReceiptProof(WireFields.wire(receiptProof.canonical()))
                .build();
    }
}
