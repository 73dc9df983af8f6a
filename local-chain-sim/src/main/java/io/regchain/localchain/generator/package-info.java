/** Invented companies, people and trades, all from one seed: the same seed gives the same world, on any machine. */
@NullMarked
package io.regchain.localchain.generator;

import org.jspecify.annotations.NullMarked;
