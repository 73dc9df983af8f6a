/** JMH benchmarks of the parts that a chain's speed is made of. */
@NullMarked
package io.regchain.bench.parts;

import org.jspecify.annotations.NullMarked;
