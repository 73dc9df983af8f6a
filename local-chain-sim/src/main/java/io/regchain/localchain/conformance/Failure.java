package io.regchain.localchain.conformance;

import java.util.Optional;

/**
 * One answer that is not what the clause asks.
 *
 * @param found what the node did
 * @param expected what would have been right
 * @param exchange the call it was found on; absent where it lies between several calls
 */
public record Failure(String found, String expected, Optional<Exchange> exchange) {}
