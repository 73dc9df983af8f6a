package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Round;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The latest round change of each validator: who moved on has left the rounds below. */
final class RoundChanges {
    private final TreeMap<Integer, VerifiedMessage> latest;

    RoundChanges() {
        this(new TreeMap<>());
    }

    private RoundChanges(TreeMap<Integer, VerifiedMessage> latest) {
        this.latest = latest;
    }

    RoundChanges copy() {
        return new RoundChanges(new TreeMap<>(latest));
    }

    /** Keeps the message if it is its signer's newest; answers the one already there for the same round. */
    Optional<VerifiedMessage> put(VerifiedMessage message) {
        VerifiedMessage earlier = latest.get(message.signerIndex());
        if (earlier == null || earlier.round().compareTo(message.round()) < 0) {
            latest.put(message.signerIndex(), message);
            return Optional.empty();
        }
        return Optional.of(earlier).filter(e -> e.round().equals(message.round()));
    }

    Optional<VerifiedMessage> of(int signerIndex) {
        return Optional.ofNullable(latest.get(signerIndex));
    }

    /** All round changes to exactly this round, in the order of the set. */
    List<VerifiedMessage> to(Round round) {
        return latest.values().stream().filter(m -> m.round().equals(round)).toList();
    }

    /** The highest round that {@code count} validators have reached or passed. */
    Optional<Round> reachedBy(int count) {
        return latest.values().stream()
                .map(VerifiedMessage::round)
                .sorted(Comparator.reverseOrder())
                .skip(count - 1L)
                .findFirst();
    }

    List<VerifiedMessage> all() {
        return List.copyOf(latest.values());
    }
}
