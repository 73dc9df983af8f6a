package io.regchain.ledger.storage;

import io.regchain.protocol.base.Height;

/**
 * How much of the past is kept at least; more stays until dropping it is worth the work.
 *
 * @param versions of the state, and results, of so many last heights
 * @param blocks so many last ones, at least as many as versions
 */
public record Retention(long versions, long blocks) {
    /** Nothing is ever dropped: an archive. */
    public static final Retention ALL = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

    public Retention {
        if (versions < 2 || blocks < versions) {
            throw new IllegalArgumentException("at least two versions are kept, and their blocks");
        }
    }

    Height oldestVersion(Height last) {
        return oldest(last, versions);
    }

    Height oldestBlock(Height last) {
        return oldest(last, blocks);
    }

    private static Height oldest(Height last, long kept) {
        return new Height(Math.max(0, last.value() - kept + 1));
    }
}
