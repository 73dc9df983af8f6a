package io.regchain.protocol.wire;

import io.regchain.protocol.wire.v1.GetTransactionResponse;
import java.util.List;

/** A transaction with its proofs, and its operations as a reading aid (JR/T 0314 table 4). */
public record TransactionAnswer(ProvenTransaction proven, List<Operation> operations) {
    public TransactionAnswer {
        operations = List.copyOf(operations);
    }

    public static TransactionAnswer fromWire(GetTransactionResponse response) {
        return new TransactionAnswer(
                WireFields.at("proven", () -> ProvenTransaction.fromWire(response.getProven())),
                Operation.fromWire(response.getOperationsList()));
    }

    public GetTransactionResponse toWire() {
        return GetTransactionResponse.newBuilder()
                .setProven(proven.toWire())
                .addAllOperations(operations.stream().map(Operation::toWire).toList())
                .build();
    }
}
