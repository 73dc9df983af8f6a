package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import java.util.Optional;

/** The state that a block starts from, by full state key. */
@FunctionalInterface
public interface StateReader {
    Optional<Bytes> read(String key);
}
