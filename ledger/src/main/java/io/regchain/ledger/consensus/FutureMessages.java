package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Messages of the next heights, one slot for each height, validator and kind (the newest round wins), and the highest
 * height each validator was heard at.
 */
final class FutureMessages {
    private record Slot(Height height, Payload.Kind kind, Sm2PublicKey signer) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER =
                Comparator.comparing(Slot::height).thenComparing(Slot::kind).thenComparing(Slot::signer);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Slot, VerifiedMessage> slots;
    private final TreeMap<Sm2PublicKey, Height> heard;

    FutureMessages() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    private FutureMessages(TreeMap<Slot, VerifiedMessage> slots, TreeMap<Sm2PublicKey, Height> heard) {
        this.slots = slots;
        this.heard = heard;
    }

    FutureMessages copy() {
        return new FutureMessages(new TreeMap<>(slots), new TreeMap<>(heard));
    }

    /**
     * A flood of one validator replaces its own messages only: it has a slot of its own for each height and kind.
     *
     * @return what its signer had said already in the same place
     */
    Optional<VerifiedMessage> keep(VerifiedMessage message, Height current) {
        heard.merge(message.signer(), message.height(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        if (message.height().value() - current.value() > ConsensusLimits.HEIGHTS_AHEAD) {
            return Optional.empty();
        }
        Slot slot = new Slot(message.height(), message.payload().kind(), message.signer());
        Optional<VerifiedMessage> earlier = Optional.ofNullable(slots.get(slot));
        slots.merge(slot, message, (old, now) -> now.round().compareTo(old.round()) > 0 ? now : old);
        return earlier.filter(e -> e.round().equals(message.round()));
    }

    /** Who has left the set is not listened to any more, however far ahead it claimed to be. */
    void forgetAllBut(ValidatorSet validators) {
        heard.keySet().removeIf(signer -> !validators.contains(signer));
    }

    /** Takes out the messages of this height, in a fixed order, and forgets those below. */
    List<VerifiedMessage> take(Height height) {
        List<VerifiedMessage> taken = new ArrayList<>();
        for (Map.Entry<Slot, VerifiedMessage> entry : slots.entrySet()) {
            if (entry.getKey().height().equals(height)) {
                taken.add(entry.getValue());
            }
        }
        slots.keySet().removeIf(slot -> slot.height().compareTo(height) <= 0);
        heard.values().removeIf(at -> at.compareTo(height) <= 0);
        return taken;
    }

    /** The validators heard above this height, the furthest first; among equals the smallest key. */
    List<Sm2PublicKey> heardAbove(Height height) {
        return heard.entrySet().stream()
                .filter(e -> e.getValue().compareTo(height) > 0)
                .sorted(Map.Entry.<Sm2PublicKey, Height>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    int size() {
        return slots.size();
    }
}
