package io.regchain.ledger.validator;

/** Where a message for a part of a validator goes. Never waits; any thread may call it. */
@FunctionalInterface
public interface Mailbox<M> {
    void tell(M message);
}
