package io.regchain.localchain.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.generator.InventedPerson;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The hub as a market's business system calls it over HTTP, with the market's own token. */
public final class HubOffice {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI hub;
    private final String token;
    private final ChainId market;

    /** @param hub such as {@code http://127.0.0.1:8080} */
    public HubOffice(URI hub, ChainId market, String token) {
        this.hub = hub;
        this.market = market;
        this.token = token;
    }

    /** What the hub answered. */
    public record Answer(int status, JsonNode body) {}

    /** The investor's code: given out once per person, whichever market asks. */
    public InvestorCode investorCode(InventedPerson person) {
        Answer answer = askForCode(person.name(), person.id().reveal());
        if (answer.status() != 200) {
            throw new IllegalStateException("no investor code: " + answer.status() + " " + answer.body());
        }
        return new InvestorCode(answer.body().path("code").asText());
    }

    /** The raw answer: 200 with the code, 409 for a manual review. */
    public Answer askForCode(String name, String residentId) {
        ObjectNode request = CanonicalJson.object()
                .put("market", market.value())
                .put("kind", "Q")
                .put("idType", "RESIDENT_ID")
                .put("idNumber", residentId)
                .put("name", name);
        return send(HttpRequest.newBuilder(hub.resolve("/api/v1/investor-codes"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        CanonicalJson.encode(request).toArray())));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(
                    request.header("Authorization", "Bearer " + token)
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), CanonicalJson.decode(Bytes.wrap(response.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the hub was asked", e);
        }
    }
}
