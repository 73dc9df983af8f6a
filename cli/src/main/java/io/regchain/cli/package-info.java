/** The {@code hub} command: one class per subcommand, wiring only. */
@NullMarked
package io.regchain.cli;

import org.jspecify.annotations.NullMarked;
