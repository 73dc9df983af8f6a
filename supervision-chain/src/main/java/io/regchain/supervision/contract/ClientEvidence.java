package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.evidence.MisbehaviourFile;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.util.Optional;
import java.util.function.Function;

/** Takes the evidence of a chain's misbehaviour out of the supervision chain's state, as a file that stands by itself. */
public final class ClientEvidence {
    private static final String PREFIX = LightClientsContract.NAME + "/";

    private ClientEvidence() {}

    /**
     * @param state what stands under a full state key
     * @return the open case, or the last one that was decided; empty when there never was one
     */
    public static Optional<MisbehaviourFile> file(Function<String, Optional<JsonNode>> state, ChainId chain) {
        return state.apply(PREFIX + ClientCases.openKey(chain))
                .or(() -> lastDecided(state, chain))
                .map(entry -> of(state, chain, entry));
    }

    private static Optional<JsonNode> lastDecided(Function<String, Optional<JsonNode>> state, ChainId chain) {
        return state.apply(PREFIX + chain + "/cases")
                .flatMap(cases -> state.apply(
                        PREFIX + chain + "/case/" + cases.path("count").longValue()));
    }

    private static MisbehaviourFile of(Function<String, Optional<JsonNode>> state, ChainId chain, JsonNode entry) {
        ValidatorSet set = state.apply(PREFIX + chain + "/set/"
                        + entry.path("validatorSetHash").asText())
                .map(BlockJson::validatorSet)
                .orElseThrow(() -> new IllegalStateException("no validator set of a case of " + chain));
        return MisbehaviourFile.of(set, Misbehaviour.of(certified(entry, "first"), certified(entry, "second")));
    }

    private static CertifiedHeader certified(JsonNode entry, String name) {
        return CertifiedHeader.fromJson(JsonFields.of(entry.get(name), name));
    }
}
