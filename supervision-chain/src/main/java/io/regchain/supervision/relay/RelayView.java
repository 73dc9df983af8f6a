package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.observer.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Both chains at fixed heights: the local one as far as the hub has verified it, the hub at its last block. */
final class RelayView {
    private final StateReader node;
    private final VerifiedState verified;
    private final HubProof hub;
    private final Map<String, CompletionStage<StateAnswer>> asked = new HashMap<>();

    RelayView(StateReader node, VerifiedState verified, HubProof hub) {
        this.node = node;
        this.verified = verified;
        this.hub = hub;
    }

    VerifiedState verified() {
        return verified;
    }

    HubProof hub() {
        return hub;
    }

    /** Asks the node for something that will be looked at, without waiting. */
    void ask(String path) {
        asked(PacketKeys.full(path));
    }

    private CompletionStage<StateAnswer> asked(String key) {
        return asked.computeIfAbsent(key, missing -> node.readState(missing, Optional.of(verified.height())));
    }

    /** @throws UnprovenState when the answer does not prove itself */
    StateAnswer local(String path) {
        return localKey(PacketKeys.full(path));
    }

    /** @throws UnprovenState when the answer does not prove itself */
    StateAnswer localKey(String key) {
        StateAnswer answer = asked(key).toCompletableFuture().join();
        verified.problem(key, answer).ifPresent(reason -> {
            throw new UnprovenState(Finding.of(verified.height(), node.node(), reason));
        });
        return answer;
    }

    Optional<JsonNode> supervision(String path) {
        return supervisionKey(PacketKeys.full(path));
    }

    Optional<JsonNode> supervisionKey(String key) {
        return hub.read(key);
    }
}
