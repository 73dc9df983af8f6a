package io.regchain.protocol.wire;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.wire.v1.GetNetworkStatusResponse;
import java.util.List;

/**
 * The latest final block of a node and whom it can reach (JR/T 0314 table 3).
 *
 * @param nodeName the node that answers
 * @param peers the other consensus nodes it can reach now
 */
public record NetworkStatus(Height height, Hash32 blockHash, BlockTime time, String nodeName, List<Peer> peers) {
    public NetworkStatus {
        peers = List.copyOf(peers);
    }

    /** A connected node. */
    public record Peer(String name, Sm2PublicKey publicKey) {}

    public static NetworkStatus fromWire(GetNetworkStatusResponse response) {
        return new NetworkStatus(
                WireFields.height("height", response.getHeight()),
                WireFields.hash("block_hash", response.getBlockHash()),
                WireFields.time("time_millis", response.getTimeMillis()),
                WireFields.text("node_name", response.getNodeName(), Validator.MAX_NAME),
                WireFields.list("peers", response.getPeersList(), NetworkStatus::peer));
    }

    private static Peer peer(io.regchain.protocol.wire.v1.Peer peer) {
        return new Peer(
                WireFields.text("name", peer.getName(), Validator.MAX_NAME),
                WireFields.key("public_key", peer.getPublicKey()));
    }

    public GetNetworkStatusResponse toWire() {
        GetNetworkStatusResponse.Builder wire = GetNetworkStatusResponse.newBuilder()
                .setHeight(height.value())
                .setBlockHash(WireFields.wire(blockHash))
                .setTimeMillis(time.epochMillis())
                .setNodeName(nodeName);
        for (Peer peer : peers) {
            wire.addPeersBuilder().setName(peer.name()).setPublicKey(WireFields.wire(peer.publicKey()));
        }
        return wire.build();
    }
}
