/** Validators as actors, and the ledger as the rest of the program sees it. */
@NullMarked
package io.regchain.ledger.node;

import org.jspecify.annotations.NullMarked;
