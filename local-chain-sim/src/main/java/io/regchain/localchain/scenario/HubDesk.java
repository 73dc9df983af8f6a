package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The hub's HTTP API as a market's operator uses it, with a token of its own. */
final class HubDesk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Federation federation;
    private final Map<ChainId, String> tokens = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    HubDesk(Federation federation) {
        this.federation = federation;
    }

    /** @param provenBy the verified header an answer rests on, as {@code chain/height} */
    record Answer(int status, JsonNode body, Optional<String> provenBy) {}

    /** {@code POST /api/v1/investor-codes}. */
    Answer investorCode(LocalMarket market, Person person, String name) {
        ObjectNode body = CanonicalJson.object()
                .put("market", market.chainId().value())
                .put("kind", String.valueOf(person.kind().letter()))
                .put("idType", person.paper().name())
                .put("idNumber", person.number())
                .put("name", name);
        return send(request("/api/v1/investor-codes")
                .header("Authorization", "Bearer " + token(market))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        CanonicalJson.encode(body).toUtf8()))
                .build());
    }

    /** {@code GET /did:rem:…}, JR/T 0325 5.4. */
    Answer resolve(String did) {
        return send(request("/" + did).GET().build());
    }

    /** {@code GET /api/v1/calls/{call}/status}, as a market asks about a call of its own. */
    Answer callStatus(LocalMarket market, PacketId call) {
        return callStatus(token(market), call);
    }

    /** The same, as the hub's operator asks about any call. */
    Answer callStatus(PacketId call) {
        return callStatus(
                tokens.computeIfAbsent(ChainId.SUPERVISION, hub -> federation
                        .desk()
                        .apiToken(new Visitor(
                                "hub-operator",
                                Visitor.Role.HUB_OPERATOR,
                                new Scope.All(),
                                "监管链运营方",
                                "the hub's operator"))),
                call);
    }

    private Answer callStatus(String token, PacketId call) {
        return send(request("/api/v1/calls/" + call + "/status")
                .header("Authorization", "Bearer " + token)
                .GET()
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + federation.httpPort() + path))
                .timeout(PATIENCE);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    CanonicalJson.decode(Bytes.wrap(response.body())),
                    response.headers().firstValue("X-Proven-By"));
        } catch (IOException e) {
            throw new StepFailure("the hub did not answer " + request.uri().getPath() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailure("interrupted while waiting for the hub", e);
        }
    }

    private String token(LocalMarket market) {
        return tokens.computeIfAbsent(market.chainId(), chain -> federation
                .desk()
                .apiToken(new Visitor(
                        "operator-" + chain,
                        Visitor.Role.MARKET_OPERATOR,
                        Scope.only(Set.of(chain.value())),
                        market.plan().market().operator(),
                        "the operator of " + chain)));
    }

    @Override
    public void close() {
        http.close();
    }
}
