/** Where the snapshots of data objects stand off chain (JR/T 0314 6.6), how they come there, and how they are read. */
@NullMarked
package io.regchain.supervision.snapshot;

import org.jspecify.annotations.NullMarked;
