package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.v1.AwaitBlockRequest;
import io.regchain.protocol.wire.v1.AwaitBlockResponse;
import java.time.Duration;

/**
 * Waits for a final block above a height.
 *
 * @param maxWait 1 ms to 60 s
 */
public record BlockWait(ChainId network, Height above, Duration maxWait) {
    public static BlockWait fromWire(AwaitBlockRequest request) {
        return new BlockWait(
                WireFields.network(request.getNetworkId()),
                WireFields.height("above", request.getAbove()),
                WireFields.maxWait(request.getMaxWaitMillis()));
    }

    public AwaitBlockRequest toWire() {
        return AwaitBlockRequest.newBuilder()
                .setNetworkId(network.value())
                .setAbove(above.value())
                .setMaxWaitMillis(WireFields.waitMillis(maxWait))
                .build();
    }

    public static Height answerFromWire(AwaitBlockResponse response) {
        return WireFields.height("height", response.getHeight());
    }

    public static AwaitBlockResponse answerToWire(Height height) {
        return AwaitBlockResponse.newBuilder().setHeight(height.value()).build();
    }
}
