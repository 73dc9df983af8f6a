package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.node.SupervisionHub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The running hub, fed by nodes that lie: real chains, real observer, real API; only what the nodes answer is altered, one
 * thing at a time.
 */
class TamperedNodeTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final ChainId ZHEJIANG = new ChainId("zhejiang");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** What each of Jiangsu's nodes lies about, by its name. */
    private static final TreeMap<String, AtomicReference<LyingNode.Lie>> LIES = new TreeMap<>();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static Federation federation;
    private static String token;

    @BeforeAll
    static void start() {
        List<MarketPlan> markets = Stream.of(JIANGSU, ZHEJIANG)
                .map(chain -> MarketPlan.of(Markets.byChain(chain).orElseThrow()))
                .toList();
        federation = Federation.start(FederationSettings.of(directory, markets), TamperedNodeTest::through);
        token = federation
                .desk()
                .apiToken(new Visitor(
                        "jiangsu-regulator",
                        Visitor.Role.PROVINCIAL_REGULATOR,
                        new Scope.Only(new TreeSet<>(List.of("jiangsu"))),
                        "江苏监管",
                        "Jiangsu regulator"));
    }

    private static SupervisionHub.GatewayFactory through(SupervisionHub.GatewayFactory honest) {
        return (chain, endpoint) -> chain.equals(JIANGSU)
                ? new LyingNode(honest.to(chain, endpoint), lie(endpoint.name()))
                : honest.to(chain, endpoint);
    }

    private static synchronized AtomicReference<LyingNode.Lie> lie(String node) {
        return LIES.computeIfAbsent(node, name -> new AtomicReference<>(LyingNode.HONEST));
    }

    @AfterEach
    void honest() {
        LIES.values().forEach(lie -> lie.set(LyingNode.HONEST));
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                row(
                        "an object whose body was altered",
                        "OBJECT_ALTERED",
                        object((node, o) ->
                                with(o, Bytes.utf8(o.snapshot().toUtf8().replace("2026-02-10", "2026-02-11"))))),
                row(
                        "a header with one seal below the quorum",
                        "QUORUM_NOT_REACHED",
                        seals((state, seals) ->
                                seals.subList(0, state.validators().quorum() - 1))),
                row("a seal by an unregistered key", "SEAL_BY_UNREGISTERED_KEY", seals(TamperedNodeTest::withStranger)),
                row(
                        "a proof for another key",
                        "OBJECT_PROOF_INVALID",
                        object((node, o) -> new ObjectAnswer(
                                o.height(),
                                o.name(),
                                o.snapshot(),
                                node.objectIds(o.height())
                                        .toCompletableFuture()
                                        .join()
                                        .proof(),
                                o.transactionId()))),
                row(
                        "an object of another network",
                        "OBJECT_OF_OTHER_NETWORK",
                        object((node, o) -> with(o, objectOfZhejiang()))),
                row(
                        "an object said to be of another transaction",
                        "OBJECT_OF_OTHER_TRANSACTION",
                        object((node, o) ->
                                new ObjectAnswer(o.height(), o.name(), o.snapshot(), o.proof(), Hash32.ZERO))));
    }

    private static Arguments row(String name, String code, LyingNode.Lie lie) {
        return Arguments.of(Named.of(name, lie), code);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void what_does_not_prove_itself_is_refused_with_its_own_reason_and_stored_nowhere(LyingNode.Lie lie, String code) {
        LIES.values().forEach(node -> node.set(lie));

        String id = "disclosure-" + NUMBER.incrementAndGet();
        Height height = write(id);
        JsonNode anomaly = anomaly(code, height);

        assertThat(anomaly.path("height").longValue()).isEqualTo(height.value());
        assertThat(LIES).containsKey(anomaly.path("node").asText());
        assertNothingIsKept(id, height);
        honest();
        assertThat(federation.awaitVerified(JIANGSU, height, PATIENCE)).isTrue();
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/objects/jiangsu/" + id + "/0").statusCode() == 200);
    }

    @Test
    void one_lying_node_is_named_while_the_other_one_is_followed() {
        TreeSet<String> named = new TreeSet<>();
        for (String liar : LIES.keySet()) {
            lie(liar).set(seals(TamperedNodeTest::withStranger));
            Height height = write("disclosure-" + NUMBER.incrementAndGet());
            assertThat(federation.awaitVerified(JIANGSU, height, PATIENCE)).isTrue();
            honest();
            for (JsonNode anomaly : anomalies()) {
                if (anomaly.path("height").longValue() == height.value()) {
                    assertThat(anomaly.path("node").asText()).isEqualTo(liar);
                    named.add(liar);
                }
            }
        }
        assertThat(named).as("the observer asks one of the two first").isNotEmpty();
    }

    @Test
    void a_lie_about_the_state_is_noted_by_the_relay_and_carried_nowhere() {
        LIES.values().forEach(node -> node.set(state()));
        Height height = write("disclosure-" + NUMBER.incrementAndGet());

        JsonNode anomaly = anomaly("STATE_UNPROVEN", height);

        assertThat(LIES).containsKey(anomaly.path("node").asText());
        assertThat(anomaly.path("message").asText()).contains("packets/");
        assertThat(federation.hubNode().read("packets/in/jiangsu/zhejiang/main/7"))
                .isEmpty();
    }

    /** Makes up a packet that waits to be fetched. */
    private static LyingNode.Lie state() {
        return new LyingNode.Lie() {
            @Override
            public StateAnswer state(ChainGateway node, StateAnswer honest) {
                Bytes madeUp = Bytes.utf8("[{\"channel\":\"main\",\"destination\":\"zhejiang\",\"sequence\":7}]");
                return new StateAnswer(honest.height(), honest.key(), Optional.of(madeUp), honest.proof());
            }
        };
    }

    private void assertNothingIsKept(String id, Height height) {
        assertThat(federation.hubNode().read("objects/jiangsu/" + id + "/0")).isEmpty();
        assertThat(federation.hubNode().read("objects/jiangsu/" + id + "/history"))
                .isEmpty();
        assertThat(federation.hubNode().read("light-clients/jiangsu/header/" + height))
                .isEmpty();
        assertThat(get("/api/v1/objects/jiangsu/" + id + "/0").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/chains/jiangsu/headers/" + height).statusCode()).isEqualTo(404);
    }

    private static Height write(String id) {
        return Disclosures.write(federation.market(JIANGSU), id).height();
    }

    private static Bytes objectOfZhejiang() {
        LocalMarket market = federation.market(ZHEJIANG);
        return market.node(0)
                .read("objects/subject-" + market.operator().organisation() + "/0")
                .orElseThrow();
    }

    private interface ObjectLie {
        ObjectAnswer of(ChainGateway node, ObjectAnswer honest);
    }

    private interface SealLie {
        List<Seal> of(ConsensusState state, List<Seal> honest);
    }

    private static LyingNode.Lie object(ObjectLie change) {
        return new LyingNode.Lie() {
            @Override
            public ObjectAnswer object(ChainGateway node, ObjectAnswer honest) {
                return change.of(node, honest);
            }
        };
    }

    private static LyingNode.Lie seals(SealLie change) {
        return new LyingNode.Lie() {
            @Override
            public ConsensusState consensus(ChainGateway node, ConsensusState honest) {
                UnaryOperator<CommitCertificate> sealed = c -> new CommitCertificate(
                        c.chainId(), c.height(), c.round(), c.blockHash(), change.of(honest, c.seals()));
                return new ConsensusState(
                        honest.header(),
                        honest.validators(),
                        honest.next(),
                        honest.certificate().map(sealed));
            }
        };
    }

    private static List<Seal> withStranger(ConsensusState state, List<Seal> honest) {
        Sm2PrivateKey stranger = ContractHarness.key("a stranger");
        byte[] sealed = state.certificate().orElseThrow().sealedBytes();
        List<Seal> seals = new ArrayList<>(honest);
        seals.set(0, new Seal(stranger.publicKey(), stranger.sign(sealed)));
        return seals;
    }

    private static ObjectAnswer with(ObjectAnswer answer, Bytes snapshot) {
        return new ObjectAnswer(answer.height(), answer.name(), snapshot, answer.proof(), answer.transactionId());
    }

    /** The first anomaly of this code at this height or above, once the API shows one. */
    private static JsonNode anomaly(String code, Height height) {
        return await().atMost(PATIENCE)
                .until(() -> found(code, height), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonNode> found(String code, Height height) {
        for (JsonNode anomaly : anomalies()) {
            if (anomaly.path("code").asText().equals(code)
                    && anomaly.path("height").longValue() >= height.value()) {
                return Optional.of(anomaly);
            }
        }
        return Optional.empty();
    }

    private static JsonNode anomalies() {
        HttpResponse<String> answer = get("/api/v1/chains/jiangsu/anomalies?limit=200");
        assertThat(answer.statusCode()).isEqualTo(200);
        return CanonicalJson.decode(Bytes.utf8(answer.body())).path("items");
    }

    private static HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + federation.httpPort() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }
}
