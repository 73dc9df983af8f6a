package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.wire.v1.GetNetworkOptionsRequest;
import io.regchain.protocol.wire.v1.GetNetworkStatusRequest;

/** Asks for the options or the status of a network (JR/T 0314 table 3). */
public record NetworkQuery(ChainId network) {
    public static NetworkQuery fromWire(GetNetworkOptionsRequest request) {
        return new NetworkQuery(WireFields.network(request.getNetworkId()));
    }

    public static NetworkQuery fromWire(GetNetworkStatusRequest request) {
        return new NetworkQuery(WireFields.network(request.getNetworkId()));
    }

    public GetNetworkOptionsRequest toOptionsRequest() {
        return GetNetworkOptionsRequest.newBuilder()
                .setNetworkId(network.value())
                .build();
    }

    public GetNetworkStatusRequest toStatusRequest() {
        return GetNetworkStatusRequest.newBuilder()
                .setNetworkId(network.value())
                .build();
    }
}
