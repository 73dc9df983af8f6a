package io.regchain.ledger.mempool;

import io.regchain.ledger.mempool.Lane.Waiting;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Transactions that wait for a block: bounded, without duplicates, in sequence order per sender. Their signatures were
 * checked before they came here. Pure; time is counted in blocks. Not thread-safe: one owner.
 *
 * <p>The rules, each in one place below:
 * <ul>
 *   <li><b>Same sender, same sequence</b>: the first stands until it has seen {@link PoolLimits#blocksToReplacement} blocks
 *       go by; then another takes its place. So a stuck one can be replaced, and nobody makes validators verify and pass on
 *       one variant after the other.
 *   <li><b>The pool is full</b>: the sender who holds the most gives up its last transaction, provided that it then still
 *       holds no fewer than the newcomer's sender. So nobody drives out one who holds less.
 *   <li><b>A sender's share is full, or nobody holds more</b>: a transaction with a lower sequence than the sender's own last
 *       drives that one out, since it can run earlier; any other is refused.
 *   <li><b>Expiry</b>: what has seen {@link PoolLimits#blocksToExpiry} blocks go by is dropped.
 *   <li><b>Choice</b>: senders take turns, the one served longest ago first; each one's transactions without gap.
 * </ul>
 *
 * Whatever is dropped is reported. No call looks at all that waits.
 */
public final class TransactionPool {
    /** How far a transaction may run ahead of its sender's next sequence. */
    public static final int MAX_AHEAD = 1_000;

    private final PoolLimits limits;
    private final SortedMap<Sm2PublicKey, Lane> lanes = new TreeMap<>();
    /** By id, in the order of arrival. */
    private final SequencedMap<Hash32, Waiting> byArrival = new LinkedHashMap<>();
    /** Senders by how many they have here. */
    private final NavigableMap<Integer, TreeSet<Sm2PublicKey>> bySize = new TreeMap<>();
    /** Lanes whose next transaction is here, the one served longest ago first. */
    private final SequencedMap<Sm2PublicKey, Lane> ready = new LinkedHashMap<>();

    private long blocksSeen;

    /** What became of an offered transaction. */
    public sealed interface Offer {
        /** @param dropped what had to go for it */
        record Added(Hash32 id, List<Dropped> dropped) implements Offer {}

        /** The same transaction waits already. */
        record Known(Hash32 id) implements Offer {}

        /** {@code SEQUENCE_USED}, {@code SEQUENCE_TOO_FAR}, {@code SENDER_FULL} or {@code POOL_FULL}. */
        record Refused(Refusal reason) implements Offer {}
    }

    public TransactionPool(int capacity) {
        this(PoolLimits.ofCapacity(capacity));
    }

    public TransactionPool(PoolLimits limits) {
        this.limits = limits;
    }

    /** @param next the sender's next sequence in the certified state */
    public Offer offer(Transaction transaction, Sequence next) {
        Optional<Refusal> problem = sequenceProblem(transaction.sequence(), next);
        if (problem.isPresent()) {
            return new Offer.Refused(problem.get());
        }
        Waiting offered = new Waiting(transaction.id(), transaction, blocksSeen);
        Lane lane = lanes.getOrDefault(transaction.sender(), new Lane(transaction.sender(), next));
        lane.learn(next);
        Optional<Waiting> standing = lane.at(transaction.sequence());
        Offer outcome = standing.isPresent() ? again(lane, standing.get(), offered) : first(lane, offered);
        settle(lane);
        return outcome;
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

    private Offer again(Lane lane, Waiting standing, Waiting offered) {
        if (standing.id().equals(offered.id())) {
            return new Offer.Known(offered.id());
        }
        if (blocksSeen - standing.arrived() < limits.blocksToReplacement()) {
            return new Offer.Refused(usedUp(
                    offered.transaction().sequence(),
                    "waits; it can be replaced when " + limits.blocksToReplacement() + " blocks have gone by"));
        }
        return add(lane, offered, Optional.of(drop(lane, standing, Dropped.Reason.REPLACED)));
    }

    private Offer first(Lane lane, Waiting offered) {
        boolean shareFull = lane.size() >= limits.perSender();
        if (!shareFull && byArrival.size() < limits.capacity()) {
            return add(lane, offered, Optional.empty());
        }
        Optional<Lane> largest = shareFull ? Optional.empty() : largerThan(lane.size() + 1);
        if (largest.isPresent()) {
            return add(lane, offered, Optional.of(evictLast(largest.get())));
        }
        if (lane.size() > 0
                && offered.transaction()
                                .sequence()
                                .compareTo(lane.last().transaction().sequence())
                        < 0) {
            return add(lane, offered, Optional.of(drop(lane, lane.last(), Dropped.Reason.EVICTED)));
        }
        return new Offer.Refused(
                shareFull
                        ? full("SENDER_FULL", limits.perSender() + " transactions of one sender")
                        : full("POOL_FULL", limits.capacity() + " transactions"));
    }

    private static Refusal full(String code, String what) {
        return new Refusal(code, "the pool holds " + what + "; offer it later");
    }

    /** The sender who holds the most, when that is more than {@code size}. */
    private Optional<Lane> largerThan(int size) {
        return bySize.isEmpty() || bySize.lastKey() <= size
                ? Optional.empty()
                : Optional.ofNullable(lanes.get(bySize.lastEntry().getValue().first()));
    }

    private Dropped evictLast(Lane largest) {
        Dropped dropped = drop(largest, largest.last(), Dropped.Reason.EVICTED);
        settle(largest);
        return dropped;
    }

    private Offer add(Lane lane, Waiting added, Optional<Dropped> dropped) {
        resize(lane, () -> lane.put(added));
        byArrival.put(added.id(), added);
        return new Offer.Added(added.id(), dropped.map(List::of).orElse(List.of()));
    }

    private Dropped drop(Lane lane, Waiting dropped, Dropped.Reason reason) {
        resize(lane, () -> lane.remove(dropped));
        byArrival.remove(dropped.id());
        return new Dropped(dropped.id(), reason);
    }

    private void resize(Lane lane, Runnable change) {
        TreeSet<Sm2PublicKey> same = bySize.getOrDefault(lane.size(), new TreeSet<>());
        same.remove(lane.sender());
        if (same.isEmpty()) {
            bySize.remove(lane.size());
        }
        change.run();
        if (lane.size() > 0) {
            bySize.computeIfAbsent(lane.size(), size -> new TreeSet<>()).add(lane.sender());
        }
    }

    /** Puts the lane where it belongs after a change: among the ready ones, among the known ones, or nowhere. */
    private void settle(Lane lane) {
        if (lane.isReady()) {
            ready.putIfAbsent(lane.sender(), lane);
        } else {
            ready.remove(lane.sender());
        }
        if (lane.size() > 0) {
            lanes.put(lane.sender(), lane);
        } else {
            lanes.remove(lane.sender());
        }
    }

    /**
     * A block was applied: drops what it passed and what has waited too long.
     *
     * @param executed the block's transactions
     * @param nextSequence in the state after it
     * @return what was dropped without having been executed
     */
    public List<Dropped> applied(List<Transaction> executed, Function<Sm2PublicKey, Sequence> nextSequence) {
        blocksSeen++;
        TreeSet<Hash32> done = new TreeSet<>();
        TreeSet<Sm2PublicKey> senders = new TreeSet<>();
        for (Transaction each : executed) {
            done.add(each.id());
            senders.add(each.sender());
        }
        List<Dropped> dropped = new ArrayList<>();
        for (Sm2PublicKey sender : senders) {
            Optional.ofNullable(lanes.get(sender)).ifPresent(lane -> dropped.addAll(served(lane, nextSequence)));
        }
        dropped.removeIf(each -> done.contains(each.id()));
        dropped.addAll(expired());
        return dropped;
    }

    private List<Dropped> served(Lane lane, Function<Sm2PublicKey, Sequence> nextSequence) {
        lane.learn(nextSequence.apply(lane.sender()));
        List<Dropped> passed = new ArrayList<>();
        for (Waiting each : lane.passed()) {
            passed.add(drop(lane, each, Dropped.Reason.SEQUENCE_USED));
        }
        ready.remove(lane.sender());
        settle(lane);
        return passed;
    }

    private List<Dropped> expired() {
        List<Dropped> dropped = new ArrayList<>();
        while (!byArrival.isEmpty()
                && blocksSeen - byArrival.firstEntry().getValue().arrived() >= limits.blocksToExpiry()) {
            Waiting oldest = byArrival.firstEntry().getValue();
            Lane lane = Objects.requireNonNull(lanes.get(oldest.transaction().sender()), "what waits has a lane");
            dropped.add(drop(lane, oldest, Dropped.Reason.EXPIRED));
            settle(lane);
        }
        return dropped;
    }

    /** The transactions that could stand in the next block, each sender's in sequence without gap, senders in turn. */
    public List<Transaction> candidates(int most) {
        List<Transaction> chosen = new ArrayList<>();
        List<Lane> open = new ArrayList<>();
        for (Lane lane : ready.values()) {
            if (open.size() == most) {
                break;
            }
            open.add(lane);
        }
        for (long turn = 0; chosen.size() < most && !open.isEmpty(); turn++) {
            open = takeOneEach(open, turn, chosen, most);
        }
        return chosen;
    }

    /** @return the lanes that gave one */
    private static List<Lane> takeOneEach(List<Lane> open, long turn, List<Transaction> chosen, int most) {
        List<Lane> gave = new ArrayList<>();
        for (Lane lane : open) {
            Optional<Waiting> mine = lane.at(new Sequence(lane.next().value() + turn));
            if (chosen.size() < most && mine.isPresent()) {
                chosen.add(mine.get().transaction());
                gave.add(lane);
            }
        }
        return gave;
    }

    /** Whether any sender's next transaction is here. */
    public boolean hasWork() {
        return !ready.isEmpty();
    }

    /** Everything that waits, oldest first, for a peer that asks again. */
    public List<Transaction> all() {
        return byArrival.values().stream().map(Waiting::transaction).toList();
    }

    public int size() {
        return byArrival.size();
    }
}
