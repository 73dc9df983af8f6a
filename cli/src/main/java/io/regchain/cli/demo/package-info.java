/** What {@code hub demo} does, step by step. */
@org.jspecify.annotations.NullMarked
package io.regchain.cli.demo;
