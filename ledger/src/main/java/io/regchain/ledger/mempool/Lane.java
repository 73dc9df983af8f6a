package io.regchain.ledger.mempool;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What waits of one sender, in sequence order, and which sequence is next. */
final class Lane {
    private final Sm2PublicKey sender;
    private final NavigableMap<Sequence, Waiting> waiting = new TreeMap<>();
    private Sequence next;

    /** @param arrived how many blocks the pool had seen */
    record Waiting(Hash32 id, Transaction transaction, long arrived) {}

    Lane(Sm2PublicKey sender, Sequence next) {
        this.sender = sender;
        this.next = next;
    }

    Sm2PublicKey sender() {
        return sender;
    }

    /** A state seen later never has a lower sequence. */
    void learn(Sequence seen) {
        next = seen.compareTo(next) > 0 ? seen : next;
    }

    Sequence next() {
        return next;
    }

    Optional<Waiting> at(Sequence sequence) {
        return Optional.ofNullable(waiting.get(sequence));
    }

    void put(Waiting added) {
        waiting.put(added.transaction().sequence(), added);
    }

    void remove(Waiting removed) {
        waiting.remove(removed.transaction().sequence());
    }

    Waiting last() {
        return waiting.lastEntry().getValue();
    }

    /** Those below the next sequence. */
    List<Waiting> passed() {
        return new ArrayList<>(waiting.headMap(next, false).values());
    }

    boolean isReady() {
        return waiting.containsKey(next);
    }

    int size() {
        return waiting.size();
    }
}
