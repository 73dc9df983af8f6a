/** What a simulator puts in place of the machine: everything comes from one seed, on one thread, in virtual time. */
@NullMarked
package io.regchain.ledger.simulation;

import org.jspecify.annotations.NullMarked;
