package io.regchain.ledger.validator;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import java.time.Duration;
import java.util.List;

/**
 * What one validator is doing now, so that slow can be told from dead.
 *
 * @param height the last certified block it has applied
 * @param round the round it is in at the next height
 * @param inRound how long it has been there
 * @param waitingFor what it waits for, for people
 * @param pooled transactions in its pool
 * @param peers what it last heard from the other validators
 */
public record ValidatorStatus(
        int index,
        String name,
        Phase phase,
        Height height,
        Hash32 blockHash,
        Round round,
        Duration inRound,
        String waitingFor,
        int pooled,
        List<Peer> peers) {
    public ValidatorStatus {
        peers = List.copyOf(peers);
    }

    /** Starting (reading its store, finding its peers), following blocks, taking part, or stopped. */
    public enum Phase {
        STARTING,
        SYNCING,
        ACTIVE,
        STOPPED
    }

    /** @param silentFor since the last message of this validator; empty never heard is told by {@code heard} */
    public record Peer(int index, String name, boolean heard, Duration silentFor) {}
}
