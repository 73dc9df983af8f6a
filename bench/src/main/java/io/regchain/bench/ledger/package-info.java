/** One chain under load, measured through the public API of the ledger. */
@NullMarked
package io.regchain.bench.ledger;

import org.jspecify.annotations.NullMarked;
