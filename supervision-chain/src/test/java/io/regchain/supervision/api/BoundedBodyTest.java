package io.regchain.supervision.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real connections: whoever sends too much reads why it was refused, and may go on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedBodyTest {
    private static final int MOST = 1 << 20;
    private static final Duration ALL_DAY = Duration.ofDays(1);

    private final ActorSystem system = ActorSystem.create("bounded-body");
    private Socket socket;
    private BufferedReader answers;

    @BeforeEach
    void connect() throws Exception {
        connect(ALL_DAY);
    }

    private void connect(Duration patience) throws Exception {
        BoundedBody bodies = new BoundedBody(system, MOST, patience);
        ServerBinding binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind((HttpRequest request) -> bodies.of(request).thenApply(body -> body.map(
                                taken -> HttpResponse.create().withEntity("taken " + taken.size()))
                        .orElseGet(() -> HttpResponse.create()
                                .withStatus(StatusCodes.PAYLOAD_TOO_LARGE)
                                .withEntity("refused"))))
                .toCompletableFuture()
                .get();
        socket = new Socket(
                InetAddress.getLoopbackAddress(), binding.localAddress().getPort());
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void head(String length) throws IOException {
        write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n" + length + "\r\n\r\n");
    }

    private void send(int bytes) throws IOException {
        head("Content-Length: " + bytes);
        write("x".repeat(bytes));
    }

    private void sendInChunks(int chunk, int chunks) throws IOException {
        head("Transfer-Encoding: chunked");
        OutputStream out = socket.getOutputStream();
        byte[] one = String.format(Locale.ROOT, "%x\r\n%s\r\n", chunk, "x".repeat(chunk))
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < chunks; i++) {
            out.write(one);
        }
        write("0\r\n\r\n");
    }

    /** Status and body of the next answer. */
    private String answer() throws IOException {
        String status = answers.readLine().split(" ")[1];
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        char[] body = new char[length];
        assertThat(answers.read(body)).isEqualTo(length);
        return status + " " + new String(body);
    }

    @Test
    void nothing_is_a_body_too() throws Exception {
        send(0);
        assertThat(answer()).isEqualTo("200 taken 0");
    }

    @Test
    void a_body_at_the_limit_is_taken_however_it_comes() throws Exception {
        send(MOST);
        assertThat(answer()).isEqualTo("200 taken " + MOST);
        sendInChunks(MOST / 4, 4);
        assertThat(answer()).isEqualTo("200 taken " + MOST);
    }

    @Test
    void a_body_that_comes_byte_by_byte_is_taken() throws Exception {
        sendInChunks(1, 20_000);
        assertThat(answer()).isEqualTo("200 taken 20000");
    }

    @Test
    void one_byte_more_is_refused_and_the_connection_stays() throws Exception {
        send(MOST + 1);
        assertThat(answer()).isEqualTo("413 refused");
        sendInChunks(MOST / 2 + 1, 2);
        assertThat(answer()).isEqualTo("413 refused");
        send(7);
        assertThat(answer()).isEqualTo("200 taken 7");
    }

    @Test
    void so_are_four_times_the_limit() throws Exception {
        send(4 * MOST);
        assertThat(answer()).isEqualTo("413 refused");
        sendInChunks(MOST, 4);
        assertThat(answer()).isEqualTo("413 refused");
        send(7);
        assertThat(answer()).isEqualTo("200 taken 7");
    }

    @Test
    void more_is_not_even_read() throws Exception {
        head("Content-Length: " + 100L * MOST);
        assertThat(answer()).isEqualTo("413 refused");
    }

    @Test
    void a_body_that_stops_in_the_middle_is_refused_after_a_while() throws Exception {
        socket.close();
        connect(Duration.ofMillis(300));
        head("Content-Length: 100");
        write("x");
        assertThat(answer()).isEqualTo("413 refused");
        socket.close();
        connect(Duration.ofMillis(300));
        head("Content-Length: " + 2 * MOST);
        write("x");
        assertThat(answer()).isEqualTo("413 refused");
    }
}
