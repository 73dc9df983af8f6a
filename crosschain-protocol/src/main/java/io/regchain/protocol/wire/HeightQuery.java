package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.GetConsensusStateRequest;
import io.regchain.protocol.wire.v1.ListObjectIdsRequest;
import java.util.Optional;

/**
 * Asks for the consensus state of a height (JR/T 0314 table 5) or the object ids of a block (table 6).
 *
 * @param height absent: the latest final block
 */
public record HeightQuery(ChainId network, Optional<Height> height) {
    public static HeightQuery fromWire(GetConsensusStateRequest request) {
        return new HeightQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.height("height", request.hasHeight(), request.getHeight()));
    }

    public static HeightQuery fromWire(ListObjectIdsRequest request) {
        return new HeightQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.height("height", request.hasHeight(), request.getHeight()));
    }

    public GetConsensusStateRequest toConsensusStateRequest() {
        GetConsensusStateRequest.Builder request =
                GetConsensusStateRequest.newBuilder().setNetworkId(network.value());
        height.ifPresent(h -> request.setHeight(h.value()));
        return request.build();
    }

    public ListObjectIdsRequest toObjectIdsRequest() {
        ListObjectIdsRequest.Builder request = ListObjectIdsRequest.newBuilder().setNetworkId(network.value());
        height.ifPresent(h -> request.setHeight(h.value()));
        return request.build();
    }
}
