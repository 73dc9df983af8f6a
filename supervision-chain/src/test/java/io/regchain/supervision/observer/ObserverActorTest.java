package io.regchain.supervision.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.node.SupervisionLedger;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;

/** How an observer comes to rest. */
class ObserverActorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Height> reported = new CompletableFuture<>();

    @Test
    void an_observer_that_waits_for_a_block_comes_to_rest_at_once_and_reads_no_other() throws Exception {
        ActorSystem<ObserverActor.Command> observer = ActorSystem.create(
                ObserverActor.create(new ObserverActor.Setup(
                        new ChainId("jiangsu"),
                        List.of(node(), node()),
                        ledger(),
                        Runnable::run,
                        PATIENCE,
                        Backoff.DEFAULT,
                        () -> new BlockTime(1_770_700_000_000L),
                        status -> {})),
                "observer");
        try {
            await().atMost(PATIENCE).until(() -> asked.contains("awaitBlock"));

            rest(observer).get();
            reported.complete(new Height(1));
            observer.tell(new ObserverActor.Rest(observer.ignoreRef())); // in line behind the report
            assertThat(asked).containsExactly("awaitBlock");
        } finally {
            observer.terminate();
            observer.getWhenTerminated().toCompletableFuture().get();
        }
        assertThat(asked).containsExactly("awaitBlock");
    }

    private static CompletableFuture<Done> rest(ActorSystem<ObserverActor.Command> observer) {
        return AskPattern.<ObserverActor.Command, Done>ask(
                        observer, ObserverActor.Rest::new, PATIENCE, observer.scheduler())
                .toCompletableFuture();
    }

    private ChainGateway node() {
        return (ChainGateway) Proxy.newProxyInstance(
                ChainGateway.class.getClassLoader(),
                new Class<?>[] {ChainGateway.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("node")) {
                        return "node-0";
                    }
                    asked.add(method.getName());
                    return method.getName().equals("awaitBlock") ? reported : new CompletableFuture<>();
                });
    }

    /** A supervision chain that holds the registration and nothing else. */
    private static SupervisionLedger ledger() {
        ContractHarness chain = ContractHarness.start(new ChainId("jiangsu"), new BlockTime(1_770_700_000_000L));
        var genesis = chain.block(Height.ZERO);
        ObjectNode registration = CanonicalJson.object()
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", genesis.block().header().time().epochMillis());
        registration.set("validators", BlockJson.of(chain.validators().set()));
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return key.equals("registry/chain/jiangsu") ? Optional.of(registration) : Optional.empty();
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                throw new UnsupportedOperationException(contract + "." + method);
            }
        };
    }
}
