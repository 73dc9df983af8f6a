package io.regchain.supervision.observer;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.wire.ObjectAnswer;
import java.util.Optional;

/**
 * Why a snapshot that its proof does not lead to the state root may be unproven. The refusal stands in any case; the
 * reason only tells people what to look for, so it goes by what the snapshot says of itself.
 */
final class UnprovenObject {
    private UnprovenObject() {}

    static Refusal reason(BlockHeader header, ObjectAnswer object) {
        String name = object.name().objectId() + " version " + object.name().version();
        Optional<DataObject> snapshot = parsed(object.snapshot());
        if (snapshot.isEmpty()) {
            return new Refusal("OBJECT_MALFORMED", "what the node gave as " + name + " is no data object");
        }
        String source = snapshot.get().head().source().orElse("");
        if (!source.equals(header.chainId().value())) {
            return new Refusal(
                    "OBJECT_OF_OTHER_NETWORK",
                    "the node gave as " + name + " of " + header.chainId() + " an object whose header.source is \""
                            + source + "\"");
        }
        if (!sealsHold(snapshot.get())) {
            return new Refusal(
                    "OBJECT_ALTERED",
                    "the snapshot of " + name
                            + " is not what its owner sealed, and its proof does not lead to the state" + " root "
                            + header.stateRoot());
        }
        return new Refusal(
                "OBJECT_PROOF_INVALID",
                "the proof of " + name + " does not lead from " + object.name().stateKey() + " to the state root "
                        + header.stateRoot() + ": it is of another key, another height, or made up");
    }

    static Optional<DataObject> parsed(Bytes snapshot) {
        try {
            return Optional.of(DataObject.parse(snapshot));
        } catch (DecodeException malformed) {
            return Optional.empty();
        }
    }

    /** Whether every seal is a signature over this snapshot by the key it names, whoever that is. */
    private static boolean sealsHold(DataObject snapshot) {
        byte[] sealed = snapshot.sealedBytes().toArray();
        return snapshot.head().seals().stream().allMatch(seal -> seal.key().verify(sealed, seal.signature()));
    }
}
