package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.LifecycleOutcome.Accepted;
import io.regchain.protocol.object.LifecycleOutcome.Refused;
import java.util.Optional;

/**
 * 数据对象生命周期, JR/T 0314 6.5, as a function over what was before and the snapshot that is offered. Seals, schema and
 * storage are asked elsewhere.
 *
 * <p>A body always merges into the full body before it, by RFC 7386; a full body is one that names every field. So a
 * field goes away by null only, and nobody needs to tell full from incremental.
 */
public final class Lifecycle {
    private Lifecycle() {}

    /** What an operation means at a stage: a step forward, or the reason there is none. */
    enum Step {
        START,
        APPEND,
        END,
        REWRITE,
        CONTINUE_REWRITE,
        OBJECT_UNKNOWN,
        OBJECT_EXISTS,
        OVERWRITE_INCOMPLETE,
        OBJECT_DELETED
    }

    /** The table: one line per stage, one column per operation. */
    static Step step(ObjectStage stage, ObjectOperation operation) {
        return switch (stage) {
            case UNKNOWN -> pick(operation, Step.START, Step.OBJECT_UNKNOWN, Step.OBJECT_UNKNOWN, Step.OBJECT_UNKNOWN);
            case LIVE -> pick(operation, Step.OBJECT_EXISTS, Step.APPEND, Step.REWRITE, Step.END);
            case OVERWRITING ->
                pick(
                        operation,
                        Step.OVERWRITE_INCOMPLETE,
                        Step.OVERWRITE_INCOMPLETE,
                        Step.CONTINUE_REWRITE,
                        Step.OVERWRITE_INCOMPLETE);
            case DELETED ->
                pick(operation, Step.OBJECT_DELETED, Step.OBJECT_DELETED, Step.OBJECT_DELETED, Step.OBJECT_DELETED);
        };
    }

    private static Step pick(ObjectOperation operation, Step create, Step update, Step overwrite, Step delete) {
        return switch (operation) {
            case CREATE -> create;
            case UPDATE -> update;
            case OVERWRITE -> overwrite;
            case DELETE -> delete;
        };
    }

    /** The first snapshot of an object that the chain holds nothing of. */
    public static LifecycleOutcome first(DataObject next) {
        ObjectHead head = next.head();
        Step step = step(ObjectStage.UNKNOWN, head.operation());
        if (step != Step.START) {
            return refused(
                    step,
                    "there is no object " + head.id() + " to "
                            + head.operation().code());
        }
        if (head.version().value() != 0) { // JR/T 0314 6.5 b) 2)
            return gap(head, ObjectVersion.FIRST);
        }
        return accepted(next, ObjectStage.LIVE, ObjectVersion.FIRST, CanonicalJson.object());
    }

    /**
     * @param stored the snapshots of the history; read only when an overwrite begins, up to the version before it
     * @throws IllegalArgumentException when {@code next} is of another object: the caller mixed them up
     */
    public static LifecycleOutcome accept(ObjectHistory history, DataObject next, SnapshotSource stored) {
        return acceptWith(history, next, last -> folded(last, stored));
    }

    /**
     * As {@link #accept}, for a keeper that has digests of snapshots only.
     *
     * @param bodies the full bodies of the history; one is asked for, and only when an overwrite begins above version 0
     */
    public static LifecycleOutcome acceptWith(ObjectHistory history, DataObject next, FullBodySource bodies) {
        ObjectHead head = next.head();
        if (!head.id().equals(history.id())) {
            throw new IllegalArgumentException(
                    "a snapshot of " + head.id() + " offered to the history of " + history.id());
        }
        return switch (step(history.stage(), head.operation())) {
            case APPEND -> append(history, next);
            case END -> end(history, next);
            case REWRITE -> rewrite(history, next, bodies);
            case CONTINUE_REWRITE -> continueRewrite(history, next);
            case OBJECT_EXISTS -> refused(Step.OBJECT_EXISTS, "object " + head.id() + " was created before");
            case OBJECT_DELETED ->
                refused(Step.OBJECT_DELETED, "object " + head.id() + " is deleted; nothing can be done to it any more");
            case OVERWRITE_INCOMPLETE ->
                refused(
                        Step.OVERWRITE_INCOMPLETE,
                        "versions " + history.expected() + " to " + history.latest() + " of " + head.id()
                                + " must be overwritten first");
            case START, OBJECT_UNKNOWN -> throw new IllegalStateException("a history of an unknown object");
        };
    }

    /** As {@link #accept} or {@link #first}, as there is a history or not. */
    public static LifecycleOutcome accept(Optional<ObjectHistory> history, DataObject next, SnapshotSource stored) {
        return history.map(known -> accept(known, next, stored)).orElseGet(() -> first(next));
    }

