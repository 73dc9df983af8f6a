package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the hub's own API says of the chain under test and its open calls, told whenever it changes. */
final class HubStatus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> WELL = List.of("OK", "MOVING", "ENDED");

    private final URI hub;
    private final String token;
    private final ChainId chain;
    private final Blackboard blackboard;
    private final HttpClient http = HttpClient.newHttpClient();
    private String lastOfChain = "";

    /** @param hub such as {@code http://127.0.0.1:8080} */
    HubStatus(URI hub, String token, ChainId chain, Blackboard blackboard) {
        this.hub = hub;
        this.token = token;
        this.chain = chain;
        this.blackboard = blackboard;
    }

    void look() {
        get("/api/v1/chains/" + chain + "/status").ifPresent(this::chain);
        get("/api/v1/calls/open?limit=200&chain=" + chain).ifPresent(open -> {
            open.path("items").forEach(this::call);
            open.path("unreceived").forEach(this::call);
        });
    }

    private void chain(JsonNode status) {
        String now = health(status) + kind(status);
        if (now.equals(lastOfChain)) {
            return;
        }
        boolean first = lastOfChain.isEmpty();
        lastOfChain = now;
        if (!first || !isWell(status)) {
            blackboard.write(line(status, chain + " is " + health(status)));
        }
    }

    private void call(JsonNode status) {
        if (isWell(status)) {
            return;
        }
        String id = status.path("id").asText();
        blackboard.writeOnce(
                "call " + id + status.path("stage").asText() + health(status) + kind(status),
                line(
                        status,
                        id + " is " + health(status) + " at stage "
                                + status.path("stage").asText() + ", waits for "
                                + status.path("waitingFor").path("en").asText()));
    }

    private static Line line(JsonNode status, String what) {
        List<String> more = new ArrayList<>();
        String unblock = status.path("unblock").path("en").asText();
        if (!unblock.isEmpty()) {
            more.add("act:    " + unblock);
        }
        String text = what + ": " + status.path("reason").path("en").asText();
        return switch (health(status)) {
            case "OK" -> Line.good(text);
            case "STUCK", "DEAD" -> Line.wrong(text, more);
            default -> Line.waiting(text, more.toArray(String[]::new));
        };
    }

    /** The reason without its particulars, which change at every attempt. */
    private static String kind(JsonNode status) {
        String reason = status.path("reason").path("en").asText();
        int colon = reason.indexOf(':');
        return colon < 0 ? reason : reason.substring(0, colon);
    }

    private static boolean isWell(JsonNode status) {
        return WELL.contains(health(status));
    }

    private static String health(JsonNode status) {
        return status.path("health").asText();
    }

    /** Empty when the hub is about to end, or has just begun and knows nothing yet. */
    private Optional<JsonNode> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(hub.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(CanonicalJson.decode(Bytes.wrap(answer.body())))
                    : Optional.empty();
        } catch (IOException | DecodeException notNow) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
