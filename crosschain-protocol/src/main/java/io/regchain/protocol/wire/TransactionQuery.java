package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.GetTransactionRequest;
import io.regchain.protocol.wire.v1.TraceTransactionRequest;
import java.util.Optional;

/**
 * Asks for a transaction (JR/T 0314 table 4), or for its trace.
 *
 * @param height absent: wherever it stands; present: it must stand in this very block
 */
public record TransactionQuery(ChainId network, Optional<Height> height, Hash32 transactionId) {
    public static TransactionQuery fromWire(GetTransactionRequest request) {
        return new TransactionQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.height("height", request.hasHeight(), request.getHeight()),
                WireFields.hash("transaction_id", request.getTransactionId()));
    }

    public static TransactionQuery fromWire(TraceTransactionRequest request) {
        return new TransactionQuery(
                WireFields.network(request.getNetworkId()),
                Optional.empty(),
                WireFields.hash("transaction_id", request.getTransactionId()));
    }

    public GetTransactionRequest toWire() {
        GetTransactionRequest.Builder request = GetTransactionRequest.newBuilder()
                .setNetworkId(network.value())
                .setTransactionId(WireFields.wire(transactionId));
        height.ifPresent(h -> request.setHeight(h.value()));
        return request.build();
    }

    /** The height is left out: a trace is asked for by the transaction's id alone. */
    public TraceTransactionRequest toTraceRequest() {
        return TraceTransactionRequest.newBuilder()
                .setNetworkId(network.value())
                .setTransactionId(WireFields.wire(transactionId))
                .build();
    }
}
