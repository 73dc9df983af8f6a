package io.regchain.supervision.snapshot;

/** The store of snapshots cannot be used as it is: what, where, and what would help. */
public final class SnapshotStoreProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public SnapshotStoreProblem(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public SnapshotStoreProblem(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
