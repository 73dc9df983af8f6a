/** Small single-threaded measurements behind {@code hub bench}. */
@NullMarked
package io.regchain.cli.bench;

import org.jspecify.annotations.NullMarked;
