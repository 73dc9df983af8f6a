package io.regchain.localchain.contract;

/**
 * Why the register changes.
 *
 * @param kind {@code INITIAL}, {@code TRADE}, or what else moved it
 */
record Cause(String kind, String requestId) {}
