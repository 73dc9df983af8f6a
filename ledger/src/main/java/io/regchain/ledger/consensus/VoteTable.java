package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Messages of one kind at one height: the first of each validator in each round. Copies share what has not changed. */
final class VoteTable {
    private final TreeMap<Round, TreeMap<Integer, VerifiedMessage>> rounds;

    VoteTable() {
        this(new TreeMap<>());
    }

    private VoteTable(TreeMap<Round, TreeMap<Integer, VerifiedMessage>> rounds) {
        this.rounds = rounds;
    }

    VoteTable copy() {
        return new VoteTable(new TreeMap<>(rounds));
    }

    /** Keeps the vote unless its signer already has one in that round; answers that earlier one. */
    Optional<VerifiedMessage> put(VerifiedMessage vote) {
        TreeMap<Integer, VerifiedMessage> before = rounds.getOrDefault(vote.round(), new TreeMap<>());
        VerifiedMessage earlier = before.get(vote.signerIndex());
        if (earlier != null) {
            return Optional.of(earlier);
        }
        TreeMap<Integer, VerifiedMessage> after = new TreeMap<>(before);
        after.put(vote.signerIndex(), vote);
        rounds.put(vote.round(), after);
        return Optional.empty();
    }

    /** The votes for this block in this round, by distinct validators, in the order of the set. */
    List<VerifiedMessage> votes(Round round, Hash32 blockHash) {
        return in(round).stream().filter(vote -> vote.names(blockHash)).toList();
    }

    Collection<VerifiedMessage> in(Round round) {
        return List.copyOf(rounds.getOrDefault(round, new TreeMap<>()).values());
    }

    Optional<VerifiedMessage> of(Round round, int signerIndex) {
        return Optional.ofNullable(rounds.getOrDefault(round, new TreeMap<>()).get(signerIndex));
    }

    List<Round> rounds() {
        return List.copyOf(rounds.keySet());
    }

    void forgetBelow(Round round) {
        rounds.headMap(round, false).clear();
    }
}
