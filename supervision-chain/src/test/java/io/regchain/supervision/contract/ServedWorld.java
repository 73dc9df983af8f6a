package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.WrittenObject;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.node.SupervisionLedger;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The two chains of {@link HubWorld}, the local one behind nodes that may be away or lack heights. One lock guards all. */
final class ServedWorld {
    final HubWorld world = new HubWorld();
    /** Every height that a block was asked for, in order. */
    final List<Long> asked = new CopyOnWriteArrayList<>();

    /** A node of the local chain. */
    final class Node {
        private final String name;
        boolean away;
        final TreeSet<Long> lacks = new TreeSet<>();

        Node(String name) {
            this.name = name;
        }

        ChainGateway gateway() {
            return (ChainGateway) Proxy.newProxyInstance(
                    ChainGateway.class.getClassLoader(),
                    new Class<?>[] {ChainGateway.class},
                    (proxy, method, arguments) -> {
                        synchronized (ServedWorld.this) {
                            return switch (method.getName()) {
                                case "node" -> name;
                                case "awaitBlock" -> away ? unreachable() : await((Height) arguments[0]);
                                case "block" ->
                                    answer(
                                            ((Optional<?>) arguments[0])
                                                    .map(Height.class::cast)
                                                    .orElseThrow(),
                                            true);
                                case "consensusState" -> consensus((Height) arguments[0]);
                                case "objectIds" -> ids((Height) arguments[0]);
                                case "object" ->
                                    object((Height) arguments[0], new ObjectName((String) arguments[1], (Long)
                                            arguments[2]));
                                default -> throw new UnsupportedOperationException(method.getName());
                            };
                        }
                    });
        }

        private CompletableFuture<?> unreachable() {
            return CompletableFuture.failedFuture(
                    new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, name + " does not answer"));
        }

        private <T> Optional<CompletableFuture<T>> no(Height height) {
            if (away) {
                return Optional.of(CompletableFuture.failedFuture(
                        new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, name + " does not answer")));
            }
            return lacks.contains(height.value())
                    ? Optional.of(CompletableFuture.failedFuture(new GatewayProblem(
                            GatewayProblem.Kind.REFUSED, name + " answered with not_found: no block " + height)))
                    : Optional.empty();
        }

        /** A test has its chain made before: there is nothing to wait for above the tip. */
        private CompletableFuture<Height> await(Height above) {
            return world.local.height().compareTo(above) > 0
                    ? CompletableFuture.completedFuture(world.local.height())
                    : new CompletableFuture<>();
        }

        private CompletableFuture<?> answer(Height height, boolean count) {
            if (count) {
                asked.add(height.value());
            }
            Optional<CompletableFuture<Object>> no = no(height);
            return no.isPresent()
                    ? no.get()
                    : CompletableFuture.completedFuture(
                            new BlockAnswer(world.local.block(height).block().header(), List.of(), Optional.empty()));
        }

        private CompletableFuture<?> consensus(Height height) {
            Optional<CompletableFuture<Object>> no = no(height);
            if (no.isPresent()) {
                return no.get();
            }
            CertifiedBlock block = world.local.block(height);
            return CompletableFuture.completedFuture(new ConsensusState(
                    block.block().header(), block.validators(), Optional.empty(), block.certificate()));
        }

        private CompletableFuture<?> ids(Height height) {
            Optional<CompletableFuture<Object>> no = no(height);
            return no.isPresent() ? no.get() : CompletableFuture.completedFuture(list(height));
        }

        private CompletableFuture<?> object(Height height, ObjectName name) {
            Optional<CompletableFuture<Object>> no = no(height);
            return no.isPresent()
                    ? no.get()
                    : CompletableFuture.completedFuture(new ObjectAnswer(
                            height,
                            name,
                            world.local.readBytes(height, name.stateKey()).orElseThrow(),
                            world.local.prove(height, name.stateKey()),
                            WrittenObject.writer(list(height).written(), name).orElseThrow()));
        }
    }

    private ObjectList list(Height height) {
        String key = ObjectList.stateKey(height);
        return ObjectList.of(height, world.local.readBytes(height, key), world.local.prove(height, key));
    }

    /** The supervision chain, written to with the observer's key. */
    SupervisionLedger ledger() {
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                synchronized (ServedWorld.this) {
                    return world.hub.read(key);
                }
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                synchronized (ServedWorld.this) {
                    return CompletableFuture.completedFuture(
                            world.hub.execute(HubWorld.OBSERVER, contract, method, arguments));
                }
            }
        };
    }

    synchronized long taken() {
        return world.hub
                        .read("objects/jiangsu/progress")
                        .map(progress -> progress.path("height").longValue())
                        .orElse(1L)
                - 1;
    }

    synchronized List<JsonNode> anomalies() {
        List<JsonNode> found = new ArrayList<>();
        long count = world.hub
                .read("anomalies/jiangsu/next")
                .map(JsonNode::longValue)
                .orElse(0L);
        for (long i = 0; i < count; i++) {
            found.add(world.hub.read("anomalies/jiangsu/" + i).orElseThrow());
        }
        return found;
    }
}
