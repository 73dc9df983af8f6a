package io.regchain.ledger.validator;

import io.regchain.protocol.base.Height;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** What each peer of a validator says of its height, and whether it keeps its word. */
final class PeerHeights {
    /** The highest that each ever said or showed it was; of f+1 one is true. */
    private final Map<Integer, Height> claims = new TreeMap<>();
    /** Up to where each may serve, until it was asked in vain. */
    private final Map<Integer, Height> serving = new TreeMap<>();

    private Height proven = Height.ZERO;
    /** How often in a row each was asked in vain. */
    private final Map<Integer, Integer> failures = new TreeMap<>();
    /** Those that did not give what they had said or shown to have, until they give something. */
    private final Set<Integer> wordBroken = new TreeSet<>();

    /** The chain has reached this height, whoever says so and whether anybody hands it over. */
    void proven(Height height) {
        proven = higher(proven, height);
    }

    Height proven() {
        return proven;
    }

    /** It has said, or shown, that it has this block. */
    void claimed(int peer, Height height) {
        claims.merge(peer, height, PeerHeights::higher);
        mayServe(peer, height);
    }

    /** It may be asked for the block of this height. */
    void mayServe(int peer, Height height) {
        serving.merge(peer, height, PeerHeights::higher);
    }

    private static Height higher(Height a, Height b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /**
     * As far as one honest of these peers is, where at most {@code faulty} lie, or as is proven, however slowly they hand
     * blocks over.
     *
     * @param counts whose claims count
     */
    Height reached(IntPredicate counts, int faulty) {
        Height said = claims.entrySet().stream()
                .filter(claim -> counts.test(claim.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.reverseOrder())
                .skip(faulty)
                .findFirst()
                .orElse(Height.ZERO);
        return higher(said, proven);
    }

    /** Who may have more than {@code own}, first whoever was asked in vain least often, then whoever said or showed so. */
    Optional<Integer> server(Height own) {
        return serving.entrySet().stream()
                .filter(each -> each.getValue().compareTo(own) > 0)
                .min(Comparator.<Map.Entry<Integer, Height>>comparingInt(
                                each -> failures.getOrDefault(each.getKey(), 0))
                        .thenComparing(each -> claim(each.getKey()).compareTo(own) <= 0)
                        .thenComparing(
                                Map.Entry.<Integer, Height>comparingByValue().reversed()))
                .map(Map.Entry::getKey);
    }

    /**
     * Whether one that will be asked, and has not broken its word since it last kept it, has said or shown to have more than
     * {@code own}.
     */
    boolean promise(Height own) {
        return serving.entrySet().stream()
                .anyMatch(peer -> peer.getValue().compareTo(own) > 0
                        && claim(peer.getKey()).compareTo(own) > 0
                        && !wordBroken.contains(peer.getKey()));
    }

    private Height claim(int peer) {
        return claims.getOrDefault(peer, Height.ZERO);
    }

    /**
     * It is asked no more until it is said again that it may serve. Its word is broken if it gave it.
     *
     * @param above what it was asked for is above this height
     */
    void servedNothing(int peer, Height above) {
        serving.remove(peer);
        failures.merge(peer, 1, Integer::sum);
        if (claim(peer).compareTo(above) > 0) {
            wordBroken.add(peer);
        }
    }

    void served(int peer) {
        failures.remove(peer);
        wordBroken.remove(peer);
    }
}
