package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceKeys;
import io.regchain.protocol.wire.StateAnswer;
import java.util.Optional;

/** A local chain at the last header the supervision chain has verified: what its nodes' answers are held against. */
record VerifiedState(Height height, Hash32 stateRoot, BlockTime time) {
    /** Empty before the first header. */
    static Optional<VerifiedState> latest(CertifiedState hub, ChainId chain) {
        return hub.read("light-clients/" + chain + "/latest")
                .map(CanonicalJson::decode)
                .map(latest -> new Height(latest.path("height").longValue()))
                .flatMap(height -> hub.read(EvidenceKeys.header(chain, height))
                        .map(CanonicalJson::decode)
                        .map(header -> of(height, header)));
    }

    private static VerifiedState of(Height height, JsonNode header) {
        return new VerifiedState(
                height,
                Hash32.ofHex(header.path("stateRoot").asText()),
                new BlockTime(header.path("time").longValue()));
    }

    /** Why the answer does not show what stands, or that nothing stands, under the key; empty when it does. */
    Optional<Refusal> problem(String key, StateAnswer answer) {
        if (!answer.height().equals(height)) {
            return Optional.of(new Refusal(
                    "HEIGHT_MISMATCH",
                    "asked for the state of height " + height + ", the node answered height " + answer.height()));
        }
        if (!answer.key().equals(key) || !answer.provenBy(stateRoot)) {
            return Optional.of(new Refusal(
                    "STATE_UNPROVEN",
                    "what the node says of " + key + " is not proven by the state root " + stateRoot));
        }
        return Optional.empty();
    }
}
