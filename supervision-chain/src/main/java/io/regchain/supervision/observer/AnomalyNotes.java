package io.regchain.supervision.observer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.node.SupervisionLedger;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A courier's findings about one chain, each written to the anomaly log once. Belongs to one actor. */
public final class AnomalyNotes {
    /** Findings remembered, so that the log is not flooded by repetitions. */
    private static final int MAX_REMEMBERED = 1000;

    private final ChainId chain;
    private final SupervisionLedger ledger;
    private final Consumer<String> notTaken;
    private final TreeSet<String> noted = new TreeSet<>();

    /**
     * @param ledger with the observer's key, which alone may write to the log
     * @param notTaken hears on any thread which finding the log did not take; it is then to be {@link #forget forgotten}
     */
    public AnomalyNotes(ChainId chain, SupervisionLedger ledger, Consumer<String> notTaken) {
        this.chain = chain;
        this.ledger = ledger;
        this.notTaken = notTaken;
    }

    /** Writes a finding to the anomaly log unless the same was written before. */
    public CompletionStage<?> note(Finding finding) {
        String distinct =
                finding.height() + "|" + finding.node() + "|" + finding.reason().code() + "|" + finding.objectId();
        if (!noted.add(distinct)) {
            return CompletableFuture.completedFuture(null);
        }
        if (noted.size() > MAX_REMEMBERED) {
            noted.pollFirst();
        }
        return ledger.submit("anomalies", "record", anomaly(finding)).whenComplete((record, problem) -> {
            if (problem != null || !record.receipt().succeeded()) {
                notTaken.accept(distinct);
            }
        });
    }

    /** The finding is told again when it is found again. */
    public void forget(String distinct) {
        noted.remove(distinct);
    }

    private ObjectNode anomaly(Finding finding) {
        ObjectNode anomaly = CanonicalJson.object()
                .put("chain", chain.value())
                .put("height", finding.height().value())
                .put("node", finding.node())
                .put("code", finding.reason().code())
                .put("message", finding.reason().message());
        finding.objectId().ifPresent(id -> anomaly.put("objectId", id));
        finding.version().ifPresent(version -> anomaly.put("version", version));
        return anomaly;
    }
}
