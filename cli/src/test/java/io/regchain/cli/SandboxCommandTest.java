package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.regchain.cli.sandbox.ApplicantJson;
import io.regchain.localchain.sandbox.Applicant;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hub sandbox} at its edges, and its orders to a sandbox that answers as a running one does. */
class SandboxCommandTest {
    private static final String NODES = "--join http://127.0.0.1:9101 --join http://127.0.0.1:9102";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final ConcurrentLinkedQueue<JsonNode> orders = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        new HubAccessFile(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret")
                .writeTo(folder.resolve("sandbox-access.json"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
            orders.add(CanonicalJson.decode(Bytes.wrap(exchange.getRequestBody().readAllBytes())));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static CommandLineRun run(String line) {
        return CommandLineRun.of(line.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sandbox --join http://127.0.0.1:9101                          | two full nodes
                    sandbox --join 127.0.0.1:9101 --join http://127.0.0.1:9102    | is not the address of a node
                    sandbox --chain-id atlantis                                   | no market "atlantis"
                    sandbox --partner sichuan --chain-id sichuan                  | are both sichuan
                    sandbox --port 70000                                          | 0 to 65535
                    sandbox --token a --token-file b --join http://a:1 --join http://b:1 | both given
                    sandbox call                                                  | --data
                    """)
    void wrong_usage_says_what_is_right(String line, String told) {
        CommandLineRun run = run(line.strip());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(told.strip());
    }

    @Test
    void a_directory_of_something_else_is_left_alone() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

        CommandLineRun run = CommandLineRun.of("sandbox", "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("holds something that is no sandbox", "choose an empty directory");
        assertThat(mine).exists();
    }

    @Test
    void an_order_to_no_sandbox_says_how_to_start_one() {
        CommandLineRun run = CommandLineRun.of(
                "sandbox", "call", "--data", folder.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("which a sandbox writes when it starts", "./hub sandbox --data");
    }

    @Test
    void joining_hands_over_what_was_given() {
        answer("/join", 200, "{}");

        CommandLineRun run = run("sandbox join --data " + folder + " " + NODES + " --chain-id sichuan --token t");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
        Applicant applicant = ApplicantJson.read(orders.element());
        assertThat(applicant.chain()).contains(new ChainId("sichuan"));
        assertThat(applicant.nodes()).extracting(node -> node.uri().getPort()).containsExactly(9101, 9102);
        assertThat(applicant.nodes()).extracting(node -> node.token()).containsOnly(Optional.of("t"));
    }

    @Test
    void what_the_sandbox_does_not_do_is_told_with_its_remedy() {
        answer("/anew", 409, "{\"message\":\"not now\",\"remedy\":\"look there\"}");

        CommandLineRun run = run("sandbox anew --data " + folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("not now", "look there");
    }

    @Test
    void a_call_is_followed_to_its_end_and_the_other_way_is_shown() {
        answer(
                "/call",
                200,
                "{\"packet\":\"jiangsu/sichuan/main/0\",\"from\":7,\"back\":{\"destination\":\"jiangsu\"}}");
        answer(
                "/lines",
                200,
                "{\"lines\":[{\"number\":7,\"mark\":\"✓\",\"text\":\"of something else\",\"more\":[],\"last\":true},"
                        + "{\"number\":8,\"mark\":\"✗\",\"text\":\"refused there\",\"more\":[\"clause: 17\"],\"last\":false,"
                        + "\"packet\":\"jiangsu/sichuan/main/0\"},"
                        + "{\"number\":9,\"mark\":\"✓\",\"text\":\"it is done\",\"more\":[],\"last\":true,"
                        + "\"packet\":\"jiangsu/sichuan/main/0\"}]}");

        CommandLineRun run = run("sandbox call --data " + folder);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("✗ refused there", "    clause: 17", "✓ it is done", "{\"destination\":\"jiangsu\"}")
                .doesNotContain("of something else");
        assertThat(orders).hasSize(2);
    }

    @Test
    void a_call_that_does_not_end_in_time_ends_with_1_and_says_where_to_look() {
        answer("/call", 200, "{\"packet\":\"jiangsu/sichuan/main/0\",\"from\":7,\"back\":{}}");
        answer("/lines", 200, "{\"lines\":[]}");

        CommandLineRun run = run("sandbox call --patience 1 --data " + folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("./hub calls jiangsu/sichuan/main/0 --data");
    }

    @Test
    void a_registration_is_read_from_a_file_or_from_a_member_of_it() throws IOException {
        Path file = Files.writeString(
                folder.resolve("printed.json"), "{\"chain\":\"x\",\"registration\":{\"region\":\"四川\"}}");
        ObjectNode given = CanonicalJson.object().put("registration", file.toString());
        List.of("http://127.0.0.1:1", "http://127.0.0.1:2").forEach(given.putArray("endpoints")::add);

        assertThat(ApplicantJson.read(given).form().orElseThrow().path("region").asText())
                .isEqualTo("四川");

        Files.writeString(file, "[]");
        CommandFailure refused = catchThrowableOfType(CommandFailure.class, () -> ApplicantJson.read(given));
        assertThat(refused).hasMessageContaining("it is no object");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void the_help_tells_every_option() {
        assertThat(run("sandbox --help").out())
                .contains("--join", "--chain-id", "--registration", "--partner", "--data", "--port", "call", "anew")
                .contains("Exit codes:");
    }
}
