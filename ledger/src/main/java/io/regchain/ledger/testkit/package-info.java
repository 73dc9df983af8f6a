/** A chain in memory, for tests of contracts and of whatever reads a chain. */
@NullMarked
package io.regchain.ledger.testkit;

import org.jspecify.annotations.NullMarked;
