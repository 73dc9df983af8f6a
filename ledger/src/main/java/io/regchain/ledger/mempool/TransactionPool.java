package io.regchain.ledger.mempool;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Transactions that wait for a block: bounded, without duplicates, in sequence order per sender. Their signatures were
 * checked before they came here. Not thread-safe: one actor owns it.
 */
public final class TransactionPool {
    /** How far a transaction may run ahead of its sender's next sequence. */
    public static final int MAX_AHEAD = 1_000;

    private final int capacity;
    private final SortedMap<Sm2PublicKey, SortedMap<Sequence, Entry>> bySender = new TreeMap<>();
    private int size;

    private record Entry(Hash32 id, Transaction transaction) {}

    /** What became of an offered transaction. */
    public sealed interface Offer {
        record Added(Hash32 id) implements Offer {}

        /** The same transaction waits already. */
        record Known(Hash32 id) implements Offer {}

        /** {@code SEQUENCE_USED}, {@code SEQUENCE_TOO_FAR} or {@code POOL_FULL}. */
        record Refused(Refusal reason) implements Offer {}
    }

    public TransactionPool(int capacity) {
        this.capacity = capacity;
    }

    /** @param next the sender's next sequence in the certified state */
    public Offer offer(Transaction transaction, Sequence next) {
        Hash32 id = transaction.id();
        Optional<Refusal> problem = sequenceProblem(transaction.sequence(), next);
        if (problem.isPresent()) {
            return new Offer.Refused(problem.get());
        }
        SortedMap<Sequence, Entry> own = bySender.getOrDefault(transaction.sender(), new TreeMap<>());
        Entry standing = own.get(transaction.sequence());
        if (standing != null) {
            return standing.id().equals(id) ? new Offer.Known(id) : refused(usedUp(transaction.sequence(), "waits"));
        }
        if (size >= capacity) {
            return refused(new Refusal("POOL_FULL", "the pool holds " + capacity + " transactions; offer it later"));
        }
        own.put(transaction.sequence(), new Entry(id, transaction));
        bySender.put(transaction.sender(), own);
        size++;
        return new Offer.Added(id);
    }

    private static Offer refused(Refusal reason) {
        return new Offer.Refused(reason);
    }

    private static Optional<Refusal> sequenceProblem(Sequence sequence, Sequence next) {
        if (sequence.compareTo(next) < 0) {
            return Optional.of(usedUp(sequence, "was executed; the next one is " + next));
        }
        if (sequence.value() - next.value() > MAX_AHEAD) {
            return Optional.of(new Refusal(
                    "SEQUENCE_TOO_FAR",
                    "sequence " + sequence + " runs more than " + MAX_AHEAD + " ahead of the next one, " + next));
        }
        return Optional.empty();
    }

    private static Refusal usedUp(Sequence sequence, String how) {
        return new Refusal("SEQUENCE_USED", "another transaction with sequence " + sequence + " " + how);
    }

    /**
     * The transactions that could stand in the next block, each sender's in sequence without gap, one of each sender in
     * turn so that nobody crowds the others out.
     */
    public List<Transaction> candidates(int most, Function<Sm2PublicKey, Sequence> nextSequence) {
        List<Iterator<Entry>> runs = new ArrayList<>();
        bySender.forEach((sender, own) -> runs.add(gapless(own, nextSequence.apply(sender))));
        List<Transaction> chosen = new ArrayList<>();
        while (chosen.size() < most && takeOneEach(runs, chosen, most)) {
            runs.removeIf(run -> !run.hasNext());
        }
        return chosen;
    }

    private static boolean takeOneEach(List<Iterator<Entry>> runs, List<Transaction> chosen, int most) {
        boolean took = false;
        for (Iterator<Entry> run : runs) {
            if (chosen.size() < most && run.hasNext()) {
                chosen.add(run.next().transaction());
                took = true;
            }
        }
        return took;
    }

    private static Iterator<Entry> gapless(SortedMap<Sequence, Entry> own, Sequence next) {
        List<Entry> run = new ArrayList<>();
        Sequence wanted = next;
        for (Map.Entry<Sequence, Entry> each : own.tailMap(next).entrySet()) {
            if (!each.getKey().equals(wanted)) {
                break;
            }
            run.add(each.getValue());
            wanted = wanted.next();
        }
        return run.iterator();
    }

    /** Whether any sender's next transaction is here. */
    public boolean hasWork(Function<Sm2PublicKey, Sequence> nextSequence) {
        return bySender.entrySet().stream()
                .anyMatch(each -> each.getValue().containsKey(nextSequence.apply(each.getKey())));
    }

    /** Drops everything of these senders that the certified state has passed. */
    public void committed(Iterable<Sm2PublicKey> senders, Function<Sm2PublicKey, Sequence> nextSequence) {
        for (Sm2PublicKey sender : senders) {
            SortedMap<Sequence, Entry> own = bySender.get(sender);
            if (own != null) {
                SortedMap<Sequence, Entry> passed = own.headMap(nextSequence.apply(sender));
                size -= passed.size();
                passed.clear();
                if (own.isEmpty()) {
                    bySender.remove(sender);
                }
            }
        }
    }

    /** Everything that waits, for a peer that asks again. */
    public List<Transaction> all() {
        return bySender.values().stream()
                .flatMap(own -> own.values().stream())
                .map(Entry::transaction)
                .toList();
    }

    public int size() {
        return size;
    }
}
