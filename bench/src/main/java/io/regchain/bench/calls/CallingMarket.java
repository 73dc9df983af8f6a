package io.regchain.bench.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One market that forwards an investor's orders to the market that keeps the register: a packet there, judged by the
 * register's rules, and its proven answer back. A call has ended when a certified block of this market holds the answer.
 */
final class CallingMarket implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final LocalMarket market;
    private final String account;
    private final LocalMarket destination;
    private final ProductCode product;
    private final ConcurrentHashMap<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final BlockListener.Subscription listening;

    CallingMarket(LocalMarket market, String account, LocalMarket destination, ProductCode product) {
        this.market = market;
        this.account = account;
        this.destination = destination;
        this.product = product;
        this.listening = market.node(0).blocks(market.node(0).height().next(), this::certified);
    }

    private void certified(CertifiedBlock block) {
        block.receipts().stream()
                .flatMap(receipt -> receipt.events().stream())
                .filter(event -> event.name().equals("orderAnswered"))
                .forEach(this::answered);
    }

    private void answered(Event event) {
        JsonNode order = CanonicalJson.decode(event.data());
        CompletableFuture<JsonNode> waiting =
                open.remove(order.path("requestId").asText());
        if (waiting != null) {
            waiting.complete(order);
        }
    }

    /**
     * Makes one call and waits for its end. Runs where waiting is cheap.
     *
     * @return nanoseconds from handing it in to the certified answer
     * @throws IllegalStateException when it was not accepted at its destination: then something else was measured
     */
    long call(String requestId) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(requestId, answer);
        ObjectNode order =
                market.desk().forwardOrder(requestId, account, destination.chainId(), product, Side.BUY, 100);
        long start = System.nanoTime();
        TransactionRecord sent = market.submit("transfers", "forwardOrder", order);
        if (!sent.receipt().succeeded()) {
            throw new IllegalStateException("the order " + requestId + " of " + market.chainId() + " was refused: "
                    + sent.receipt().code() + ": " + sent.receipt().message());
        }
        JsonNode end = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (!end.path("state").asText().equals("ACCEPTED")) {
            throw new IllegalStateException("the order " + requestId + " of " + market.chainId() + " ended: "
                    + CanonicalJson.encode(end).toUtf8());
        }
        return System.nanoTime() - start;
    }

    LocalMarket market() {
        return market;
    }

    @Override
    public void close() {
        listening.close();
    }
}
