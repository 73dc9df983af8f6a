package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.registry.rules.ByzantineProtocols;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Table 3: what a node says of its networks, their options and their state. */
final class InformationChecks {
    private static final int MOST_TEXT = 128;

    private final NodeUnderTest node;

    InformationChecks(NodeUnderTest node) {
        this.node = node;
    }

    /**
     * What the rest of the kit goes on with.
     *
     * @param genesisHash of the network list
     * @param peers the keys of the nodes it says it is connected with, by name
     */
    record Facts(
            Optional<Hash32> genesisHash,
            Optional<String> nodeName,
            Optional<Long> height,
            TreeMap<String, Sm2PublicKey> peers) {}

    Facts make() {
        Optional<Hash32> genesis = networks();
        options();
        Optional<Reply> status = status();
        return new Facts(
                genesis,
                status.map(reply -> reply.text("node_name")).filter(Predicate.not(String::isBlank)),
                status.map(reply -> reply.number("height")).filter(height -> height >= 0),
                status.map(this::peers).orElseGet(TreeMap::new));
    }

    private Optional<Hash32> networks() {
        Optional<Reply> reply = node.call(Check.NETWORKS, NodeMethods.LIST_NETWORKS, CanonicalJson.object());
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        List<Reply> networks = reply.get().list("networks");
        networks.forEach(this::network);
        List<Reply> served = networks.stream()
                .filter(each -> each.text("network_id").equals(node.network().value()))
                .toList();
        node.expect(
                Check.NETWORK_SERVED,
                reply.get().exchange(),
                served.size() == 1,
                () -> node.network() + " stands in the list " + served.size() + " times",
                "exactly once");
        return served.isEmpty()
                ? Optional.empty()
                : Optional.of(served.get(0))
                        .filter(each -> each.bytes("genesis_hash").size() == Hash32.SIZE)
                        .map(each -> each.hash("genesis_hash"));
    }

    private void network(Reply network) {
        node.decode(Check.NETWORKS, network.exchange(), "a network as types.proto describes it", () -> {
                    Reply.at("network_id", () -> new ChainId(network.text("network_id")));
                    Reply.at("operator", () -> new UnifiedSocialCreditCode(network.text("operator")));
                    network.hash("genesis_hash");
                    named("name", network.text("name"));
                    for (Reply sub : network.list("sub_networks")) {
                        Reply.at("sub_networks.network_id", () -> new ChainId(sub.text("network_id")));
                        named("sub_networks.name", sub.text("name"));
                    }
                    return network;
                })
                .ifPresent(right -> node.passed(Check.NETWORKS));
    }

    private static void named(String field, String text) {
        if (text.isBlank() || text.length() > MOST_TEXT) {
            throw new IllegalArgumentException(field + " should be a text of 1 to " + MOST_TEXT + " characters");
        }
    }

    private void options() {
        Optional<Reply> reply = node.call(Check.OPTIONS, NodeMethods.GET_NETWORK_OPTIONS, node.question());
        reply.ifPresent(options -> {
            Exchange exchange = options.exchange();
            List<Reply> states = options.list("result_states");
            node.expect(
                    Check.OPTIONS,
                    exchange,
                    !options.text("node_version").isBlank()
                            && !options.texts("operation_types").isEmpty()
                            && namesTheOutcomes(states),
                    () -> "node_version \"" + options.text("node_version") + "\", "
                            + options.texts("operation_types").size() + " operation_types, result_states "
                            + states.stream()
                                    .map(state -> state.text("name") + "=" + state.flag("successful"))
                                    .toList(),
                    "a version, at least one operation, and the states SUCCESS=true, REFUSED=false, STOPPED=false");
            node.agree(
                    Check.INTERFACE_VERSION,
                    exchange,
                    "interface_version",
                    options.text("interface_version"),
                    NetworkOptions.INTERFACE_VERSION);
            limits(options);
            node.expect(
                    Check.BFT_PROTOCOL,
                    exchange,
                    ByzantineProtocols.includes(options.text("consensus")),
                    () -> "consensus is \"" + options.text("consensus") + "\"",
                    "a protocol that stands lying nodes: " + String.join(", ", ByzantineProtocols.names()));
        });
    }

