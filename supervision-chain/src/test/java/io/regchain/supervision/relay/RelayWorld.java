package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.node.SupervisionLedger;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Two local chains and the hub in memory, as a relay sees them; what it submits is executed at once and written down. */
final class RelayWorld {
    final PacketWorld packets = new PacketWorld().open(PacketWorld.route("r-1"));
    /** Methods of what was submitted to the local chain. */
    final List<String> toLocal = new ArrayList<>();

    /** Jiangsu sends a packet; the hub has verified its header. */
    Packet sent(long sequence) {
        Packet packet = PacketWorld.packet(sequence);
        packets.write(packets.jiangsu, PacketKeys.Local.out(packet.id()), packet.toJson());
        var pending = CanonicalJson.array();
        pending.addObject()
                .put("destination", packet.destination().value())
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
        packets.write(packets.jiangsu, PacketKeys.Local.PENDING, pending);
        return packet;
    }

    ChainRelay relay(ContractHarness chain) {
        return new ChainRelay(chain.chainId(), hubNode(), supervision(), local(chain), packets.hub::time);
    }

    /** The hub as a full node of this process. */
    ChainNode hubNode() {
        ContractHarness hub = packets.hub;
        return proxy(ChainNode.class, (method, arguments) -> switch (method) {
            case "height" -> hub.height();
            case "block" -> Optional.of(hub.block((Height) arguments[0]));
            case "prove" -> hub.prove((Height) arguments[0], (String) arguments[1]);
            case "read" ->
                arguments.length == 1
                        ? hub.readBytes(hub.height(), (String) arguments[0])
                        : hub.readBytes((Height) arguments[0], (String) arguments[1]);
            default -> throw new UnsupportedOperationException(method);
        });
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

    static ChainGateway honest(ContractHarness chain) {
        return lying(chain, answer -> answer);
    }

    /** A node that answers honestly, then alters its answer. */
    static ChainGateway lying(ContractHarness chain, UnaryOperator<StateAnswer> lie) {
        return node(chain, (key, height) -> CompletableFuture.completedFuture(lie.apply(answer(chain, key, height))));
    }

    /** A node that has not seen the blocks the hub has verified. */
    static ChainGateway lagging(ContractHarness chain) {
        return node(
                chain,
                (key, height) -> CompletableFuture.failedFuture(
                        new GatewayProblem(GatewayProblem.Kind.REFUSED, "there is no block " + height)));
    }

    static StateAnswer answer(ContractHarness chain, String key, Height height) {
        return new StateAnswer(height, key, chain.readBytes(height, key), chain.prove(height, key));
    }

    private static ChainGateway node(
            ContractHarness chain, BiFunction<String, Height, CompletionStage<StateAnswer>> state) {
        return proxy(ChainGateway.class, (method, arguments) -> switch (method) {
            case "chainId" -> chain.chainId();
            case "node" -> "node-0";
            case "readState" -> state.apply((String) arguments[0], (Height) ((Optional<?>) arguments[1]).orElseThrow());
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static <T> T proxy(Class<T> type, BiFunction<String, Object[], Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        answers.apply(method.getName(), arguments == null ? new Object[0] : arguments)));
    }
}
