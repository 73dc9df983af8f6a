/** The clock of a story: a federation may live in another month than its machine. */
@NullMarked
package io.regchain.localchain.clock;

import org.jspecify.annotations.NullMarked;
