/** Transactions that wait for a block. */
@NullMarked
package io.regchain.ledger.mempool;

import org.jspecify.annotations.NullMarked;
