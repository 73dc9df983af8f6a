package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.ReadStateRequest;
import java.util.Optional;

/**
 * Asks for one state key with proof.
 *
 * @param key the full key, 1 to 512 printable ASCII characters without spaces
 * @param height absent: the latest final block
 */
public record StateQuery(ChainId network, String key, Optional<Height> height) {
    public static StateQuery fromWire(ReadStateRequest request) {
        return new StateQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.stateKey(request.getKey()),
                WireFields.height("height", request.hasHeight(), request.getHeight()));
    }

    public ReadStateRequest toWire() {
        ReadStateRequest.Builder request =
                ReadStateRequest.newBuilder().setNetworkId(network.value()).setKey(key);
        height.ifPresent(h -> request.setHeight(h.value()));
        return request.build();
    }
}
