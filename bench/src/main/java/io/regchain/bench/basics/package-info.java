/** Small single-threaded measurements of the operations that everything is made of. */
@NullMarked
package io.regchain.bench.basics;

import org.jspecify.annotations.NullMarked;
