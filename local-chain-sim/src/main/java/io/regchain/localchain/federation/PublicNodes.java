package io.regchain.localchain.federation;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.localchain.gateway.IntegratorWindow;
import io.regchain.localchain.gateway.NodeFacts;
import io.regchain.localchain.gateway.NodeGateway;
import io.regchain.localchain.genesis.LocalChainGenesis;
import io.regchain.protocol.base.ChainId;
import io.regchain.registry.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The full nodes that each market shows (JR/T 0314 7.1): each with its own door, and one window in front of all. */
final class PublicNodes {
    private static final int OF_EACH_MARKET = 2;

    private final ActorSystem<Void> system;
    private final FederationKeys keys;
    private final NodePorts ports;
    private final Executor blocking;
    /** By the name of the seat. */
    private final Map<String, SeatDoor> doors = new LinkedHashMap<>();

    PublicNodes(ActorSystem<Void> system, FederationKeys keys, NodePorts ports, Executor blocking) {
        this.system = system;
        this.keys = keys;
        this.ports = ports;
        this.blocking = blocking;
    }

    /**
     * Opens all doors, then the window through which an integrator sees what is behind them.
     *
     * @param integrator whether who shows this token may see this chain
     */
    CompletableFuture<ServerBinding> open(Collection<LocalMarket> markets, BiPredicate<String, ChainId> integrator) {
        List<CompletableFuture<ServerBinding>> bindings = new ArrayList<>();
        TreeMap<String, List<NodeGateway>> shown = new TreeMap<>();
        for (LocalMarket market : markets) {
            List<NodeGateway> gateways = new ArrayList<>();
            for (int i = 0; i < OF_EACH_MARKET; i++) {
                MarketPlan.Seat seat = market.plan().seats().get(i);
                TlsIdentity identity = keys.tls(seat.name(), seat.organisation());
                SeatDoor door = new SeatDoor(gateway(market, i), identity, ports.of(seat.name()));
                doors.put(seat.name(), door);
                gateways.add(door.gateway());
                bindings.add(door.open());
            }
            shown.put(market.chainId().value(), gateways);
        }
        ports.keep();
        return CompletableFuture.allOf(bindings.toArray(CompletableFuture[]::new))
                .thenCompose(bound -> new IntegratorWindow(system, shown, integrator).bind(0));
    }

    private NodeGateway gateway(LocalMarket market, int index) {
        NodeFacts facts = new NodeFacts(
                market.plan().market().operator(),
                market.operator().organisation(),
                "0.1.0",
                LocalChainGenesis.contracts().stream().map(Contract::name).toList());
        return new NodeGateway(system, market.node(index), facts, blocking);
    }

    /** As they stand in the registration. */
    List<Registration.Endpoint> endpoints(LocalMarket market) {
        List<Registration.Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < OF_EACH_MARKET; i++) {
            MarketPlan.Seat seat = market.plan().seats().get(i);
            endpoints.add(new Registration.Endpoint(
                    "https://127.0.0.1:" + ports.of(seat.name()),
                    keys.tls(seat.name(), seat.organisation()).publicKeyHex(),
                    seat.name()));
        }
        return endpoints;
    }

    /** Nobody is answered there any more; a node that has no door has nothing to close. */
    CompletableFuture<Void> close(LocalMarket market, int index) {
        return door(market, index).map(SeatDoor::close).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    CompletableFuture<Void> open(LocalMarket market, int index) {
        return door(market, index)
                .map(door -> door.open().<Void>thenApply(bound -> null))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Optional<SeatDoor> door(LocalMarket market, int index) {
        return Optional.ofNullable(doors.get(market.plan().seats().get(index).name()));
    }
}
