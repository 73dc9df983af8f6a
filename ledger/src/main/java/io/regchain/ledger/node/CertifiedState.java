package io.regchain.ledger.node;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.merkle.StateProof;
import java.util.Optional;

/** What a chain has certified, height by height, with proofs: all that a relay or a prover needs to know of it. */
public interface CertifiedState {
    /** The last certified block applied here. */
    Height height();

    /**
     * Empty while the height is not certified.
     *
     * @throws io.regchain.ledger.storage.StorageException.Pruned when it was, and is kept no more here
     */
    Optional<CertifiedBlock> block(Height height);

    /**
     * The value of a full state key after the block at {@code height}.
     *
     * @throws IllegalArgumentException when that height is not certified yet
     * @throws io.regchain.ledger.storage.StorageException.Pruned when that state is kept no more here
     */
    Optional<Bytes> read(Height height, String key);

    /** The value of a full state key after the last certified block. */
    default Optional<Bytes> read(String key) {
        return read(height(), key);
    }

    /**
     * Proves what {@link #read(Height, String)} says under the state root of that block.
     *
     * @throws IllegalArgumentException when that height is not certified yet
     * @throws io.regchain.ledger.storage.StorageException.Pruned when that state is kept no more here
     */
    StateProof prove(Height height, String key);
}
