package io.regchain.localchain.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that is half finished may stop anywhere. */
class WholeAnswerTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What the node does with a connection. */
    private interface Answering {
        void to(OutputStream out) throws IOException;
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private ServerSocket node;

    @BeforeEach
    void listen() throws IOException {
        node = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        http.shutdownNow();
        node.close();
    }

    /** The connection stays open until the other side lets go. */
    private void answers(Answering answering) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = node.accept()) {
                answering.to(socket.getOutputStream());
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException over) {
                assertThat(over).isNotNull(); // the other side has let go
            }
        });
    }

    private static byte[] head(String length) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\n" + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private WholeAnswer ask(Duration patience) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + node.getLocalPort() + "/");
        return WholeAnswer.of(http, HttpRequest.newBuilder(address).build(), patience, 4 << 20)
                .get();
    }

    @Test
    void a_whole_answer_is_given_with_its_status_and_kind() throws Exception {
        answers(out -> {
            out.write(head("Content-Length: 3"));
            out.write(new byte[3]);
            out.flush();
        });

        WholeAnswer answer = ask(LONG);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/proto");
        assertThat(answer.body()).hasSize(3);
    }

    @Test
    void an_answer_that_stops_in_the_middle_is_late() {
        answers(out -> {
            out.write(head("Content-Length: 100"));
            out.write(new byte[3]);
            out.flush();
        });

        assertThatThrownBy(() -> ask(PATIENCE))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(TimeoutException.class)
                .satisfies(late -> assertThat(Silence.of(late)).contains("no whole answer in time"));
    }

    @Test
    void an_answer_without_end_ends_at_its_limit() {
        answers(out -> {
            out.write(head("Connection: close"));
            byte[] part = new byte[1 << 20];
            while (!node.isClosed()) {
                out.write(part);
            }
        });

        assertThatThrownBy(() -> ask(LONG))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .hasMessageContaining("its answer has more than");
    }
}
