package io.regchain.protocol.merkle;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/** Where the nodes of a {@link StateTree} are read from: each under its own hash. */
@FunctionalInterface
public interface NodeSource {
    /** The stored bytes of the node with this hash; empty when it is not stored. */
    Optional<Bytes> node(Hash32 hash);
}
