package io.regchain.supervision.relay;

import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How many steps go to one chain in one transaction, as the chain's limits let a relay learn. */
final class BatchRoom {
    private final int most;
    private int now;
    /** Packets whose step used up a transaction's limits by itself: it takes no others with it any more. */
    private final Set<PacketId> alone = new HashSet<>();

    BatchRoom(int most) {
        this.most = most;
        this.now = most;
    }

    List<Batch> batches(List<RelayStep> steps) {
        List<RelayStep> together =
                steps.stream().filter(step -> !alone.contains(step.id())).toList();
        List<Batch> batches = new ArrayList<>(Batch.of(together, now));
        steps.stream().filter(step -> alone.contains(step.id())).forEach(step -> batches.add(new Batch(List.of(step))));
        return batches;
    }

    /** What is not carried any more need not be remembered. */
    void keepTo(List<RelayStep> steps) {
        alone.retainAll(steps.stream().map(RelayStep::id).collect(Collectors.toSet()));
    }

    /**
     * Transactions that used up their limits are tried again as two; slowly there are more steps in one again.
     *
     * @param whole came to their end
     * @param stopped used up their limits
     */
    void learn(List<Batch> whole, List<Batch> stopped) {
        int least = now;
        for (Batch batch : stopped) {
            int size = batch.steps().size();
            if (size == 1) {
                alone.add(batch.steps().get(0).id());
            } else {
                least = Math.min(least, Math.max(1, size / 2));
            }
        }
        boolean full = whole.stream().anyMatch(batch -> batch.steps().size() == now);
        now = least < now ? least : full ? Math.min(most, now + 1) : now;
    }
}
