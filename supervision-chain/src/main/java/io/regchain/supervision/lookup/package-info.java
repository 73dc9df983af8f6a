/**
 * Reading any key of a local chain's state through the hub: what the hub's own light client holds of a height, and what a
 * node answers, held against it.
 */
@NullMarked
package io.regchain.supervision.lookup;

import org.jspecify.annotations.NullMarked;
