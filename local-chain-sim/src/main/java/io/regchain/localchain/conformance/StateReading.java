package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.Optional;

/** One state key of a height, as the node proves it. */
final class StateReading {
    private StateReading() {}

    /** @param value what the state is proven to hold at the key; absent: that it holds nothing */
    record Proven(Exchange exchange, Optional<Bytes> value) {}

    /** Notes a failure where the proof does not hold; a proof that holds is for the caller to note. */
    static Optional<Proven> of(NodeUnderTest node, Walk walk, Check check, long height, String key) {
        Optional<Reply> reply =
                node.call(check, NodeMethods.READ_STATE, node.question(height).put("key", key));
        return reply.flatMap(read -> walk.header(height).flatMap(header -> {
            Exchange exchange = read.exchange();
            Optional<Bytes> value = read.has("value") ? Optional.of(read.bytes("value")) : Optional.empty();
            Optional<StateProof> proof = node.decode(
                    check,
                    exchange,
                    "proof: one canonical state proof",
                    () -> read.decoded("proof", StateProof::decode));
            if (proof.isEmpty()) {
                return Optional.empty();
            }
            boolean holds = value.map(bytes -> proof.get().provesPresence(header.stateRoot(), key, bytes))
                    .orElseGet(() -> proof.get().provesAbsence(header.stateRoot(), key));
            boolean asked = read.text("key").equals(key) && read.number("height") == height;
            if (!holds || !asked) {
                node.failed(
                        check,
                        exchange,
                        asked
                                ? "the proof does not lead from " + (value.isPresent() ? "the value" : "nothing")
                                        + " at the key to the state root " + header.stateRoot()
                                : "key " + read.text("key") + " at height " + read.number("height"),
                        "a proof of " + key + " under the state root of height " + height);
                return Optional.empty();
            }
            return Optional.of(new Proven(exchange, value));
        }));
    }
}
