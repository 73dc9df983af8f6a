package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.SupervisionLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Two local chains and the hub in memory, as a relay sees them; what it submits is executed at once and written down. */
final class RelayWorld {
    final PacketWorld packets = new PacketWorld().open(PacketWorld.route("r-1"));
    /** Methods of what was submitted to the local chain. */
    final List<String> toLocal = new ArrayList<>();

    /** Jiangsu sends packets, from 0 on; the hub has verified its header. */
    List<Packet> sent(int count) {
        List<Packet> sent = new ArrayList<>();
        SortedMap<String, ArrayNode> pages = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Packet packet = PacketWorld.packet(i);
            packets.write(packets.jiangsu, PacketKeys.Local.out(packet.id()), packet.toJson());
            pages.computeIfAbsent(
                            PacketKeys.page(PacketKeys.Local.row(packet.id()), packet.sequence()),
                            page -> CanonicalJson.array())
                    .add(i);
            sent.add(packet);
        }
        ArrayNode list = CanonicalJson.array();
        pages.forEach((page, sequences) -> {
            packets.write(packets.jiangsu, PacketKeys.Local.pending(page), sequences);
            list.add(page);
        });
        packets.write(packets.jiangsu, PacketKeys.Local.PENDING, list);
        return sent;
    }

    Packet sent() {
        return sent(1).get(0);
    }

    ChainRelay relay(ContractHarness chain) {
        return new ChainRelay(
                chain.chainId(), packets.hub.certifiedState(), supervision(), local(chain), packets.hub::time);
    }

    SupervisionLedger supervision() {
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return packets.hub.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                return CompletableFuture.completedFuture(packets.submit(contract, method, arguments));
            }
        };
    }

    /** A local chain that only writes down that it was asked. */
    LocalLedger local(ContractHarness chain) {
        return (contract, method, arguments) -> {
            toLocal.add(method);
            ObjectNode mark = CanonicalJson.object().put("key", "asked/" + toLocal.size());
            mark.put("value", method);
            return CompletableFuture.completedFuture(
                    chain.execute(ContractHarness.key("anyone"), PacketKeys.CONTRACT, "put", mark));
        };
    }

    static StateReader honest(ContractHarness chain) {
        return lying(chain, answer -> answer);
    }

    /** A node that answers honestly, then alters its answer. */
    static StateReader lying(ContractHarness chain, UnaryOperator<StateAnswer> lie) {
        return node(chain, (key, height) -> CompletableFuture.completedFuture(lie.apply(answer(chain, key, height))));
    }

    /** A node that has not seen the blocks the hub has verified. */
    static StateReader lagging(ContractHarness chain) {
        return node(
                chain,
                (key, height) -> CompletableFuture.failedFuture(
                        new GatewayProblem(GatewayProblem.Kind.REFUSED, "there is no block " + height)));
    }

    static StateAnswer answer(ContractHarness chain, String key, Height height) {
        return chain.answer(key, height);
    }

    private static StateReader node(
            ContractHarness chain, BiFunction<String, Height, CompletionStage<StateAnswer>> state) {
        return new StateReader() {
            @Override
            public String node() {
                return "node-0";
            }

            @Override
            public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
                return state.apply(key, height.orElseThrow());
            }
        };
    }
}
