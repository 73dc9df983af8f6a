/**
 * One validator: the parts that think, keep the chain, the pool and the votes, and catch up. Each part is a plain
 * single-threaded object that takes one message at a time; where they run, what time it is and where the files lie
 * comes in through ports, so that actors in production and the simulator drive the same code.
 */
@NullMarked
package io.regchain.ledger.validator;

import org.jspecify.annotations.NullMarked;
