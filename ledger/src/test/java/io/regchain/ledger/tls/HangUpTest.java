package io.regchain.ledger.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.TestValidators;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class HangUpTest {
    private final TlsIdentity identity = SmCertificateAuthority.create("test authority", Instant.now())
            .issue("node", TestValidators.organisation(1), Instant.now());

    /** As a process killed while it starts does, or a relay in front of one that does not listen yet. */
    private static void hangUpAfterTheFirstBytes(ServerSocket server) {
        try (Socket accepted = server.accept()) {
            assertThat(accepted.getInputStream().read(new byte[4_096])).isPositive();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConnectionThatIsHungUpDuringTheHandshakeEndsAndWaitsForNobody() throws Exception {
        ActorTestKit actors = ActorTestKit.create();
        try (ServerSocket server = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> hangUpAfterTheFirstBytes(server));
            var ended = Source.single(ByteString.fromString("hello"))
                    .concat(Source.maybe())
                    .via(Tcp.get(actors.system())
                            .outgoingConnectionWithTls(
                                    new InetSocketAddress("127.0.0.1", server.getLocalPort()),
                                    () -> NationalTls.of(identity).clientEngine("127.0.0.1", server.getLocalPort())))
                    .runWith(Sink.ignore(), actors.system())
                    .toCompletableFuture()
                    .handle((done, error) -> "ended");

            assertThat(ended.get(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("ended");
        } finally {
            actors.shutdownTestKit();
        }
    }
}
