package io.regchain.localchain.conformance;

/**
 * @param node the node it was made on, such as {@code node 1}; {@link #TOGETHER} for checks over all of them
 */
public record CheckResult(Check check, String node, Outcome outcome) {
    public static final String TOGETHER = "all nodes";

    public boolean failed() {
        return outcome instanceof Outcome.Failed;
    }
}
