package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.relay.ChainRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Observers and relays, two of these for each chain; while there is trouble, what they hand in may be lost, or its answer. */
final class Couriers {
    /** The first carries many packets in one transaction, the second each in one of its own. */
    private static final List<String> RELAYS = List.of("a", "b");

    /** Something a courier handed in, or would have. */
    record Submission(Optional<ChainId> to, Sm2PrivateKey by, String contract, String method, ObjectNode in) {}

    /** What did not arrive, or whose answer did not. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String what) {
            super(what + " was lost");
        }
    }

    private final SimulatedWorld world;
    private final Random random;
    private final SortedMap<String, ChainRelay> relays = new TreeMap<>();
    private final SortedMap<ChainId, Height> observed = new TreeMap<>();
    final List<Submission> submitted = new ArrayList<>();
    /** What was lost, or is only late. */
    final List<Submission> late = new ArrayList<>();

    /** What the relays of these chains hand in is stuck for so many turns, and arrives late. */
    private final SortedMap<ChainId, Integer> stuck = new TreeMap<>();

    private boolean troubled = true;

    Couriers(SimulatedWorld world, Random random) {
        this.world = world;
        this.random = random;
        for (ChainId id : SimulatedWorld.CHAINS) {
            observed.put(id, Height.ZERO);
            for (String relay : RELAYS) {
                restart(id, relay);
            }
        }
    }

    /** From now on everything arrives. */
    void calm() {
        troubled = false;
        stuck.clear();
    }

    /** The relays of a chain reach nobody for some turns; what they hand in meanwhile arrives after that. */
    void hinder(ChainId id, int turns) {
        stuck.merge(id, turns, Math::max);
    }

    Height observed(ChainId id) {
        return Objects.requireNonNull(observed.get(id), id::value);
    }

    private ChainRelay relay(String name) {
        return Objects.requireNonNull(relays.get(name), name);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Every observer looks, and every relay that is awake. */
    void turn() {
        for (ChainId id : SimulatedWorld.CHAINS) {
            observe(world.local(id));
            for (String relay : RELAYS) {
                if (!troubled || chance(60)) {
                    carry(id, relay);
                }
            }
            stuck.computeIfPresent(id, (hindered, turns) -> turns > 1 ? turns - 1 : null);
        }
    }

    private void observe(SimulatedChain chain) {
        while (chain.isUp() && observed(chain.id()).compareTo(chain.ledger.height()) < 0) {
            CertifiedBlock block = chain.ledger.block(observed(chain.id()).next());
            TransactionRecord record;
            try {
                record = submit(
                        Optional.empty(), SimulatedWorld.OBSERVER, "light-clients", "update", chain.update(block));
            } catch (Lost lost) {
                return;
            }
            if (record.receipt().code().equals("CLIENT_FROZEN")
                    || record.receipt().code().equals("CHAIN_NOT_ACTIVE")) {
                return;
            }
            world.must(record);
            observed.put(chain.id(), block.height());
        }
    }

    private TransactionRecord submit(
            Optional<ChainId> to, Sm2PrivateKey by, String contract, String method, ObjectNode in) {
        SimulatedChain chain = world.chainOf(to);
        Submission submission = new Submission(to, by, contract, method, in.deepCopy());
        if (!chain.isUp() || (troubled && chance(8))) {
            late.add(submission);
            throw new Lost(contract + "." + method);
        }
        submitted.add(submission);
        TransactionRecord record = chain.execute(world.now(), by, contract, method, in);
        if (troubled && chance(5)) {
            world.meet("answer lost");
            throw new Lost("the answer to " + contract + "." + method);
        }
        return record;
    }

    /** What a relay of this chain hands in. */
    private TransactionRecord submitted(
            ChainId by, Optional<ChainId> to, Sm2PrivateKey key, String contract, String method, ObjectNode in) {
        if (stuck.containsKey(by)) {
            late.add(new Submission(to, key, contract, method, in.deepCopy()));
            throw new Lost(contract + "." + method);
        }
        return submit(to, key, contract, method, in);
    }

    private void restart(ChainId id, String relay) {
        SupervisionLedger toHub = new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return world.hub.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode in) {
                return answer(() -> submitted(id, Optional.empty(), SimulatedWorld.RELAYER, contract, method, in));
            }
        };
        relays.put(
                id + "/" + relay,
                new ChainRelay(
                        id,
                        world.hub.ledger.certifiedState(),
                        toHub,
                        (contract, method, in) -> answer(
                                () -> submitted(id, Optional.of(id), SimulatedWorld.ANYONE, contract, method, in)),
                        world::now,
                        relay.equals(RELAYS.get(0)) ? CarriedSteps.MOST : 1));
    }

    private static <T> CompletionStage<T> answer(Supplier<T> deed) {
        try {
            return CompletableFuture.completedFuture(deed.get());
        } catch (Lost lost) {
            return CompletableFuture.failedFuture(lost);
        }
    }

    /** One pass; a relay that meets trouble crashes, and another one without memory goes on. */
    private void carry(ChainId id, String relay) {
        try {
            ChainRelay.Pass pass = relay(id + "/" + relay).run(world.local(id).reader());
            pass.done().forEach(line -> world.tell("relay " + relay + " of " + id + ": " + line));
            pass.refused().forEach(line -> {
                world.tell("relay " + relay + " of " + id + " is refused: " + line);
                world.meet("relay refused");
            });
        } catch (CompletionException trouble) {
            world.meet("relay crashed");
            restart(id, relay);
        }
    }
}
