package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.regchain.ledger.tls.SmCertificateAuthority;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.localchain.sandbox.gateway.NationalDoor;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.sample.SampleBlocks;
import io.regchain.protocol.sample.SampleChain;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.supervision.gateway.ConnectChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.gateway.NodeEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much the hub takes of a node over the wire (JR/T 0314 table 4): a block of 16 MB, and not one byte more. */
class AnswerSizeTest {
    private static final AtomicReference<byte[]> ANSWER = new AtomicReference<>(new byte[0]);

    private static ActorSystem system;
    private static HttpServer node;
    private static ConnectChainGateway gateway;

    @BeforeAll
    static void open() throws IOException {
        system = ActorSystem.create("answers");
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", ConnectEncoding.PROTO.contentType());
            byte[] answer = ANSWER.get();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        node.start();
        SmCertificateAuthority authority = SmCertificateAuthority.create("answers", Instant.now());
        UnifiedSocialCreditCode organisation =
                SampleChain.validators(0, 1, 2, 3).validators().get(0).organisation();
        TlsIdentity server = authority.issue("jiangsu-0", organisation, Instant.now());
        ServerBinding door = new NationalDoor(
                        system,
                        new NodeAddress(
                                URI.create(
                                        "http://127.0.0.1:" + node.getAddress().getPort()),
                                Optional.of("token"),
                                Optional.empty()),
                        call -> {})
                .bind(server)
                .toCompletableFuture()
                .join();
        gateway = new ConnectChainGateway(
                system,
                SampleChain.CHAIN,
                new NodeEndpoint(
                        "jiangsu-0",
                        URI.create("https://127.0.0.1:" + door.localAddress().getPort()),
                        server.publicKeyHex()),
                authority.issue("hub", organisation, Instant.now()));
    }

    @AfterAll
    static void close() throws Exception {
        node.stop(0);
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get();
    }

    private static BlockAnswer block() throws Exception {
        return gateway.block(Optional.of(new Height(1))).toCompletableFuture().get();
    }

    /** A node that gives out whatever it has. */
    private static byte[] answer(Block block) {
        Bytes whole = block.canonical();
        return ConnectCodec.encode(
                        BlockAnswer.of(block, false).toWire().toBuilder()
                                .setBlock(ByteString.copyFrom(whole.toArray()))
                                .build(),
                        ConnectEncoding.PROTO)
                .toArray();
    }

    private static void refused(String... words) {
        assertThatThrownBy(AnswerSizeTest::block)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(GatewayProblem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(GatewayProblem.Kind.MALFORMED);
                    assertThat(problem).hasMessageContainingAll(words);
                });
    }

    @Test
    void a_block_of_sixteen_megabytes_is_taken() throws Exception {
        Block block = SampleBlocks.ofBytes(Block.MAX_BYTES);
        ANSWER.set(answer(block));

        assertThat(block().block()).contains(block);
    }

    @Test
    void a_block_of_one_byte_more_is_refused_as_what_the_interface_does_not_allow() {
        ANSWER.set(answer(SampleBlocks.ofBytes(Block.MAX_BYTES + 1)));

        refused("jiangsu-0's answer to GetBlock", "16 MB", "16000001");
    }

    @Test
    void an_answer_over_its_limit_is_refused_as_such_and_not_as_silence() {
        ANSWER.set(new byte[ConnectCodec.MAX_ANSWER + 1]);

        refused("jiangsu-0's answer to GetBlock", "over " + ConnectCodec.MAX_ANSWER + " bytes");
    }
}
