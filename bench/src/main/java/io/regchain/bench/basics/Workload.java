package io.regchain.bench.basics;

/**
 * One operation to be timed.
 *
 * @param once does it once; returns a number that depends on the work, so that none of it can be optimised away
 */
public record Workload(String name, Once once) {
    /** The work of one operation. */
    @FunctionalInterface
    public interface Once {
        int run();
    }
}
