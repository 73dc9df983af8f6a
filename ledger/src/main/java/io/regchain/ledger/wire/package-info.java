/** Messages between validators as Protobuf; the generated classes do not leave this package. */
@NullMarked
package io.regchain.ledger.wire;

import org.jspecify.annotations.NullMarked;
