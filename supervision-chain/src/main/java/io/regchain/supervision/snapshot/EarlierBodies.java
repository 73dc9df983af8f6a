package io.regchain.supervision.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.Lifecycle;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectStage;
import io.regchain.protocol.object.ObjectVersion;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an overwrite (JR/T 0314 6.5 d) must bring along: the full body of the version before it, which the supervision chain
 * has the digest of. It is merged from the snapshots off chain.
 */
public final class EarlierBodies {
    private final Function<String, Optional<JsonNode>> state;
    private final CheckedSnapshots snapshots;

    /** @param state what stands under a full state key of the supervision chain */
    public EarlierBodies(Function<String, Optional<JsonNode>> state, CheckedSnapshots snapshots) {
        this.state = state;
        this.snapshots = snapshots;
    }

    /** Whether the supervision chain may need a body beside this snapshot. */
    public static boolean mayBeNeeded(DataObject offered) {
        return offered.head().operation() == ObjectOperation.OVERWRITE
                && !offered.head().version().equals(ObjectVersion.FIRST);
    }

    /**
     * Empty when the life cycle can be decided without.
     *
     * @throws SnapshotStoreProblem when a snapshot before it cannot be read as it was stored
     */
    public Optional<ObjectNode> before(ChainId chain, DataObject offered) {
        ObjectHead head = offered.head();
        String path = "objects/" + chain + "/" + head.id();
        return Optional.of(offered)
                .filter(EarlierBodies::mayBeNeeded)
                .flatMap(overwrite -> state.apply(path + "/history"))
                .map(json -> ObjectHistory.fromJson(head.id(), json))
                .filter(history ->
                        history.stage() == ObjectStage.LIVE && head.version().compareTo(history.latest()) <= 0)
                .map(history -> Lifecycle.folded(
                        new ObjectVersion(head.version().value() - 1),
                        version -> snapshot(chain, path, head, version)));
    }

    private DataObject snapshot(ChainId chain, String path, ObjectHead head, ObjectVersion version) {
        Hash32 digest = Hash32.ofHex(state.apply(path + "/" + version)
                .orElseThrow(() -> new IllegalStateException(path + " has no version " + version))
                .path("digest")
                .asText());
        return switch (snapshots.read(chain, head.id().value(), version.value(), digest)) {
            case CheckedSnapshots.Reading.Found found -> found.snapshot();
            case CheckedSnapshots.Reading.Refused refused ->
                throw new SnapshotStoreProblem(
                        "the overwrite of " + head.reference() + " waits: " + refused.reason(),
                        "bring the store of snapshots back as it was, or start the hub on an empty one, which it fills");
        };
    }
}
