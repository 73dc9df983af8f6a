/**
 * A hub for whoever builds a local chain: test keys, a partner chain, and a log that tells at each step what the hub saw of
 * the chain under test, what it did with it, and which clause asks for what.
 */
@NullMarked
package io.regchain.localchain.sandbox;

import org.jspecify.annotations.NullMarked;
