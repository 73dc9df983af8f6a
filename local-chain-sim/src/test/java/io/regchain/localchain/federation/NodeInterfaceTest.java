package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The node interface of a running federation as others meet it: by {@code curl}, and by a client in another language. */
class NodeInterfaceTest {
    private static final String JIANGSU = "jiangsu";
    private static final String STATUS = "/regchain.v1.LocalChainNode/GetNetworkStatus";
    private static final String QUESTION = "{\"networkId\":\"jiangsu\"}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static Federation federation;

    @BeforeAll
    static void start() {
        MarketPlan plan = MarketPlan.of(Markets.byChain(new ChainId(JIANGSU)).orElseThrow());
        federation = Federation.start(FederationSettings.of(directory.resolve("federation"), List.of(plan)));
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    private static String token(Visitor.Role role, Scope scope) {
        return federation.desk().apiToken(new Visitor("test", role, scope, "测试", "test"));
    }

    private static String token() {
        return token(Visitor.Role.INTEGRATOR, new Scope.All());
    }

    private static String base() {
        return "http://127.0.0.1:" + federation.windowPort() + "/nodes";
    }

    private static HttpResponse<String> post(String path, String authorization, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_curl_would_send_is_answered_in_json() throws Exception {
        HttpResponse<String> answer = post("/jiangsu/0" + STATUS, "Bearer " + token(), QUESTION);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode status = CanonicalJson.decode(Bytes.utf8(answer.body()));
        assertThat(status.path("nodeName").asText()).isEqualTo("jiangsu-0");
        assertThat(Long.parseLong(status.path("height").asText())).isPositive();
    }

    @Test
    void nobody_looks_through_the_window_without_an_integrators_token() throws Exception {
        List<String> shown = List.of(
                "",
                "Bearer made-up",
                "Basic " + token(),
                "Bearer " + token(Visitor.Role.PROVINCIAL_REGULATOR, new Scope.All()),
                "Bearer " + token(Visitor.Role.INTEGRATOR, new Scope.Only(new TreeSet<>(List.of("zhejiang")))));
        for (String authorization : shown) {
            HttpResponse<String> answer = post("/jiangsu/0" + STATUS, authorization, QUESTION);
            assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
            assertThat(answer.body()).contains("unauthenticated");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /zhejiang/0/regchain.v1.LocalChainNode/GetNetworkStatus | {"networkId":"jiangsu"}                | 404 | not_found
                    /jiangsu/9/regchain.v1.LocalChainNode/GetNetworkStatus  | {"networkId":"jiangsu"}                | 404 | not_found
                    /jiangsu/0/regchain.v1.LocalChainNode/GetNetworkStatus  | {"networkId":"zhejiang"}               | 404 | not_found
                    /jiangsu/0/regchain.v1.LocalChainNode/GetBlock          | {"networkId":"jiangsu","height":99999} | 404 | not_found
                    /jiangsu/0/regchain.v1.LocalChainNode/GetBlock          | {"networkId":                          | 400 | invalid_argument
                    /jiangsu/0/regchain.v1.LocalChainNode/GetObject         | {"networkId":"jiangsu"}                | 400 | invalid_argument
                    /jiangsu/0/regchain.v1.LocalChainNode/DropEverything    | {}                                     | 501 | unimplemented
                    """)
    void a_wrong_question_gets_an_error_that_says_what_is_wrong(String path, String body, int status, String code)
            throws Exception {
        HttpResponse<String> answer = post(path, "Bearer " + token(), body);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = CanonicalJson.decode(Bytes.utf8(answer.body()));
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
    }

    /**
     * The client knows the {@code .proto} files and the published description of the bytes, nothing of ours: it calls all
     * eight functions and recomputes a block hash and an object's proof.
     */
    @Test
    void a_client_in_another_language_calls_all_eight_functions_and_recomputes_hash_and_proof() throws Exception {
        Path client = NodeJs.prepared(directory);

        NodeJs.Outcome run =
                NodeJs.run(directory, client, "node", "client.mjs", base() + "/jiangsu/0", token(), JIANGSU);

        assertThat(run.exit()).as(run.output()).isZero();
        JsonNode said = CanonicalJson.decode(Bytes.utf8(lastLine(run.output())));
        assertThat(said.path("functions").intValue()).isEqualTo(8);
        Height checked = new Height(said.path("checkedBlock").longValue());
        CertifiedBlock block =
                federation.market(new ChainId(JIANGSU)).node(0).block(checked).orElseThrow();
        assertThat(said.path("blockHash").asText()).isEqualTo(block.hash().toHex());
        assertThat(said.path("stateRoot").asText())
                .isEqualTo(block.block().header().stateRoot().toHex());
        assertThat(said.path("seals").intValue())
                .isGreaterThanOrEqualTo(block.validators().quorum());
    }

    @Test
    void the_client_fails_where_it_is_not_let_in() throws Exception {
        Path client = NodeJs.prepared(directory);

        NodeJs.Outcome run =
                NodeJs.run(directory, client, "node", "client.mjs", base() + "/jiangsu/0", "made-up", JIANGSU);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("unauthenticated");
    }

    private static String lastLine(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.get(lines.size() - 1);
    }
}
