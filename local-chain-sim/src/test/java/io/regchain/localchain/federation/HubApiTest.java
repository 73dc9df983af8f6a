package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceReport;
import io.regchain.protocol.evidence.EvidenceVerifier;
import io.regchain.protocol.evidence.StateVerifier;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.node.SupervisionLedger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hub's HTTP API on a running federation: who may see what, and what is answered to those who ask wrongly. */
class HubApiTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final ChainId ZHEJIANG = new ChainId("zhejiang");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicReference<LyingNode.Lie> LIE = new AtomicReference<>(LyingNode.HONEST);

    @TempDir
    private static Path directory;

    private static Federation federation;
    private static Height verified;
    private static Hash32 transaction;

    @BeforeAll
    static void start() {
        List<MarketPlan> markets = Stream.of(JIANGSU, ZHEJIANG)
                .map(chain -> MarketPlan.of(Markets.byChain(chain).orElseThrow()))
                .toList();
        federation = Federation.start(
                FederationSettings.of(directory, markets),
                honest -> (chain, endpoint) -> new LyingNode(honest.to(chain, endpoint), LIE));
        for (LocalMarket market : federation.markets()) {
            verified = new Height(1);
            assertThat(federation.awaitVerified(market.chainId(), verified, PATIENCE))
                    .isTrue();
        }
        transaction = federation
                .market(JIANGSU)
                .node(0)
                .block(verified)
                .orElseThrow()
                .receipts()
                .get(0)
                .transactionId();
        indexed();
    }

    /** The index has what the hub's chain has. */
    private static void indexed() {
        await().atMost(PATIENCE).until(() -> get("/health/ready", "").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    private static Visitor visitor(Visitor.Role role, String... chains) {
        Scope scope = chains.length == 0 ? new Scope.All() : new Scope.Only(new TreeSet<>(List.of(chains)));
        return new Visitor("test-" + role.code(), role, scope, "测试", "tester");
    }

    private static String token(Visitor.Role role, String... chains) {
        return federation.desk().apiToken(visitor(role, chains));
    }

    private static String operator() {
        return token(Visitor.Role.HUB_OPERATOR);
    }

    private static String jiangsu() {
        return token(Visitor.Role.PROVINCIAL_REGULATOR, "jiangsu");
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + federation.httpPort() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private static ObjectNode inquiry(String destination, String contract, String method, ObjectNode payload) {
        ObjectNode inquiry = CanonicalJson.object()
                .put("reference", "INQ-" + destination)
                .put("destination", destination)
                .put("contract", contract)
                .put("method", method)
                .put("purpose", "rehearsal")
                .put(
                        "timeoutMillis",
                        federation.clock().now().epochMillis()
                                + Duration.ofMinutes(10).toMillis());
        inquiry.set("payload", payload);
        return inquiry;
    }

    private static JsonNode ended(String source, String destination) {
        String path = "/api/v1/calls/" + source + "/" + destination + "/main/0";
        return await().atMost(PATIENCE).until(() -> json(get(path, operator())), call -> call.path("completed")
                .booleanValue());
    }

    /** R04's example, asked of the hub's calendar by Jiangsu's operator over the relays of production. */
    @Test
    void a_market_asks_the_hub_and_finds_the_answer_on_its_own_chain() {
        LocalMarket jiangsu = federation.market(JIANGSU);
        jiangsu.mustSucceed(
                "inquiries",
                "ask",
                inquiry(
                        "supervision",
                        "calendar",
                        "tradingDays",
                        CanonicalJson.object().put("from", "2026-02-10").put("days", 5)));
        JsonNode call = ended("jiangsu", "supervision");
        assertThat(call.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(call.path("hops").findValuesAsText("what")).containsExactly("packet", "completion");
        assertThat(jiangsu.state()
                        .read(InquiriesContract.key("INQ-supervision"))
                        .orElseThrow()
                        .at("/answer/result/date")
                        .asText())
                .isEqualTo("2026-02-25");
    }

    /** A8.3: the hub calls a contract of a local chain, and gets an answer that chain's validators certified. */
    @Test
    void an_officer_asks_a_market_and_the_answer_stands_proven_on_the_hub() {
        SupervisionLedger officer = federation.inquirer();
        ObjectNode product = CanonicalJson.object().put("product", "ZJ000033F.S2601");
        assertThat(officer.submit("inquiries", "ask", inquiry("zhejiang", "registration", "statement", product))
                        .toCompletableFuture()
                        .join()
                        .receipt()
                        .message())
                .isEmpty();
        JsonNode call = ended("supervision", "zhejiang");
        assertThat(call.path("code").asText()).isEqualTo("PRODUCT_UNKNOWN");
        assertThat(call.path("hops").findValuesAsText("what")).containsExactly("acknowledgement");
        assertThat(officer.read(InquiriesContract.key("INQ-zhejiang"))
                        .orElseThrow()
                        .at("/answer/code")
                        .asText())
                .isEqualTo("PRODUCT_UNKNOWN");
        JsonNode status = json(get("/api/v1/calls/supervision/zhejiang/main/0/status", operator()));
        assertThat(status.path("stage").asText()).isEqualTo("DONE");
    }

    /** JR/T 0314 6.5, last paragraph: by HTTP, and by packet over the relays of production. */
    @Test
    void a_market_pages_through_its_own_anomalies_and_sees_no_other_markets() {
        LocalMarket zhejiang = federation.market(ZHEJIANG);
        for (int i = 1; i <= 3; i++) {
            Disclosures.write(zhejiang, "unfit-" + i, ObjectOperation.CREATE, "tomorrow");
        }
        String token = token(Visitor.Role.MARKET_OPERATOR, "zhejiang");
        String path = "/api/v1/chains/zhejiang/anomalies?limit=2";
        await().atMost(PATIENCE)
                .until(() -> json(get(path, token)).path("total").intValue() == 3);

        JsonNode first = json(get(path, token));
        JsonNode second = json(get(path + "&after=" + first.path("next").longValue(), token));

        assertThat(first.path("items").findValuesAsText("objectId")).containsExactly("unfit-1", "unfit-2");
        assertThat(second.path("items").findValuesAsText("objectId")).containsExactly("unfit-3");
        assertThat(second.path("items").findValuesAsText("code")).containsExactly("SCHEMA_VIOLATED");
        assertThat(second.has("next")).isFalse();
        assertThat(json(get(path + "&after=2", token)).path("items")).isEmpty();
        assertError(get(path + "&after=3", token), 400, "CURSOR_UNKNOWN");
        assertError(get("/api/v1/chains/jiangsu/anomalies", token), 403, "OUT_OF_SCOPE");

        zhejiang.mustSucceed(
                "inquiries",
                "ask",
                inquiry(
                        "supervision",
                        "anomalies",
                        "page",
                        CanonicalJson.object().put("after", 0).put("limit", 1)));
        assertThat(ended("zhejiang", "supervision").path("state").asText()).isEqualTo("SUCCEEDED");
        JsonNode page = zhejiang.state()
                .read(InquiriesContract.key("INQ-supervision"))
                .orElseThrow()
                .at("/answer/result");
        assertThat(page.path("items").findValuesAsText("objectId")).containsExactly("unfit-2");
        assertThat(page.path("next").longValue()).isEqualTo(1);
    }

    @Test
    void the_status_of_a_chain_tells_missing_heights_gaps_and_lateness() {
        JsonNode status = await().atMost(PATIENCE)
                .until(
                        () -> json(get("/api/v1/chains/jiangsu/status", jiangsu())),
                        told -> told.path("missing").isIntegralNumber()
                                && told.path("missing").longValue() == 0
                                && told.at("/objects/looked").longValue() > 0);

        assertThat(status.at("/objects/gaps").longValue()).isZero();
        assertThat(status.at("/objects/lateAfter").longValue()).isEqualTo(3_600_000);
        assertThat(status.at("/objects/late").longValue()).isZero();
        assertThat(status.path("reported").longValue())
                .isEqualTo(status.path("proven").longValue());
    }

    private static HttpResponse<String> get(String path, String token) {
        return token.isEmpty() ? send("GET", path, "") : send("GET", path, "", "Authorization", "Bearer " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return CanonicalJson.decode(Bytes.utf8(answer.body()));
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("remedy").asText()).isNotBlank();
    }

    /** {@code METHOD path} of the published description, with the variables of this chain filled in. */
    private static List<String> routes(boolean open, String chain) throws Exception {
        JsonNode document =
                new YAMLMapper().readTree(get("/api/openapi.yaml", "").body());
        List<String> routes = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    boolean free = method.getValue().has("security")
                            && method.getValue().path("security").isEmpty();
                    if (free == open) {
                        routes.add(method.getKey().toUpperCase(Locale.ROOT) + " " + filled(path.getKey(), chain));
                    }
                }));
        return routes;
    }

    private static String filled(String template, String chain) {
        return template.replace("{chain}", chain)
                .replace("{source}", chain)
                .replace("{destination}", "beijing")
                .replace("{channel}", "main")
                .replace("{sequence}", "0")
                .replace("{height}", "1")
                .replace("{objectId}", "subject-1")
                .replace("{version}", "0")
                .replace("{transaction}", "0".repeat(64))
                .replace("{did}", "did:rem:jiangsu:Q000000101");
    }

    @Test
    void everything_but_what_is_published_as_open_needs_a_session() throws Exception {
        List<String> closed = routes(false, "jiangsu");
        assertThat(closed).hasSizeGreaterThan(15);
        for (String route : closed) {
            String[] parts = route.split(" ", 2);
            assertError(send(parts[0], parts[1], ""), 401, "NOT_LOGGED_IN");
            assertError(send(parts[0], parts[1], "", "Authorization", "Bearer made-up"), 401, "NOT_LOGGED_IN");
            assertError(send(parts[0], parts[1], "", "Cookie", "regchain-session=made-up"), 401, "NOT_LOGGED_IN");
        }
    }

    @Test
    void another_provinces_pages_are_refused_whatever_the_address_says() throws Exception {
        String token = jiangsu();
        List<String> swapped = routes(false, "zhejiang").stream()
                .filter(route -> route.contains("zhejiang"))
                .map(route -> route.split(" ", 2)[1])
                .toList();
        assertThat(swapped).hasSizeGreaterThanOrEqualTo(9);
        for (String path : swapped) {
            assertError(get(path, token), 403, "OUT_OF_SCOPE");
        }
        for (String list : List.of("calls", "calls/open", "objects", "transfers")) {
            assertError(get("/api/v1/" + list + "?chain=zhejiang", token), 403, "OUT_OF_SCOPE");
        }
    }

    @Test
    void lists_and_overview_show_a_province_its_own_rows_only() {
        String token = jiangsu();

        JsonNode objects = json(get("/api/v1/objects?limit=200", token)).path("items");
        assertThat(objects).isNotEmpty();
        objects.forEach(row -> assertThat(row.path("chain").asText()).isEqualTo("jiangsu"));
        JsonNode overview = json(get("/api/v1/overview", token));
        assertThat(overview.path("markets")).hasSize(35);
        for (JsonNode market : overview.path("markets")) {
            boolean own = market.path("chainId").asText().equals("jiangsu");
            assertThat(market.path("inScope").booleanValue()).isEqualTo(own);
            assertThat(market.has("height")).isEqualTo(own);
            assertThat(market.has("objects")).isEqualTo(own);
        }
        overview.path("recent").forEach(row -> assertThat(List.of(
                        row.path("chain").asText(), row.path("otherChain").asText()))
                .contains("jiangsu"));
        assertThat(json(get("/api/v1/objects?limit=200", operator()))
                        .path("items")
                        .findValuesAsText("chain"))
                .contains("jiangsu", "zhejiang");
    }

    @Test
    void a_one_time_link_opens_one_session_that_a_log_out_ends() {
        String link =
                "/login?token=" + federation.desk().oneTimeLogin(visitor(Visitor.Role.PROVINCIAL_REGULATOR, "jiangsu"));

        HttpResponse<String> opened = send("GET", link, "");

        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Location")).contains("/");
        String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
        assertError(send("GET", link, ""), 401, "LINK_USED");
        String session = cookie.substring(0, cookie.indexOf(';'));
        JsonNode who = json(send("GET", "/api/v1/session", "", "Cookie", session));
        assertThat(who.path("role").asText()).isEqualTo("provincial-regulator");
        assertThat(who.path("scope").path(0).asText()).isEqualTo("jiangsu");

        assertError(send("POST", "/logout", "", "Cookie", session), 403, "CROSS_SITE");
        assertThat(send("POST", "/logout", "", "Cookie", session, "X-Requested-With", "page")
                        .statusCode())
                .isEqualTo(200);
        assertError(send("GET", "/api/v1/session", "", "Cookie", session), 401, "NOT_LOGGED_IN");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing-here, 404, NOT_FOUND",
        "/api/v1/chains/jiangsu/headers/999999, 404, NOT_FOUND",
        "/api/v1/chains/jiangsu/misbehaviour, 404, NOT_FOUND",
        "/api/v1/objects/jiangsu/no-such-1/0, 404, NOT_FOUND",
        "/api/v1/calls/jiangsu/zhejiang/main/77, 404, NOT_FOUND",
        "/api/v1/chains/jiangsu/headers/one, 400, BAD_REQUEST",
        "/api/v1/chains/jiangsu/headers/-1, 400, BAD_REQUEST",
        "/api/v1/chains/Jiangsu!, 400, BAD_REQUEST",
        "/api/v1/chains/Jiangsu!/status, 400, BAD_REQUEST",
        "/api/v1/chains/beijing/status, 404, NOT_FOUND",
        "/api/v1/calls/jiangsu/zhejiang/main/77/status, 404, NOT_FOUND",
        "/api/v1/calls/jiangsu/zhejiang/Main/77/status, 400, BAD_REQUEST",
        "/api/v1/calls/jiangsu/Zhejiang/main/77/status, 400, BAD_REQUEST",
        "/api/v1/calls/jiangsu/zhejiang/main/x/status, 400, BAD_REQUEST",
        "/api/v1/calls/open?chain=No%20Chain, 400, BAD_REQUEST",
        "/api/v1/calls/open?limit=0, 400, BAD_REQUEST",
        "/api/v1/objects/jiangsu/no-such-1/99999999999999999999, 400, BAD_REQUEST",
        "/api/v1/inspections/jiangsu/abc, 400, BAD_REQUEST",
        "/api/v1/chains/jiangsu/anomalies?after=99999, 400, CURSOR_UNKNOWN",
        "/api/v1/chains/jiangsu/anomalies?after=-1, 400, BAD_REQUEST",
        "/api/v1/chains/jiangsu/anomalies?after=last, 400, BAD_REQUEST",
        "/api/v1/chains/jiangsu/anomalies?limit=201, 400, BAD_REQUEST",
        "/api/v1/objects?limit=0, 400, BAD_REQUEST",
        "/api/v1/objects?limit=201, 400, BAD_REQUEST",
        "/api/v1/objects?limit=many, 400, BAD_REQUEST",
        "/api/v1/objects?before=-1, 400, BAD_REQUEST",
        "/api/v1/objects?chain=No%20Chain, 400, BAD_REQUEST",
        "/api/v1/logout, 404, NOT_FOUND",
    })
    void a_wrong_question_is_told_what_is_wrong_and_what_would_be_right(String path, int status, String code) {
        assertError(get(path, operator()), status, code);
    }

    @Test
    void a_method_that_an_address_does_not_take_is_named_with_those_it_takes() {
        HttpResponse<String> answer = send("DELETE", "/api/v1/overview", "", "Authorization", "Bearer " + operator());

        assertError(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.body()).contains("GET");
    }

    @Test
    void a_query_that_is_not_well_formed_is_the_askers_fault() throws Exception {
        String request =
                "GET /api/v1/objects?limit=%zz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer "
                        + operator() + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", federation.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void a_live_stream_ends_when_its_visitor_logs_out() {
        HttpResponse<String> opened =
                send("GET", "/login?token=" + federation.desk().oneTimeLogin(visitor(Visitor.Role.HUB_OPERATOR)), "");
        String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
        String session = cookie.substring(0, cookie.indexOf(';'));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + federation.httpPort() + "/api/v1/events"))
                .header("Cookie", session)
                .build();
        Iterator<String> lines = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .join()
                .body()
                .iterator();
        assertThat(lines.next()).isEqualTo(": connected");

        send("POST", "/logout", "", "Cookie", session, "X-Requested-With", "page");

        assertTimeoutPreemptively(PATIENCE, () -> lines.forEachRemaining(line -> {}));
        assertError(send("GET", "/api/v1/events", "", "Cookie", session), 401, "NOT_LOGGED_IN");
    }

    @Test
    void a_transaction_whose_object_was_overwritten_since_is_still_proven() {
        LocalMarket market = federation.market(JIANGSU);
        TransactionRecord first = Disclosures.write(market, "overwritten-1");
        assertThat(federation.awaitVerified(JIANGSU, first.height(), PATIENCE)).isTrue();
        TransactionRecord second = Disclosures.write(market, "overwritten-1", ObjectOperation.OVERWRITE, "2026-02-11");
        assertThat(federation.awaitVerified(JIANGSU, second.height(), PATIENCE)).isTrue();
        Hash32 root = federation.hubNode().genesis().validators().hash();

        for (TransactionRecord written : List.of(first, second)) {
            HttpResponse<String> evidence =
                    get("/api/v1/inspections/jiangsu/" + written.receipt().transactionId() + "/evidence", jiangsu());

            assertThat(evidence.statusCode()).as(evidence.body()).isEqualTo(200);
            EvidenceReport report = EvidenceVerifier.verify(Bytes.utf8(evidence.body()), Optional.of(root));
            assertThat(report.accepted()).as(report.toString()).isTrue();
        }
    }

    @Test
    void an_inspection_of_a_transaction_that_is_not_there_says_so() {
        assertError(get("/api/v1/inspections/jiangsu/" + "0".repeat(64), operator()), 404, "TRANSACTION_UNKNOWN");
        assertError(get("/api/v1/inspections/beijing/" + "0".repeat(64), operator()), 503, "CHAIN_NOT_CONNECTED");
    }

    @Test
    void a_body_beyond_the_limit_is_refused() {
        HttpResponse<String> answer = send(
                "POST",
                "/api/v1/investor-codes",
                "x".repeat((1 << 20) + 1),
                "Authorization",
                "Bearer " + token(Visitor.Role.MARKET_OPERATOR, "jiangsu"));

        assertError(answer, 413, "BODY_UNREADABLE");
    }

    @Test
    void pages_are_as_long_as_asked_and_follow_each_other() {
        String token = operator();
        JsonNode all = json(get("/api/v1/objects?limit=200", token)).path("items");
        assertThat(all.size()).isGreaterThanOrEqualTo(2);

        JsonNode first = json(get("/api/v1/objects?limit=1", token)).path("items");
        JsonNode second = json(get(
                        "/api/v1/objects?limit=1&before="
                                + first.path(0).path("seq").asText(),
                        token))
                .path("items");

        assertThat(first).hasSize(1);
        assertThat(first.path(0)).isEqualTo(all.path(0));
        assertThat(second.path(0)).isEqualTo(all.path(1));
        assertThat(json(get("/api/v1/objects?before=0", token)).path("items")).isEmpty();
    }

    @Test
    void health_and_measurements_are_open_and_say_something() {
        assertThat(json(get("/health/live", "")).path("status").asText()).isEqualTo("UP");
        assertThat(json(get("/health/ready", "")).path("status").asText()).isEqualTo("READY");
        assertThat(get("/metrics", "").body())
                .contains("# HELP")
                .contains("regchain_light_client_expiry_seconds{chain=\"jiangsu\"}")
                .contains("regchain_objects_gaps{chain=\"jiangsu\"}")
                .contains("regchain_objects_latency_seconds{chain=\"jiangsu\"}")
                .contains("regchain_chain_heights_missing{chain=\"jiangsu\"}");
    }

    @Test
    void answers_forbid_framing_sniffing_and_foreign_scripts() {
        HttpResponse<String> answer = get("/api/v1/session", operator());

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
    }

    private static String didError(HttpResponse<String> answer) {
        return json(answer).path("didResolutionMetadata").path("error").asText();
    }

    @ParameterizedTest
    @CsvSource({
        "/did:rem:jiangsu:Q00000010, '', 400, InvalidDid",
        "/did:web:jiangsu:Q000000101, '', 400, InvalidDid",
        "/did:rem:jiangsu:Q000000101, '', 404, notFound",
        "/did:rem:beijing:Q000000101, '', 404, notFound",
        "/did:rem:jiangsu:Q000000101, text/html, 406, representationNotSupported",
    })
    void the_resolver_answers_with_the_standards_error_values(String path, String accept, int status, String error) {
        HttpResponse<String> answer = accept.isEmpty() ? get(path, "") : send("GET", path, "", "Accept", accept);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(didError(answer)).isEqualTo(error);
    }

    @Test
    void a_document_that_its_keeper_does_not_prove_is_an_internal_error_and_never_an_answer() {
        LIE.set(new LyingNode.Lie() {
            @Override
            public StateAnswer state(ChainGateway node, StateAnswer honest) {
                return new StateAnswer(
                        honest.height(), honest.key(), Optional.of(Bytes.utf8("{\"made\":\"up\"}")), honest.proof());
            }
        });
        try {
            HttpResponse<String> answer = get("/did:rem:jiangsu:Q000000101", "");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(didError(answer)).isEqualTo("internalError");
        } finally {
            LIE.set(LyingNode.HONEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUB_OPERATOR", "PROVINCIAL_REGULATOR", "INTEGRATOR"})
    void only_a_market_asks_for_investor_codes(String role) {
        HttpResponse<String> answer = send(
                "POST", "/api/v1/investor-codes", "{}", "Authorization", "Bearer " + token(Visitor.Role.valueOf(role)));

        assertError(answer, 403, "ROLE_MISSING");
    }

    @Test
    void a_market_asks_for_itself_and_says_all_that_is_needed() {
        String token = "Bearer " + token(Visitor.Role.MARKET_OPERATOR, "jiangsu");
        String asked = "{\"idNumber\":\"%s\",\"idType\":\"%s\",\"kind\":\"Q\",\"market\":\"%s\",\"name\":\"张一\"}";

        assertError(
                send(
                        "POST",
                        "/api/v1/investor-codes",
                        String.format(asked, "1", "2", "zhejiang"),
                        "Authorization",
                        token),
                403,
                "OUT_OF_SCOPE");
        assertError(
                send(
                        "POST",
                        "/api/v1/investor-codes",
                        String.format(asked, "1", "2", "jiangsu"),
                        "Authorization",
                        token),
                400,
                "BAD_REQUEST");
        assertError(send("POST", "/api/v1/investor-codes", "{\"market\":", "Authorization", token), 400, "BAD_REQUEST");
        assertError(
                send("POST", "/api/v1/investor-codes", "{\"market\":\"jiangsu\"}", "Authorization", token),
                400,
                "BAD_REQUEST");
    }

    @Test
    void an_inspection_is_proven_and_its_evidence_stands_alone() {
        String path = "/api/v1/inspections/jiangsu/" + transaction;

        JsonNode inspection = json(get(path, jiangsu()));
        HttpResponse<String> evidence = get(path + "/evidence", jiangsu());

        assertThat(inspection.path("proven").booleanValue())
                .as(inspection.toString())
                .isTrue();
        assertThat(evidence.headers().firstValue("Content-Disposition").orElse(""))
                .contains("attachment");
        Hash32 root = federation.hubNode().genesis().validators().hash();
        assertThat(EvidenceVerifier.verify(Bytes.utf8(evidence.body()), Optional.of(root))
                        .accepted())
                .isTrue();
    }

    @Test
    void a_chains_page_tells_how_its_light_client_stands() {
        JsonNode client = json(get("/api/v1/chains/jiangsu", operator())).path("client");

        assertThat(client.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(client.path("expiresAt").longValue()
                        - client.path("trustedAt").longValue())
                .isEqualTo(client.path("trustPeriodSeconds").longValue() * 1000);
        assertThat(client.path("trustedAt").longValue())
                .isPositive()
                .isLessThanOrEqualTo(federation.clock().now().epochMillis());
        assertThat(client.has("warning")).isFalse();
    }

    private static String state(String key, Object height) {
        return "/api/v1/chains/jiangsu/state?key=" + key + "&height=" + height;
    }

    /** A8.3: any key of a local chain, at a height, with a proof that stands alone. */
    @Test
    void a_state_key_is_read_with_proof_and_so_is_its_absence_and_the_evidence_stands_alone() {
        for (String key : List.of("validators/current", "accounts/nobody")) {
            boolean present = key.startsWith("validators");
            JsonNode read = json(get(state(key, 1), jiangsu()));
            HttpResponse<String> evidence = get("/api/v1/chains/jiangsu/state/evidence?height=1&key=" + key, jiangsu());

            assertThat(read.path("proven").booleanValue()).as(read.toString()).isTrue();
            assertThat(read.path("present").booleanValue()).isEqualTo(present);
            assertThat(read.has("value")).isEqualTo(present);
            assertThat(read.path("height").longValue()).isEqualTo(1);
            assertThat(read.path("nodesRefused")).isEmpty();
            assertThat(evidence.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("state-jiangsu-1.json");
            Hash32 root = federation.hubNode().genesis().validators().hash();
            for (String file : List.of(
                    evidence.body(), CanonicalJson.encode(read.path("evidence")).toUtf8() + "\n")) {
                assertThat(StateVerifier.verify(Bytes.utf8(file), Optional.of(root))
                                .failures())
                        .isEmpty();
            }
        }
    }

    @Test
    void without_a_height_the_last_verified_state_is_read() {
        JsonNode read = json(get("/api/v1/chains/jiangsu/state?key=validators/current", jiangsu()));

        assertThat(read.path("height").longValue())
                .isEqualTo(read.at("/heights/verified").longValue())
                .isPositive();
    }

    @Test
    void a_reading_that_cannot_be_proven_says_why_with_status_and_heights() {
        assertError(get(state("validators/current", 1_000_000), jiangsu()), 404, "HEIGHT_IN_FUTURE");
        JsonNode heights =
                json(get(state("validators/current", 1_000_000), jiangsu())).at("/error/details/heights");
        assertThat(heights.path("verified").longValue()).isPositive();
        assertThat(heights.path("reported").longValue())
                .isGreaterThanOrEqualTo(heights.path("verified").longValue());
        assertError(get(state("validators/current", 0), jiangsu()), 404, "HEIGHT_WITHOUT_CERTIFICATE");
        assertError(get(state("validators/current", "now"), jiangsu()), 400, "BAD_REQUEST");
        assertError(get("/api/v1/chains/jiangsu/state", jiangsu()), 400, "BAD_REQUEST");
        assertError(get(state("", 1), jiangsu()), 400, "KEY_MALFORMED");
        assertError(get(state("a%0Ab", 1), jiangsu()), 400, "KEY_MALFORMED");
        assertError(get(state("k".repeat(257), 1), jiangsu()), 400, "KEY_MALFORMED");
        assertError(get("/api/v1/chains/beijing/state?key=a", operator()), 404, "CHAIN_NOT_REGISTERED");
        assertError(get("/api/v1/chains/zhejiang/state?key=accounts/A-1", jiangsu()), 403, "OUT_OF_SCOPE");
        assertError(get("/api/v1/chains/zhejiang/state/evidence?key=accounts/A-1", jiangsu()), 403, "OUT_OF_SCOPE");
    }

    @Test
    void nodes_that_lie_about_a_key_are_named_and_noted_and_their_answer_is_not_passed_on() {
        LIE.set(new LyingNode.Lie() {
            @Override
            public StateAnswer state(ChainGateway node, StateAnswer honest) {
                return honest.key().equals("validators/current")
                        ? new StateAnswer(
                                honest.height(),
                                honest.key(),
                                Optional.of(Bytes.utf8("{\"made\":\"up\"}")),
                                honest.proof())
                        : honest;
            }
        });
        try {
            HttpResponse<String> answer = get(state("validators/current", 1), jiangsu());

            assertError(answer, 502, "STATE_UNPROVEN");
            assertThat(answer.body()).doesNotContain("made");
            JsonNode refused = json(answer).at("/error/details/nodesRefused");
            assertThat(refused.findValuesAsText("kind")).hasSize(2).containsOnly("LIED");
            assertThat(refused.findValuesAsText("node")).doesNotHaveDuplicates();
        } finally {
            LIE.set(LyingNode.HONEST);
        }
        await().atMost(PATIENCE).until(() -> json(get("/api/v1/chains/jiangsu/anomalies", jiangsu()))
                .path("items")
                .findValuesAsText("code")
                .contains("STATE_UNPROVEN"));
    }

    private static JsonNode status(String chain) {
        return json(get("/api/v1/chains/" + chain + "/status", operator()));
    }

    @Test
    void a_chains_status_sets_reported_verified_and_proven_side_by_side() {
        await().atMost(PATIENCE)
                .until(() -> status("jiangsu").path("health").asText().equals("OK"));
        JsonNode status = status("jiangsu");

        assertThat(status.path("proven").longValue()).isGreaterThanOrEqualTo(verified.value());
        assertThat(status.path("verified").longValue())
                .isGreaterThanOrEqualTo(status.path("proven").longValue());
        assertThat(status.path("reported").longValue())
                .isGreaterThanOrEqualTo(status.path("verified").longValue());
        assertThat(status.path("registration").asText()).isEqualTo("ACTIVE");
        assertThat(status.path("client").path("status").asText()).isEqualTo("ACTIVE");
        assertThat(status.path("reason").path("zh").asText()).isNotBlank();
        assertThat(status.has("unblock")).isFalse();
        assertThat(status.path("observer").path("answeredAt").longValue())
                .isPositive()
                .isLessThanOrEqualTo(status.path("asOf").longValue());
        assertThat(status.path("relay").path("failures").intValue()).isZero();
        assertThat(status.path("relay").path("lastPass").longValue())
                .isPositive()
                .isLessThanOrEqualTo(status.path("asOf").longValue());
    }

    @Test
    void all_chains_are_told_of_to_who_sees_all_and_its_own_to_a_province() {
        assertThat(json(get("/api/v1/chains/status", operator())).path("items").findValuesAsText("chain"))
                .contains("jiangsu", "zhejiang");
        assertThat(json(get("/api/v1/chains/status", jiangsu())).path("items").findValuesAsText("chain"))
                .containsOnly("jiangsu");
    }

    @Test
    void a_chain_whose_nodes_lie_is_told_apart_from_one_that_is_well_and_says_why() {
        LIE.set(new LyingNode.Lie() {
            @Override
            public StateAnswer state(ChainGateway node, StateAnswer honest) {
                return new StateAnswer(
                        honest.height(), honest.key(), Optional.of(Bytes.utf8("{\"made\":\"up\"}")), honest.proof());
            }
        });
        try {
            Disclosures.write(federation.market(JIANGSU), "lied-about-1");
            await().atMost(PATIENCE)
                    .until(() ->
                            status("jiangsu").path("relay").path("failures").intValue() > 0);
            JsonNode status = status("jiangsu");

            assertThat(status.path("health").asText()).isIn("SLOW", "STUCK");
            assertThat(status.path("reason").path("en").asText()).isNotBlank();
            assertThat(status.path("unblock").path("en").asText()).isNotBlank();
            assertThat(status.path("relay").path("problem").asText()).isNotBlank();
            assertThat(status.has("nextRetry") || status.path("relay").has("lastPass"))
                    .isTrue();
        } finally {
            LIE.set(LyingNode.HONEST);
        }
        await().atMost(PATIENCE)
                .until(() -> status("jiangsu").path("health").asText().equals("OK"));
    }

    @Test
    void where_no_call_was_sent_none_is_open() {
        JsonNode open = json(get("/api/v1/calls/open", operator()));

        assertThat(open.path("items").isArray()).isTrue();
        assertThat(open.path("items")).isEmpty();
        assertThat(open.path("unreceived").isArray()).isTrue();
        assertThat(open.path("unreceived")).isEmpty();
    }
}
