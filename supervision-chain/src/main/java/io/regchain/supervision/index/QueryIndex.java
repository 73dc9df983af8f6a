package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.supervision.status.ObjectBounds;
import io.regchain.supervision.status.ObjectFacts;
import java.util.Optional;

/**
 * What happened on the supervision chain, arranged for questions. It holds nothing that the chain does not; every row
 * names the supervision height and transaction behind it. Calls touch the disk: not for an actor's thread.
 */
public interface QueryIndex extends AutoCloseable {
    /** Which rows somebody may see, and how many at a time. */
    record Page(Scope scope, Optional<String> chain, Optional<Long> before, int limit) {
        public static final int MAX_LIMIT = 200;

        public Page {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit should be 1 to " + MAX_LIMIT);
            }
        }

        public static Page of(Scope scope, Optional<String> chain) {
            return new Page(scope, chain, Optional.empty(), 50);
        }
    }

    /** The next supervision block to be applied. */
    Height next(Hash32 genesisHash);

    /** Takes one block; the block before must have been the last one taken. */
    void apply(CertifiedBlock block);

    /** {state, sinceMillis, height, headerTime, lastVerifiedAt, headers, objects, transfers, anomalies} of a chain. */
    ObjectNode chain(String chain);

    /** Sums over what the scope may see. */
    ObjectNode totals(Scope scope);

    ArrayNode headers(String chain, Optional<Long> before, int limit);

    Optional<ObjectNode> header(String chain, long height);

    /** @param state one of the states of a call, or empty for all */
    ArrayNode calls(Page page, Optional<String> state);

    /**
     * Calls whose end their source is not proven to have taken, oldest first.
     *
     * @param page of which scope, chain and limit count
     * @param after only rows with a higher {@code seq}
     */
    ArrayNode openCalls(Page page, long after);

    /** How many calls from or to this chain are open. */
    long openCalls(String chain);

    /**
     * The lowest sequence below the given one whose call has not ended on the hub, or, when asked, whose end its source is
     * not proven to have taken.
     */
    Optional<Long> earlierCall(
            String source, String destination, String channel, long sequence, boolean untilCompleted);

    /** The call with its hops. */
    Optional<ObjectNode> call(String source, String destination, String channel, long sequence);

    ArrayNode objects(Page page, Optional<String> type);

    ArrayNode versions(String chain, String objectId);

    /** The objects that one transaction of a chain wrote. */
    ArrayNode objectsOf(String chain, String transaction);

    ArrayNode transfers(Page page);

    ArrayNode anomalies(String chain, long after, int limit);

    /** The number of a chain's last anomaly. */
    Optional<Long> lastAnomaly(String chain);

    /** What the chain's objects tell of its diligence: versions that are missing, and how late the last ones came. */
    ObjectFacts objectFacts(String chain, ObjectBounds bounds);

    /** The ticker, newest first. */
    ArrayNode feed(Page page);

    @Override
    void close();
}