    private static boolean namesTheOutcomes(List<Reply> states) {
        TreeMap<String, Boolean> named = new TreeMap<>();
        states.forEach(state -> named.put(state.text("name"), state.flag("successful")));
        return Stream.of(Receipt.Outcome.values())
                .allMatch(outcome ->
                        Boolean.valueOf(outcome == Receipt.Outcome.SUCCESS).equals(named.get(outcome.name())));
    }

    private void limits(Reply options) {
        long block = options.number("max_block_bytes");
        long arguments = options.number("max_argument_bytes");
        node.expect(
                Check.OPTION_LIMITS,
                options.exchange(),
                block > 0 && block <= Block.MAX_BYTES && arguments > 0 && arguments <= Transaction.MAX_ARGUMENTS,
                () -> "max_block_bytes " + block + ", max_argument_bytes " + arguments,
                "1 to " + Block.MAX_BYTES + " and 1 to " + Transaction.MAX_ARGUMENTS);
    }

    private Optional<Reply> status() {
        Optional<Reply> reply = node.call(Check.STATUS, NodeMethods.GET_NETWORK_STATUS, node.question());
        reply.ifPresent(status -> {
            Optional<Hash32> hash =
                    node.decode(Check.STATUS, status.exchange(), "32 bytes of hash", () -> status.hash("block_hash"));
            if (hash.isEmpty()) {
                return;
            }
            boolean named = node.expect(
                    Check.STATUS,
                    status.exchange(),
                    !status.text("node_name").isBlank()
                            && status.text("node_name").length() <= 64
                            && status.number("height") >= 0
                            && status.number("time_millis") > 0,
                    () -> "node_name \"" + status.text("node_name") + "\", height "
                            + Long.toUnsignedString(status.number("height")) + ", time_millis "
                            + Long.toUnsignedString(status.number("time_millis")),
                    "a name of 1 to 64 characters, a height below 2^63, a time above 0");
            if (named) {
                tip(status, hash.get());
            }
            checkPeers(status);
        });
        return reply;
    }

    private void tip(Reply status, Hash32 hash) {
        long height = status.number("height");
        node.call(Check.STATUS_TIP, NodeMethods.GET_BLOCK, node.question(height))
                .ifPresent(block -> node.expect(
                        Check.STATUS_TIP,
                        status.exchange(),
                        block.bytes("hash").equals(hash.toBytes())
                                && block.number("time_millis") == status.number("time_millis"),
                        () -> "hash " + hash + " and time " + status.number("time_millis")
                                + ", but GetBlock " + height + " has "
                                + block.bytes("hash").toHex() + " and "
                                + block.number("time_millis"),
                        "the hash and time of block " + height));
    }

    private void checkPeers(Reply status) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<Bytes> keys = new TreeSet<>();
        List<Reply> peers = status.list("peers");
        for (Reply peer : peers) {
            names.add(peer.text("name"));
            keys.add(peer.bytes("public_key"));
            node.decode(
                            Check.SM_KEYS,
                            status.exchange(),
                            "peers: public_key 65 bytes 04, x, y of a point of the SM2 curve",
                            () -> peer.key("public_key"))
                    .ifPresent(key -> node.passed(Check.SM_KEYS));
        }
        node.expect(
                Check.STATUS_PEERS,
                status.exchange(),
                !peers.isEmpty()
                        && names.size() == peers.size()
                        && keys.size() == peers.size()
                        && names.stream().noneMatch(String::isBlank)
                        && !names.contains(status.text("node_name")),
                () -> "peers " + names + " of " + keys.size() + " keys, told by \"" + status.text("node_name") + "\"",
                "at least one peer, each with a name and key of its own, the node itself left out");
    }

    private TreeMap<String, Sm2PublicKey> peers(Reply status) {
        TreeMap<String, Sm2PublicKey> peers = new TreeMap<>();
        for (Reply peer : status.list("peers")) {
            if (peer.bytes("public_key").size() == Sm2PublicKey.SIZE) {
                readable(peer).ifPresent(key -> peers.put(peer.text("name"), key));
            }
        }
        return peers;
    }

    /** A key that is none was told of above. */
    private static Optional<Sm2PublicKey> readable(Reply peer) {
        try {
            return Optional.of(peer.key("public_key"));
        } catch (DecodeException notAKey) {
            return Optional.empty();
        }
    }
}
