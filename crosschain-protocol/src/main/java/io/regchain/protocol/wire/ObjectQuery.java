package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.GetObjectRequest;
import java.util.Optional;

/**
 * Asks for a data object (JR/T 0314 table 6).
 *
 * @param height in whose state to look; absent: the latest final block
 * @param version absent: the newest in that state
 */
public record ObjectQuery(ChainId network, Optional<Height> height, String objectId, Optional<Long> version) {
    public static ObjectQuery fromWire(GetObjectRequest request) {
        return new ObjectQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.height("height", request.hasHeight(), request.getHeight()),
                WireFields.objectId("object_id", request.getObjectId()),
                request.hasVersion()
                        ? Optional.of(WireFields.version("version", request.getVersion()))
                        : Optional.empty());
    }

    public GetObjectRequest toWire() {
        GetObjectRequest.Builder request =
                GetObjectRequest.newBuilder().setNetworkId(network.value()).setObjectId(objectId);
        height.ifPresent(h -> request.setHeight(h.value()));
        version.ifPresent(request::setVersion);
        return request.build();
    }
}
