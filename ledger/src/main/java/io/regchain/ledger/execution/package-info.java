/** Executes blocks: pure, metered, traced. Nothing here reads a clock, a file, a network or a random number. */
@NullMarked
package io.regchain.ledger.execution;

import org.jspecify.annotations.NullMarked;
