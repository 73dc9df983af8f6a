/**
 * QBFT as a pure state machine: an input and a state go in, the next state and ordered effects come out
 * ({@link io.regchain.ledger.consensus.Qbft#step}). Nothing here reads a clock, a file, a network or a random number;
 * the shell signs, stores, sends, measures time, builds and executes blocks, and answers with later inputs.
 *
 * <p>The rules are those of the QBFT formal specification of the EEA; {@code docs/conformance.md} maps each predicate
 * to code and test.
 */
@NullMarked
package io.regchain.ledger.consensus;

import org.jspecify.annotations.NullMarked;
