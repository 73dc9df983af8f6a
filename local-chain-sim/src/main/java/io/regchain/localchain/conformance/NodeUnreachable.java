package io.regchain.localchain.conformance;

/** A node that the kit cannot talk to at all, so that nothing can be said about its conformance. */
public final class NodeUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    NodeUnreachable(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
