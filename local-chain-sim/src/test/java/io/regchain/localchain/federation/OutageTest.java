package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.observer.Backfill;
import io.regchain.supervision.observer.ObserverStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real chain goes on while the hub cannot reach it: afterwards the hub has every block and every object of it. */
class OutageTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WRITTEN = 12;

    @TempDir
    private Path directory;

    private final AtomicBoolean away = new AtomicBoolean();

    /** A node whose network is down at times; what is asked then fails, and so does what was waited for. */
    private ChainGateway through(ChainGateway node) {
        return (ChainGateway) Proxy.newProxyInstance(
                ChainGateway.class.getClassLoader(),
                new Class<?>[] {ChainGateway.class},
                (proxy, method, arguments) -> {
                    if (!CompletionStage.class.isAssignableFrom(method.getReturnType())) {
                        return invoke(node, method, arguments);
                    }
                    return away.get()
                            ? CompletableFuture.failedFuture(down(node))
                            : ((CompletionStage<?>) invoke(node, method, arguments)).thenApply(answer -> {
                                if (away.get()) {
                                    throw down(node);
                                }
                                return answer;
                            });
                });
    }

    private static Object invoke(ChainGateway node, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(node, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static GatewayProblem down(ChainGateway node) {
        return new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, node.node() + " cannot be reached");
    }

    @Test
    void blocks_and_objects_of_an_outage_are_fetched_when_the_chain_is_reached_again() {
        FederationSettings settings = FederationSettings.of(
                directory, List.of(MarketPlan.of(Markets.byChain(JIANGSU).orElseThrow())));
        try (Federation federation =
                Federation.start(settings, honest -> (chain, endpoint) -> through(honest.to(chain, endpoint)))) {
            LocalMarket market = federation.market(JIANGSU);
            Height before = Disclosures.write(market, "before-1").height();
            assertThat(federation.awaitVerified(JIANGSU, before, PATIENCE)).isTrue();

            away.set(true);
            List<TransactionRecord> missed = IntStream.rangeClosed(1, WRITTEN)
                    .mapToObj(i -> Disclosures.write(market, "missed-" + i))
                    .toList();
            Height last = missed.get(missed.size() - 1).height();
            assertThat(last.value() - before.value()).isGreaterThanOrEqualTo(WRITTEN);
            assertThat(federation.hubNode().read("light-clients/jiangsu/header/" + last))
                    .isEmpty();

            List<Backfill> told = new CopyOnWriteArrayList<>();
            away.set(false);
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> {
                federation
                        .hub()
                        .observerStatus(JIANGSU)
                        .flatMap(ObserverStatus::backfill)
                        .ifPresent(told::add);
                return federation
                        .hubNode()
                        .read("light-clients/jiangsu/header/" + last)
                        .isPresent();
            });

            for (int i = 1; i <= WRITTEN; i++) {
                int number = i;
                await().atMost(PATIENCE).until(() -> federation
                        .hubNode()
                        .read("objects/jiangsu/missed-" + number + "/0")
                        .isPresent());
            }
            assertThat(told).isNotEmpty().allSatisfy(backfill -> {
                assertThat(backfill.from())
                        .isBetween(before.next(), missed.get(0).height());
                assertThat(backfill.to().compareTo(last)).isGreaterThanOrEqualTo(0);
            });
            await().atMost(PATIENCE).until(() -> federation
                    .hub()
                    .observerStatus(JIANGSU)
                    .flatMap(ObserverStatus::backfill)
                    .isEmpty());
            assertThat(federation.index().anomalies("jiangsu", -1, 10)).isEmpty();
        }
    }
}
