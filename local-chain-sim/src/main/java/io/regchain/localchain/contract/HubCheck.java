package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;

/** What became of a header of the hub that was handed in; what is simply wrong is refused before. */
sealed interface HubCheck {
    /** A hub state that proofs may be checked against. */
    record Verified(Height height, Hash32 stateRoot, BlockTime time) implements HubCheck {}

    /** The header contradicts a verified one. Answered, not refused: a refusal would take the case back. */
    record Froze() implements HubCheck {
        ObjectNode answer() {
            return CanonicalJson.object().put("frozen", true);
        }
    }
}
