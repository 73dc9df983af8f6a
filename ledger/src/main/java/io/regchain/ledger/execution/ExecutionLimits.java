package io.regchain.ledger.execution;

import io.regchain.protocol.trace.Trace;

/**
 * What one transaction may use up. A native contract is charged at its host calls and, by its metered bytecode, for what it
 * does between them; see {@link io.regchain.ledger.metering}.
 *
 * @param metered units of work, see {@link Meter}
 * @param bytesWritten keys and values written, dropped writes included
 * @param events emitted, dropped ones included
 * @param depth nested calls, the transaction's own counted
 */
public record ExecutionLimits(long metered, long bytesWritten, int events, int depth) {
    /**
     * How deep the methods of contract code may be nested, over all calls of a transaction. Well below what the smallest
     * stack holds that we run on, so that no StackOverflowError comes first.
     */
    public static final int METHOD_DEPTH = 512;

    public static final ExecutionLimits DEFAULT = new ExecutionLimits(2_000_000, 4L << 20, 1_000, Trace.MAX_DEPTH);

    public ExecutionLimits {
        if (metered < 1 || bytesWritten < 1 || events < 0 || depth < 1 || depth > Trace.MAX_DEPTH) {
            throw new IllegalArgumentException("limits are above zero, and the depth is at most " + Trace.MAX_DEPTH);
        }
    }
}
