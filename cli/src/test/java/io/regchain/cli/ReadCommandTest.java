package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hub read} against a server that answers as the hub does, or as a hub that lies. */
class ReadCommandTest {
    private static final Path EVIDENCE = Path.of("..", "crosschain-protocol", "vectors", "evidence");
    private static final String KEY = "accounts/A-007";
    private static final String ROOT = "a49eebb46e0c156126290ab365b4faef359404a90d3b9212a5de7d1eac189423";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final AtomicReference<String> asked = new AtomicReference<>("");

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        new HubAccessFile(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret").write(folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, ObjectNode body) {
        byte[] bytes = CanonicalJson.encode(body).toArray();
        server.createContext("/api/v1/chains/jiangsu/state", exchange -> {
            asked.set(exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static ObjectNode proven(String file) throws IOException {
        ObjectNode body = CanonicalJson.object();
        body.putArray("nodesRefused");
        body.set("evidence", CanonicalJson.decode(Bytes.wrap(Files.readAllBytes(EVIDENCE.resolve(file)))));
        return body;
    }

    private static ObjectNode refusal(String code) {
        ObjectNode body = CanonicalJson.object();
        ObjectNode error = body.putObject("error")
                .put("code", code)
                .put("message", "said of " + code)
                .put("remedy", "do this");
        error.putObject("details")
                .putArray("nodesRefused")
                .addObject()
                .put("node", "jiangsu-1")
                .put("kind", "LIED")
                .put("code", "STATE_UNPROVEN")
                .put("message", "not proven");
        return body;
    }

    private CommandLineRun read(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "read";
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandLineRun.of(arguments);
    }

    @Test
    void a_value_is_shown_once_its_evidence_holds_here_and_the_evidence_is_kept_for_others() throws IOException {
        answer(200, proven("state.json"));
        Path file = folder.resolve("a-007.json");

        CommandLineRun run = read("jiangsu", KEY, "--height", "7", "--root", ROOT, "--out", file.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
        assertThat(asked.get()).isEqualTo("key=accounts%2FA-007&height=7");
        assertThat(run.out()).contains(KEY + " of jiangsu after block 7", "{\"balance\":7}", "PROVEN, evidence in ");
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(EVIDENCE.resolve("state.json")));
        assertThat(CommandLineRun.of("verify", file.toString()).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(read("jiangsu", KEY, "--out", file.toString()).err()).contains("already");
    }

    @Test
    void what_held_nothing_is_proven_to_have_held_nothing() throws IOException {
        answer(200, proven("state-absent.json"));

        CommandLineRun run = read("jiangsu", "accounts/A-9999");

        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("its absence is what is proven", "Compare it with the one you know");
    }

    @Test
    void a_hub_that_answers_with_good_evidence_of_something_else_is_not_believed() throws IOException {
        answer(200, proven("state.json"));
        for (String[] other : new String[][] {{"jiangsu", "accounts/A-008"}, {"jiangsu", KEY, "--height", "6"}}) {
            CommandLineRun run = read(other);
            assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
            assertThat(run.out())
                    .contains("NOT PROVEN: the evidence is of another key, chain or height")
                    .doesNotContain("balance");
        }
    }

    @Test
    void a_hub_that_alters_the_evidence_is_not_believed_and_nothing_is_kept() throws IOException {
        ObjectNode body = proven("state.json");
        ((ObjectNode) body.at("/evidence/local"))
                .put("value", Bytes.utf8("{\"balance\":9}").toHex());
        answer(200, body);
        Path file = folder.resolve("kept.json");

        CommandLineRun run = read("jiangsu", KEY, "--out", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .contains("FAIL  state", "NOT PROVEN: state (STATE_UNPROVEN)", "DIGEST_MISMATCH")
                .doesNotContain("balance");
        assertThat(file).doesNotExist();
    }

    @Test
    void under_another_trust_root_nothing_is_proven() throws IOException {
        answer(200, proven("state.json"));

        CommandLineRun run = read("jiangsu", KEY, "--root", "ab".repeat(32));

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("NOT PROVEN: trust-root (TRUST_ROOT_MISMATCH)");
    }

    @ParameterizedTest(name = "{0} {1} ends with {2}")
    @CsvSource({
        "404, HEIGHT_IN_FUTURE, 1",
        "409, CLIENT_FROZEN, 1",
        "409, CLIENT_EXPIRED, 1",
        "410, HEIGHT_PRUNED, 1",
        "502, STATE_UNPROVEN, 1",
        "503, NOT_YET_VERIFIED, 1",
        "503, NODE_UNREACHABLE, 1",
        "400, KEY_MALFORMED, 2",
        "401, NOT_LOGGED_IN, 3",
        "403, OUT_OF_SCOPE, 3"
    })
    void why_nothing_is_proven_is_said_with_who_is_at_fault(int status, String code, int exitCode) {
        answer(status, refusal(code));

        CommandLineRun run = read("jiangsu", KEY);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        if (exitCode == ExitCode.CHECK_FAILED) {
            assertThat(run.out())
                    .contains(
                            "NOT PROVEN: " + code + ": said of " + code,
                            "LIED  jiangsu-1: STATE_UNPROVEN",
                            "→ do this");
        } else {
            assertThat(run.err()).contains("answers " + status + ": said of " + code);
        }
    }

    @Test
    void json_says_nothing_of_a_value_that_is_not_proven() throws IOException {
        answer(200, proven("state.json"));

        CommandLineRun run = read("jiangsu", KEY, "--json", "--root", "00".repeat(32));

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(CanonicalJson.decode(Bytes.utf8(run.out().strip()))
                        .path("proven")
                        .isBoolean())
                .isTrue();
        assertThat(run.out()).contains("\"failures\":[").doesNotContain("evidence\":", "\"value\"");
    }

    @Test
    void json_is_the_hubs_answer_with_the_same_exit_code() throws IOException {
        ObjectNode body = proven("state.json");
        answer(200, body);
        CommandLineRun run = read("jiangsu", KEY, "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().strip()).isEqualTo(CanonicalJson.encode(body).toUtf8());
    }

    @Test
    void what_is_no_chain_is_a_wrong_use() {
        assertThat(read("Jiang-Su", KEY).exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
