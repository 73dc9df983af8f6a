package io.regchain.localchain.sandbox;

import io.regchain.localchain.sandbox.gateway.NodeUnderTest;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two nodes say of their chain. It is their word: the hub verifies everything above block 0 by itself.
 *
 * @param consensus the protocol's name
 * @param names of the nodes, as each calls itself
 * @param validators that decide block 1
 */
record Presented(ChainId chain, String consensus, List<String> names, BlockHeader genesis, ValidatorSet validators) {
    Presented {
        names = List.copyOf(names);
    }

    /** The nodes answered, or one said something that cannot be gone on with. */
    sealed interface Reading {}

    record Whole(Presented presented) implements Reading {}

    /** @param more clause, and what would be right */
    record Unfit(String problem, List<String> more) implements Reading {}

    /** @throws io.regchain.localchain.sandbox.gateway.NodeProblem when a node does not answer as asked */
    static Reading read(List<NodeUnderTest> nodes, Optional<ChainId> wanted) {
        NodeUnderTest first = nodes.get(0);
        List<ChainId> served = first.networks().networks().stream()
                .map(NetworkList.Network::id)
                .toList();
        Optional<ChainId> chain = wanted.filter(served::contains)
                .or(() -> wanted.isEmpty() && served.size() == 1 ? Optional.of(served.get(0)) : Optional.empty());
        return chain.map(id -> read(nodes, id))
                .orElseGet(() -> new Unfit(
                        first + " serves " + served
                                + wanted.map(id -> ", not " + id).orElse(": say which one with --chain-id"),
                        Lessons.lines("ListNetworks")));
    }

    private static Reading read(List<NodeUnderTest> nodes, ChainId chain) {
        List<String> names = new ArrayList<>();
        for (NodeUnderTest node : nodes) {
            NetworkStatus status = node.status(chain);
            names.add(status.nodeName());
        }
        if (names.get(0).equals(names.get(1))) {
            return new Unfit(
                    "both nodes call themselves \"" + names.get(0) + "\"",
                    new Lesson("JR/T 0314 7.1, A10.6", "two different full nodes, each with its own node_name")
                            .lines());
        }
        BlockHeader genesis = nodes.get(0).header(chain, Height.ZERO);
        Hash32 other = nodes.get(1).header(chain, Height.ZERO).hash();
        if (!genesis.hash().equals(other)) {
            return new Unfit(
                    "the nodes tell different blocks 0: " + nodes.get(0) + " " + genesis.hash() + ", " + nodes.get(1)
                            + " " + other,
                    new Lesson("A7.3, A10.8", "both are nodes of one chain, started from one block 0").lines());
        }
        ConsensusState state = nodes.get(0).consensusState(chain, Height.ZERO);
        return new Whole(new Presented(
                chain,
                nodes.get(0).options(chain).consensus(),
                names,
                genesis,
                state.next().orElse(state.validators())));
    }
}
