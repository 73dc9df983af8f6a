package io.regchain.supervision.status;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.packet.PacketId;
import java.util.Optional;

/**
 * Whom a call waits for.
 *
 * @param chain whose nodes, or whose relay; empty for people
 */
public record WaitingFor(Kind kind, Optional<ChainId> chain, Words words) {
    public enum Kind {
        SOURCE_CHAIN,
        DESTINATION_CHAIN,
        RELAY,
        CALL_SUPERVISOR,
        OFFICERS,
        EARLIER_CALL,
        NOBODY
    }

    static WaitingFor source(ChainId chain) {
        return new WaitingFor(
                Kind.SOURCE_CHAIN, Optional.of(chain), new Words("来源链 " + chain, "the source chain " + chain));
    }

    static WaitingFor destination(ChainId chain) {
        return new WaitingFor(
                Kind.DESTINATION_CHAIN,
                Optional.of(chain),
                new Words("目标链 " + chain, "the destination chain " + chain));
    }

    static WaitingFor relay(ChainId chain) {
        return new WaitingFor(
                Kind.RELAY, Optional.of(chain), new Words("监管链与 " + chain + " 之间的中继", "the hub's relay of " + chain));
    }

    static WaitingFor supervisor() {
        return new WaitingFor(Kind.CALL_SUPERVISOR, Optional.empty(), new Words("跨链调用监管人员", "a call supervisor"));
    }

    static WaitingFor officers(ChainId chain) {
        return new WaitingFor(
                Kind.OFFICERS,
                Optional.of(chain),
                new Words("监管链登记人员（" + chain + "）", "officers of the hub, about " + chain));
    }

    static WaitingFor earlier(PacketId id) {
        return new WaitingFor(
                Kind.EARLIER_CALL, Optional.empty(), new Words("有序通道上在前的调用 " + id, "the earlier call " + id));
    }

    static WaitingFor nobody() {
        return new WaitingFor(Kind.NOBODY, Optional.empty(), new Words("无", "nobody"));
    }
}
