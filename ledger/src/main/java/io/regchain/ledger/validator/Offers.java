package io.regchain.ledger.validator;

import io.regchain.ledger.storage.Succession;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.ValidatorSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which peers of a validator without a chain have offered which block to begin with. Each question is answered once; what
 * comes unasked is not looked at.
 */
final class Offers {
    private final JoiningParts parts;
    private final Succession succession;
    /** Who was asked, and has not answered since. */
    private final Set<Integer> asked = new TreeSet<>();
    /** Whose answer counts. */
    private final Set<Integer> answered = new TreeSet<>();

    private final SortedMap<Integer, OfferedBlock> blocks = new TreeMap<>();

    /** What becomes of an offer. */
    sealed interface Taken {
        /** Nothing is to be done. */
        record Ignored() implements Taken {}

        /** More sets that decided are known now, and the sender is to be asked for the next ones. */
        record AskOn() implements Taken {}

        /** One more has answered. */
        record Counted() implements Taken {}

        record Lie(Refusal reason) implements Taken {}
    }

    Offers(JoiningParts parts) {
        this.parts = parts;
        this.succession = new Succession(parts.config().chainId(), parts.validators());
    }

    Succession succession() {
        return succession;
    }

    /** Everybody is asked anew. */
    void begin() {
        asked.clear();
        answered.clear();
        blocks.clear();
    }

    PeerMessage questionFor(int peer) {
        asked.add(peer);
        return new PeerMessage.WantSnapshot(parts.index(), succession.knownFrom());
    }

    Taken take(PeerMessage.SnapshotOffer offer) {
        if (!asked.remove(offer.sender()) || answered.contains(offer.sender())) {
            return new Taken.Ignored();
        }
        Height before = succession.knownFrom();
        OfferedBlock.Check check = OfferedBlock.check(offer, succession);
        boolean further = succession.knownFrom().compareTo(before) > 0;
        return switch (check) {
            case OfferedBlock.Check.More more -> further ? new Taken.AskOn() : new Taken.Ignored();
            case OfferedBlock.Check.Good good -> {
                blocks.put(offer.sender(), good.block());
                yield counted(offer.sender());
            }
            case OfferedBlock.Check.Useless useless -> counted(offer.sender());
            case OfferedBlock.Check.Refused refused -> {
                answered.add(offer.sender());
                yield new Taken.Lie(refused.reason());
            }
        };
    }

    private Taken counted(int peer) {
        answered.add(peer);
        return new Taken.Counted();
    }

    /** The last set that is known to decide. */
    private ValidatorSet deciding() {
        return succession.at(succession.knownFrom());
    }

    /** A quorum of those that decide, this validator among them: seats outside the set do not count. */
    boolean enough() {
        ValidatorSet set = deciding();
        long members = answered.stream()
                .filter(peer -> set.contains(parts.config().seats().get(peer).publicKey()))
                .count();
        return members >= set.quorum() - 1;
    }

    /** Whether more offer a block than may lie. */
    boolean oneHonest() {
        return blocks.size() > deciding().faulty();
    }

    /**
     * The highest block offered, unless executing the chain from its first block is quicker; where more than may lie have
     * pruned the first blocks, they are not to be had.
     */
    Optional<OfferedBlock> best() {
        long pruned = blocks.values().stream()
                .filter(block -> block.firstBlock().compareTo(Height.ZERO.next()) > 0)
                .count();
        boolean gone =
                pruned > 0 && (pruned == blocks.size() || pruned > deciding().faulty());
        return blocks.values().stream()
                .filter(block -> gone || block.height().value() > parts.how().threshold())
                .max(Comparator.comparing(OfferedBlock::height));
    }

    boolean reaches(int peer, Height height) {
        return Optional.ofNullable(blocks.get(peer))
                .filter(block -> block.height().compareTo(height) >= 0)
                .isPresent();
    }
}
