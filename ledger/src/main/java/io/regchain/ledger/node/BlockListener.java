package io.regchain.ledger.node;

/**
 * Hears every certified block once, in height order, one at a time, on a thread where it may block. When it throws, its
 * subscription ends and the error is logged; nothing else is disturbed.
 */
@FunctionalInterface
public interface BlockListener {
    void certified(CertifiedBlock block);

    /** Ends a subscription; a call under way still finishes. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
