package io.regchain.localchain.sandbox.gateway;

/** What a node under test did not answer, or not as asked. */
public final class NodeProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** No whole answer came. */
        SILENT,
        /** It answered with an error. */
        REFUSED,
        /** It answered with something that the interface does not define. */
        MALFORMED
    }

    private final String node;
    private final String function;
    private final Kind kind;

    NodeProblem(String node, String function, Kind kind, String message) {
        super(message);
        this.node = node;
        this.function = function;
        this.kind = kind;
    }

    /** Such as {@code node 1 (http://127.0.0.1:9101)}. */
    public String node() {
        return node;
    }

    /** Of JR/T 0314 tables 3–6, such as {@code GetBlock}. */
    public String function() {
        return function;
    }

    public Kind kind() {
        return kind;
    }

    /** Never null: every constructor is given one. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
