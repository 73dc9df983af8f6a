package io.regchain.ledger.validator;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Those who wait for a block or a receipt of one validator. Thread-safe; completions run on {@code callbacks}. */
public final class CommitWatch {
    private final Executor callbacks;
    private final Map<Hash32, List<CompletableFuture<Void>>> byTransaction = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> byHeight = new ConcurrentSkipListMap<>();

    public CommitWatch(Executor callbacks) {
        this.callbacks = callbacks;
    }

    /** Tells those who wait; said after the block can be read. */
    public void committed(Height height, List<Transaction> transactions) {
        for (Transaction transaction : transactions) {
            List<CompletableFuture<Void>> waiting = byTransaction.remove(transaction.id());
            if (waiting != null) {
                waiting.forEach(each -> callbacks.execute(() -> each.complete(null)));
            }
        }
        Map<Long, CompletableFuture<Void>> reached = byHeight.headMap(height.value());
        List<CompletableFuture<Void>> woken = new ArrayList<>(reached.values());
        reached.clear();
        woken.forEach(each -> callbacks.execute(() -> each.complete(null)));
    }

    /** Completes with {@code look}'s answer as soon as it has one, looked at now and after the transaction's block. */
    public <T> CompletableFuture<T> receipt(Hash32 id, Duration patience, Function<Hash32, Optional<T>> look) {
        CompletableFuture<Void> wake = new CompletableFuture<>();
        byTransaction.merge(id, List.of(wake), CommitWatch::both);
        Optional<T> already = look.apply(id);
        if (already.isPresent()) {
            forget(id, wake);
            return CompletableFuture.completedFuture(already.get());
        }
        CompletableFuture<T> answer = wake.thenApply(
                woken -> look.apply(id).orElseThrow(() -> new IllegalStateException("told of " + id + " too early")));
        answer.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        answer.whenComplete((value, error) -> forget(id, wake));
        return answer.whenCompleteAsync((value, error) -> {}, callbacks);
    }

    private static <T> List<T> both(List<T> a, List<T> b) {
        List<T> all = new ArrayList<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    private void forget(Hash32 id, CompletableFuture<Void> wake) {
        byTransaction.computeIfPresent(id, (key, waiting) -> {
            List<CompletableFuture<Void>> left =
                    waiting.stream().filter(each -> each != wake).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Wakes everybody who waits for a block: none will come. */
    public void stop() {
        committed(new Height(Long.MAX_VALUE), List.of());
    }

    /** Completes once a block above {@code height} can be read. */
    public CompletableFuture<Void> above(Height height) {
        return byHeight.computeIfAbsent(height.value(), key -> new CompletableFuture<>());
    }
}
