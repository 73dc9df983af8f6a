package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.OrderedMerkle;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the transactions of a block come to, in order.
 *
 * @param writes by full state key; empty deletes
 */
public record ExecutedBlock(List<ExecutedTransaction> executed, SortedMap<String, Optional<Bytes>> writes) {
    public ExecutedBlock {
        executed = List.copyOf(executed);
        writes = Collections.unmodifiableSortedMap(new TreeMap<>(writes));
    }

    public List<Transaction> transactions() {
        return executed.stream().map(ExecutedTransaction::transaction).toList();
    }

    public List<Receipt> receipts() {
        return executed.stream().map(ExecutedTransaction::receipt).toList();
    }

    public Hash32 transactionRoot() {
        return Transaction.root(transactions());
    }

    public Hash32 receiptRoot() {
        return OrderedMerkle.root(
                executed.stream().map(e -> e.receipt().canonical()).toList());
    }
}
