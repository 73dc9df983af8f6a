/** The sandbox at the terminal: what it prints, and the door at which other commands ask things of it. */
@NullMarked
package io.regchain.cli.sandbox;

import org.jspecify.annotations.NullMarked;
