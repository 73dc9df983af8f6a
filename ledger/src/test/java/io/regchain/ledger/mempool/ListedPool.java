package io.regchain.ledger.mempool;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The pool's rules once more, over one list that is searched from end to end each time. */
final class ListedPool {
    private final PoolLimits limits;
    private final List<Entry> entries = new ArrayList<>();
    private final SortedMap<Sm2PublicKey, Sequence> next = new TreeMap<>();
    private long blocks;

    private record Entry(Transaction transaction, long arrived) {}

    ListedPool(PoolLimits limits) {
        this.limits = limits;
    }

    /** @return ADDED, KNOWN or a refusal's code, then what was dropped */
    List<String> offer(Transaction offered, Sequence stateNext) {
        long sequence = offered.sequence().value();
        if (sequence < stateNext.value()) {
            return List.of("SEQUENCE_USED");
        }
        if (sequence > stateNext.value() + TransactionPool.MAX_AHEAD) {
            return List.of("SEQUENCE_TOO_FAR");
        }
        next.merge(offered.sender(), stateNext, (a, b) -> a.compareTo(b) > 0 ? a : b);
        List<Entry> own = of(offered.sender());
        Optional<Entry> same = own.stream()
                .filter(each -> each.transaction().sequence().equals(offered.sequence()))
                .findFirst();
        if (same.isPresent()) {
            if (same.get().transaction().id().equals(offered.id())) {
                return List.of("KNOWN");
            }
            return blocks - same.get().arrived() < limits.blocksToReplacement()
                    ? List.of("SEQUENCE_USED")
                    : added(offered, same, "REPLACED");
        }
        boolean shareFull = own.size() >= limits.perSender();
        if (!shareFull && entries.size() < limits.capacity()) {
            return added(offered, Optional.empty(), "");
        }
        List<Entry> largest = largest();
        if (!shareFull && largest.size() > own.size() + 1) {
            return added(offered, Optional.of(last(largest)), "EVICTED");
        }
        if (!own.isEmpty() && last(own).transaction().sequence().value() > sequence) {
            return added(offered, Optional.of(last(own)), "EVICTED");
        }
        return List.of(shareFull ? "SENDER_FULL" : "POOL_FULL");
    }

    private List<String> added(Transaction offered, Optional<Entry> instead, String why) {
        instead.ifPresent(entries::remove);
        entries.add(new Entry(offered, blocks));
        List<String> told = new ArrayList<>(List.of("ADDED"));
        instead.ifPresent(each -> told.add(why + " " + each.transaction().id()));
        return told;
    }

    private List<Entry> of(Sm2PublicKey sender) {
        return entries.stream()
                .filter(each -> each.transaction().sender().equals(sender))
                .toList();
    }

    private static Entry last(List<Entry> own) {
        return own.stream()
                .max(Comparator.comparing(each -> each.transaction().sequence()))
                .orElseThrow();
    }

    /** The one of the lowest key, among equals. */
    private List<Entry> largest() {
        List<Entry> best = List.of();
        for (Sm2PublicKey sender : next.keySet()) {
            best = of(sender).size() > best.size() ? of(sender) : best;
        }
        return best;
    }

    List<String> applied(List<Transaction> executed, Function<Sm2PublicKey, Sequence> state) {
        blocks++;
        List<String> told = new ArrayList<>();
        List<Hash32> done = executed.stream().map(Transaction::id).toList();
        executed.forEach(each -> next.put(each.sender(), state.apply(each.sender())));
        for (Entry each : List.copyOf(entries)) {
            Transaction transaction = each.transaction();
            boolean touched = executed.stream().anyMatch(e -> e.sender().equals(transaction.sender()));
            if (touched && transaction.sequence().compareTo(next.get(transaction.sender())) < 0) {
                entries.remove(each);
                if (!done.contains(transaction.id())) {
                    told.add("SEQUENCE_USED " + transaction.id());
                }
            }
        }
        for (Entry each : List.copyOf(entries)) {
            if (blocks - each.arrived() >= limits.blocksToExpiry()) {
                entries.remove(each);
                told.add("EXPIRED " + each.transaction().id());
            }
        }
        return told;
    }

    /** How many each sender could bring in without gap. */
    SortedMap<Sm2PublicKey, Integer> gapless() {
        SortedMap<Sm2PublicKey, Integer> runs = new TreeMap<>();
        next.forEach((sender, first) -> {
            long at = first.value();
            while (holds(sender, at)) {
                at++;
            }
            if (at > first.value()) {
                runs.put(sender, (int) (at - first.value()));
            }
        });
        return runs;
    }

    private boolean holds(Sm2PublicKey sender, long sequence) {
        return of(sender).stream()
                .anyMatch(each -> each.transaction().sequence().value() == sequence);
    }

    List<Hash32> ids() {
        return entries.stream().map(each -> each.transaction().id()).sorted().toList();
    }
}
