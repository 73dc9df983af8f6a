package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.GetBlockRequest;
import java.util.Optional;

/**
 * Asks for a block (JR/T 0314 table 4).
 *
 * @param height absent: the latest final block
 */
public record BlockQuery(ChainId network, Optional<Height> height, boolean includeTransactions) {
    public static BlockQuery fromWire(GetBlockRequest request) {
        return new BlockQuery(
                WireFields.network(request.getNetworkId()),
                WireFields.height("height", request.hasHeight(), request.getHeight()),
                request.getIncludeTransactions());
    }

    public GetBlockRequest toWire() {
        GetBlockRequest.Builder request =
                GetBlockRequest.newBuilder().setNetworkId(network.value()).setIncludeTransactions(includeTransactions);
        height.ifPresent(h -> request.setHeight(h.value()));
        return request.build();
    }
}