    /** As {@link #acceptWith} or {@link #first}, as there is a history or not. */
    public static LifecycleOutcome acceptWith(Optional<ObjectHistory> history, DataObject next, FullBodySource bodies) {
        return history.map(known -> acceptWith(known, next, bodies)).orElseGet(() -> first(next));
    }

    private static LifecycleOutcome append(ObjectHistory history, DataObject next) {
        if (!next.head().version().equals(history.expected())) { // JR/T 0314 6.5 c) 1)
            return gap(next.head(), history.expected());
        }
        return sameType(history, next)
                .orElseGet(() -> accepted(next, ObjectStage.LIVE, next.head().version(), history.fullBody()));
    }

    private static LifecycleOutcome end(ObjectHistory history, DataObject next) {
        ObjectHead head = next.head();
        if (!head.version().equals(history.expected())) { // JR/T 0314 6.5 e) 1)
            return gap(head, history.expected());
        }
        return sameType(history, next)
                .orElseGet(() -> new Accepted(
                        new ObjectHistory(
                                head.id(),
                                head.type(),
                                ObjectStage.DELETED,
                                head.version(),
                                head.version().next(),
                                DataObject.EMPTY_BODY),
                        next));
    }

    private static LifecycleOutcome rewrite(ObjectHistory history, DataObject next, FullBodySource bodies) {
        ObjectHead head = next.head();
        if (head.version().compareTo(history.latest()) > 0) { // JR/T 0314 6.5 d) 1)
            return new Refused(new Refusal(
                    "OVERWRITE_VERSION_UNKNOWN",
                    "object " + head.id() + " has no version " + head.version() + " to overwrite, the latest is "
                            + history.latest()));
        }
        return sameType(history, next).orElseGet(() -> rewritten(history, next, fullBefore(head.version(), bodies)));
    }

    private static LifecycleOutcome continueRewrite(ObjectHistory history, DataObject next) {
        if (!next.head().version().equals(history.expected())) { // JR/T 0314 6.5 d) 2)
            return refused(
                    Step.OVERWRITE_INCOMPLETE,
                    "version " + history.expected() + " of " + next.head().id()
                            + " is to be overwritten next, not version "
                            + next.head().version());
        }
        return sameType(history, next).orElseGet(() -> rewritten(history, next, history.fullBody()));
    }

    private static LifecycleOutcome rewritten(ObjectHistory history, DataObject next, ObjectNode before) {
        ObjectStage stage = next.head().version().equals(history.latest()) ? ObjectStage.LIVE : ObjectStage.OVERWRITING;
        return accepted(next, stage, history.latest(), before);
    }

    private static ObjectNode fullBefore(ObjectVersion version, FullBodySource bodies) {
        return version.equals(ObjectVersion.FIRST)
                ? CanonicalJson.object()
                : bodies.fullBody(new ObjectVersion(version.value() - 1));
    }

    /** The full body of a version: all snapshots up to it, merged from the first on. */
    public static ObjectNode folded(ObjectVersion last, SnapshotSource stored) {
        ObjectNode full = CanonicalJson.object();
        for (ObjectVersion v = ObjectVersion.FIRST; v.compareTo(last) <= 0; v = v.next()) {
            full = MergePatch.merge(full, stored.snapshot(v).body());
        }
        return full;
    }

    private static LifecycleOutcome accepted(
            DataObject next, ObjectStage stage, ObjectVersion latest, ObjectNode before) {
        Bytes full = CanonicalJson.encode(MergePatch.merge(before, next.body()));
        if (full.size() > DataObject.MAX_SIZE) {
            return new Refused(new Refusal(
                    "OBJECT_TOO_LARGE",
                    "the full body of " + next.head().reference() + " has " + full.size() + " bytes, at most "
                            + DataObject.MAX_SIZE + " are kept"));
        }
        ObjectHead head = next.head();
        return new Accepted(
                new ObjectHistory(
                        head.id(), head.type(), stage, latest, head.version().next(), full),
                new DataObject(head, full));
    }

    private static Optional<LifecycleOutcome> sameType(ObjectHistory history, DataObject next) {
        if (next.head().type() == history.type()) {
            return Optional.empty();
        }
        return Optional.of(new Refused(new Refusal(
                "OBJECT_TYPE_CHANGED",
                "object " + history.id() + " is of type " + history.type().code() + ", not "
                        + next.head().type().code())));
    }

    private static Refused gap(ObjectHead head, ObjectVersion expected) {
        return new Refused(new Refusal(
                "OBJECT_VERSION_GAP",
                "the next version of " + head.id() + " is " + expected + ", not " + head.version()));
    }

    private static Refused refused(Step reason, String message) {
        return new Refused(new Refusal(reason.name(), message));
    }
}
