package io.regchain.protocol.wire;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.wire.v1.ListNetworksResponse;
import java.util.List;

/** The networks a node serves (JR/T 0314 table 3). */
public record NetworkList(List<Network> networks) {
    static final int MAX_NAME = 128;

    public NetworkList {
        networks = List.copyOf(networks);
    }

    /** @param operator who runs the network */
    public record Network(
            ChainId id,
            String name,
            UnifiedSocialCreditCode operator,
            Hash32 genesisHash,
            List<SubNetwork> subNetworks) {
        public Network {
            subNetworks = List.copyOf(subNetworks);
        }
    }

    /** A part of a network that has its own blocks. */
    public record SubNetwork(ChainId id, String name) {}

    public static NetworkList fromWire(ListNetworksResponse response) {
        return new NetworkList(WireFields.list("networks", response.getNetworksList(), NetworkList::network));
    }

    private static Network network(io.regchain.protocol.wire.v1.Network network) {
        return new Network(
                WireFields.network(network.getNetworkId()),
                WireFields.text("name", network.getName(), MAX_NAME),
                WireFields.at("operator", () -> new UnifiedSocialCreditCode(network.getOperator())),
                WireFields.hash("genesis_hash", network.getGenesisHash()),
                WireFields.list("sub_networks", network.getSubNetworksList(), NetworkList::subNetwork));
    }

    private static SubNetwork subNetwork(io.regchain.protocol.wire.v1.SubNetwork network) {
        return new SubNetwork(
                WireFields.network(network.getNetworkId()), WireFields.text("name", network.getName(), MAX_NAME));
    }

    public ListNetworksResponse toWire() {
        return ListNetworksResponse.newBuilder()
                .addAllNetworks(networks.stream().map(NetworkList::toWire).toList())
                .build();
    }

    private static io.regchain.protocol.wire.v1.Network toWire(Network network) {
        io.regchain.protocol.wire.v1.Network.Builder wire = io.regchain.protocol.wire.v1.Network.newBuilder()
                .setNetworkId(network.id().value())
                .setName(network.name())
                .setOperator(network.operator().value())
                .setGenesisHash(WireFields.wire(network.genesisHash()));
        for (SubNetwork sub : network.subNetworks()) {
            wire.addSubNetworksBuilder().setNetworkId(sub.id().value()).setName(sub.name());
        }
        return wire.build();
    }
}
