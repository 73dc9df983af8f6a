package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceVerifier;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.snapshot.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole federation whose snapshots stand in an S3 server: written, read, altered, lost, and filled again. */
class SnapshotFederationTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path scratch;

    private FederationSettings settings(S3Settings snapshots) {
        FederationSettings plain = FederationSettings.of(
                scratch.resolve("federation"),
                List.of(MarketPlan.of(Markets.byChain(JIANGSU).orElseThrow())));
        return new FederationSettings(
                plain.dataDir(),
                plain.markets(),
                Optional.of(snapshots),
                plain.bounds(),
                0,
                plain.firstTime(),
                plain.pages(),
                plain.progress());
    }

    private static HttpResponse<String> get(Federation federation, String path) {
        String token = federation
                .desk()
                .apiToken(new Visitor("tester", Visitor.Role.HUB_OPERATOR, new Scope.All(), "测试", "tester"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + federation.httpPort() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private static HttpResponse<String> object(Federation federation, long version) {
        return get(federation, "/api/v1/objects/jiangsu/report-1/" + version);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return CanonicalJson.decode(Bytes.utf8(answer.body()));
    }

    private static Hash32 digest(Federation federation, long version) {
        return Hash32.ofHex(CanonicalJson.decode(federation
                        .hubNode()
                        .read("objects/jiangsu/report-1/" + version)
                        .orElseThrow())
                .path("digest")
                .asText());
    }

    private static void shown(Federation federation, long version, String operation, String date) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = object(federation, version);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode snapshot = json(answer).path("snapshot");
            assertThat(snapshot.at("/header/content/operation").asText()).isEqualTo(operation);
            assertThat(snapshot.at("/body/disclosure_approval_information/disclosure_basic_information")
                            .path("disclosure_submit_date")
                            .asText())
                    .isEqualTo(date);
        });
    }

    @Test
    void snapshots_stand_in_the_bucket_and_nothing_else_is_given_out_as_them() throws Exception {
        try (S3Server server = S3Server.start(scratch)) {
            try (Federation federation = Federation.start(settings(server.settings()))) {
                TransactionRecord last = write(federation);
                shown(federation, 1, "overwrite", "2026-03-01");
                shown(federation, 2, "overwrite", "2026-03-02");
                assertThat(server.body(digest(federation, 2))).exists();
                alteredAndLost(federation, server, last);
            }
            empty(server);
            try (Federation federation = Federation.start(settings(server.settings()))) {
                shown(federation, 0, "create", "2026-02-10");
                shown(federation, 2, "overwrite", "2026-03-02");
            }
        }
    }

    /** Three versions, of which the second is overwritten, and the third after it (JR/T 0314 6.5 d) 2)). */
    private static TransactionRecord write(Federation federation) {
        LocalMarket market = federation.market(JIANGSU);
        Disclosures.write(market, "report-1", 0, ObjectOperation.CREATE, "2026-02-10");
        Disclosures.write(market, "report-1", 1, ObjectOperation.UPDATE, "2026-02-11");
        Disclosures.write(market, "report-1", 2, ObjectOperation.UPDATE, "2026-02-12");
        Disclosures.write(market, "report-1", 1, ObjectOperation.OVERWRITE, "2026-03-01");
        return Disclosures.write(market, "report-1", 2, ObjectOperation.OVERWRITE, "2026-03-02");
    }

    private static void alteredAndLost(Federation federation, S3Server server, TransactionRecord last)
            throws IOException {
        Path body = server.body(digest(federation, 2));
        Files.writeString(body, Files.readString(body).replace("2026-03-02", "2026-03-03"));

        refused(object(federation, 2), "SNAPSHOT_DIFFERS", digest(federation, 2));
        assertThat(object(federation, 1).statusCode()).isEqualTo(200);

        for (Path file : server.files(digest(federation, 2))) {
            Files.delete(file);
        }
        refused(object(federation, 2), "SNAPSHOT_MISSING", digest(federation, 2));
        HttpResponse<String> evidence =
                get(federation, "/api/v1/inspections/jiangsu/" + last.receipt().transactionId() + "/evidence");
        assertThat(EvidenceVerifier.verify(Bytes.utf8(evidence.body()), Optional.empty())
                        .accepted())
                .as(evidence.body())
                .isTrue(); // it rests on the local chain and on the digest on chain, not on the store
    }

    private static void refused(HttpResponse<String> answer, String code, Hash32 digest) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(answer).at("/error/message").asText())
                .contains("report-1 version 2 of jiangsu", digest.toHex());
        assertThat(answer.body()).doesNotContain("2026-03-03");
    }

    private static void empty(S3Server server) throws IOException {
        for (Path file : server.files()) {
            Files.delete(file);
        }
    }

    @Test
    void a_federation_does_not_start_on_a_bucket_that_is_not_there() throws Exception {
        try (S3Server server = S3Server.start(scratch)) {
            S3Settings absent =
                    new S3Settings(server.endpoint(), "absent", "us-east-1", S3Server.ACCESS_KEY, server.secretFile());

            assertThatThrownBy(() -> Federation.start(settings(absent)))
                    .isInstanceOf(FederationProblem.class)
                    .hasMessageContaining("bucket absent at " + server.endpoint());
        }
    }
}
