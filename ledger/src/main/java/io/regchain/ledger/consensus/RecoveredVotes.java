package io.regchain.ledger.consensus;

import java.util.List;
import java.util.Optional;

/**
 * What this validator persisted for one height before it stopped.
 *
 * @param votes every own message stored by {@link ConsensusEffect.PersistVote}, in the order stored
 * @param prepared of those stored by {@link ConsensusEffect.PersistPrepared} the one with the highest round
 */
public record RecoveredVotes(List<VerifiedMessage> votes, Optional<PreparedCertificate> prepared) {
    public static final RecoveredVotes NONE = new RecoveredVotes(List.of(), Optional.empty());

    public RecoveredVotes {
        votes = List.copyOf(votes);
    }
}
