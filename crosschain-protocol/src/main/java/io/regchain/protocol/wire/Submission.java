package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.v1.SubmitTransactionRequest;
import java.time.Duration;

/**
 * Hands a transaction in. Its signature is not checked here: the node does, and refuses with a reason.
 *
 * @param maxWait how long to wait for the receipt, 1 ms to 60 s; means nothing unless {@code waitForReceipt}
 */
public record Submission(ChainId network, Transaction transaction, boolean waitForReceipt, Duration maxWait) {
    public static Submission fromWire(SubmitTransactionRequest request) {
        Transaction transaction = WireFields.decoded("transaction", request.getTransaction(), Transaction::decode);
        ChainId network = WireFields.network(request.getNetworkId());
        WireFields.agree("network_id", network, transaction.chainId());
        return new Submission(
                network, transaction, request.getWaitForReceipt(), WireFields.maxWait(request.getMaxWaitMillis()));
    }

    public SubmitTransactionRequest toWire() {
        return SubmitTransactionRequest.newBuilder()
                .setNetworkId(network.value())
                .setTransaction(WireFields.wire(transaction.canonical()))
                .setWaitForReceipt(waitForReceipt)
                .setMaxWaitMillis(WireFields.waitMillis(maxWait))
                .build();
    }
}
