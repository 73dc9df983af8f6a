/**
 * What one validator keeps on disk, in a directory of its own: the log of certified blocks, which is the truth; the log
 * of its votes; and a store of state, tree nodes, receipts and traces that is rebuilt from the block log when it lags,
 * lies or is lost.
 */
@NullMarked
package io.regchain.ledger.storage;

import org.jspecify.annotations.NullMarked;
