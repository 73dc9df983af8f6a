/** Benchmarks: what each figure was measured on, and how figures are written down. */
@NullMarked
package io.regchain.bench;

import org.jspecify.annotations.NullMarked;
