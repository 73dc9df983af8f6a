package io.regchain.bench.ledger;

import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a number of transactions in flight, submitted to the nodes in turn, on a thread of its own. A transaction is
 * committed when node 0 tells of the certified block that holds it.
 */
final class LoadDriver implements AutoCloseable {
    private final List<ChainNode> nodes;
    private final Iterator<Transaction> supply;
    private final Semaphore room;
    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong blocks = new AtomicLong();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final BlockListener.Subscription listening;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean exhausted;

    LoadDriver(List<ChainNode> nodes, Iterator<Transaction> supply, int inFlight) {
        this.nodes = List.copyOf(nodes);
        this.supply = supply;
        this.room = new Semaphore(inFlight);
        Height next = nodes.get(0).height().next();
        this.listening = nodes.get(0).blocks(next, block -> count(block.receipts()));
        this.thread = Thread.ofPlatform().name("bench-load").daemon().start(this::run);
    }

    private void count(List<Receipt> receipts) {
        receipts.stream()
                .filter(receipt -> !receipt.succeeded())
                .findFirst()
                .ifPresent(receipt -> fail(new IllegalStateException(
                        "a transaction ended with " + receipt.code() + ": " + receipt.message())));
        if (!receipts.isEmpty()) {
            blocks.incrementAndGet();
            committed.addAndGet(receipts.size());
            room.release(receipts.size());
        }
    }

    private void run() {
        try {
            for (long i = 0; !stopped && supply.hasNext(); i++) {
                Transaction next = supply.next();
                room.acquire();
                nodes.get((int) (i % nodes.size())).submit(next).whenComplete(this::taken);
            }
            exhausted = !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void taken(SubmitOutcome outcome, Throwable error) {
        if (error != null) {
            fail(error);
        } else if (outcome instanceof SubmitOutcome.Refused refused) {
            fail(new IllegalStateException("a transaction was refused: " + refused.reason()));
        }
    }

    private void fail(Throwable error) {
        failures.add(error);
        stopped = true;
    }

    /** How many are committed by now. @throws IllegalStateException when the chain refused or failed one of them */
    long committed() {
        for (Throwable first : failures) {
            throw new IllegalStateException("the load stopped: " + first.getMessage(), first);
        }
        return committed.get();
    }

    long blocks() {
        return blocks.get();
    }

    boolean exhausted() {
        return exhausted;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
        listening.close();
    }
}
