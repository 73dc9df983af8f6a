package io.regchain.ledger.validator;

/**
 * A single-threaded part of a validator: it is given one message at a time and owns whatever it changes. An exception
 * stops the whole validator.
 */
@FunctionalInterface
public interface Part<M> {
    void receive(M message);
}
