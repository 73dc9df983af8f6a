package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the kit is called, and what it says where it cannot begin; what it finds is tested where it is built. */
class ConformanceCommandTest {
    private static final String ONE_NETWORK = "{\"networks\":[{\"networkId\":\"jiangsu\",\"name\":\"x\"}]}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    conformance                                                                     | --endpoint
                    conformance --endpoint jiangsu                                                  | is not the address of a node
                    conformance --endpoint ftp://127.0.0.1/                                         | is not the address of a node
                    conformance --endpoint http://127.0.0.1:1 --chain-id JIANGSU                    | --chain-id "JIANGSU" cannot be read
                    conformance --endpoint http://127.0.0.1:1 --genesis-hash abc                    | --genesis-hash "abc" cannot be read
                    conformance --endpoint http://127.0.0.1:1 --token a --token-file b              | both given
                    conformance --endpoint http://127.0.0.1:1 --token 密                             | no header can carry
                    conformance --endpoint http://127.0.0.1:1 --key k                               | none is asked for
                    conformance --endpoint http://127.0.0.1:1 --timeout 0                           | --timeout at least 1
                    """)
    void a_wrong_call_is_told_with_exit_code_2(String line, String message) {
        CommandLineRun run = CommandLineRun.of(line.split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void a_file_that_is_no_validator_set_is_told() throws IOException {
        Path file = Files.writeString(folder.resolve("set.json"), "[{\"name\":\"x\"}]");

        CommandLineRun run =
                CommandLineRun.of("conformance", "--endpoint", "http://127.0.0.1:1", "--validators", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("validators[0]", "section 13");
    }

    @Test
    void a_file_that_holds_no_certificate_is_told() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");

        CommandLineRun run =
                CommandLineRun.of("conformance", "--endpoint", "https://127.0.0.1:1", "--cacert", file.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("--cacert", "ca.pem", "PEM");
    }

    @Test
    void a_node_that_is_not_there_is_told_with_where_why_and_remedy() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        CommandLineRun run = CommandLineRun.of("conformance", "--endpoint", "http://127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .contains("http://127.0.0.1:" + port, "gives no answer to ListNetworks", "Connect", "Start the node");
    }

    @Test
    void a_node_that_hangs_is_given_up_after_the_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CommandLineRun run = CommandLineRun.of(
                    "conformance", "--endpoint", "http://127.0.0.1:" + silent.getLocalPort(), "--timeout", "1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err()).contains("nothing whole within 1000 ms", "--timeout SECONDS");
        }
    }

    @Test
    void a_node_that_does_not_know_the_token_is_told() throws IOException {
        try (Node node = new Node(401, "{\"code\":\"unauthenticated\",\"message\":\"who are you\"}")) {
            CommandLineRun run = CommandLineRun.of("conformance", "--endpoint", node.url(), "--token", "t");

            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err())
                    .contains("does not let the kit in", "who are you", "--token-file")
                    .doesNotContain(" t ");
        }
    }

    @Test
    void a_node_of_no_known_network_needs_the_chain_named() throws IOException {
        try (Node node = new Node(200, "{}")) {
            CommandLineRun run = CommandLineRun.of("conformance", "--endpoint", node.url());

            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err()).contains("it lists 0 networks", "--chain-id");
        }
    }

    @Test
    void a_node_that_does_little_fails_and_the_signed_report_is_verified_by_hub_verify() throws IOException {
        Path passphrase = secret("passphrase", "four words are enough");
        Path key = folder.resolve("assessor.json");
        assertThat(CommandLineRun.of("keys", "generate", key.toString(), "--passphrase-file", passphrase.toString())
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        Path reports = folder.resolve("reports");
        try (Node node = new Node(200, ONE_NETWORK)) {
            CommandLineRun run = CommandLineRun.of(
                    "conformance",
                    "--endpoint",
                    node.url(),
                    "--token",
                    "t",
                    "--report",
                    reports.toString(),
                    "--key",
                    key.toString(),
                    "--passphrase-file",
                    passphrase.toString());

            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.CHECK_FAILED);
            assertThat(run.out())
                    .contains("✗ C.token.missing on node 1", "JR/T 0314 6.6", "taken from the node", "signed by");
            assertThat(run.out().strip().lines().reduce((a, b) -> b).orElseThrow())
                    .startsWith("NOT PASSED: jiangsu")
                    .endsWith("Reports: " + reports);
        }
        CommandLineRun verified =
                CommandLineRun.of("verify", reports.resolve("conformance.json").toString());
        assertThat(verified.exitCode()).as(verified.out()).isEqualTo(ExitCode.DONE);
        assertThat(verified.out()).contains("DID NOT PASS", "signed by the SM2 key", "VERIFIED");
    }

    @Test
    void a_report_that_was_changed_is_refused_by_hub_verify() throws IOException {
        Path reports = folder.resolve("reports");
        try (Node node = new Node(200, ONE_NETWORK)) {
            CommandLineRun.of("conformance", "--endpoint", node.url(), "--report", reports.toString());
        }
        Path file = reports.resolve("conformance.json");
        Files.writeString(file, Files.readString(file).replace("\"chain\":\"jiangsu\"", "\"chain\":\"beijing\""));

        CommandLineRun verified = CommandLineRun.of("verify", file.toString());

        assertThat(verified.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(verified.out()).contains("REFUSED: REPORT_DIGEST_MISMATCH");
    }

    @Test
    void over_https_a_node_is_believed_by_the_given_certificate_and_by_no_other() throws Exception {
        Path certificate = folder.resolve("node.pem");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(certificate)));
        server.createContext("/", exchange -> answer(exchange, 200, ONE_NETWORK.getBytes(StandardCharsets.UTF_8)));
        server.start();
        String url = "https://127.0.0.1:" + server.getAddress().getPort();

        CommandLineRun trusted =
                CommandLineRun.of("conformance", "--endpoint", url, "--cacert", certificate.toString());
        CommandLineRun stranger = CommandLineRun.of("conformance", "--endpoint", url);
        server.stop(0);

        assertThat(trusted.exitCode()).as(trusted.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(trusted.out()).doesNotContain("C.tls on node 1");
        assertThat(stranger.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(stranger.err()).contains("certification path", "--cacert");
    }

    /** A key and certificate of the JDK's own tool, and the certificate as PEM. */
    private SSLContext selfSigned(Path pem) throws Exception {
        Path store = folder.resolve("node.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "a test's only")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(tool.waitFor()).as(() -> "see keytool.txt in " + folder).isZero();
        char[] password = "a test's only".toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("node").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Path secret(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text + "\n");
    }

    /** Gives one answer to everything. */
    private static final class Node implements AutoCloseable {
        private final HttpServer server;

        Node(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, status, bytes));
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
