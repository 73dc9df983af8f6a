package io.regchain.protocol.wire.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.sample.SampleNode;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import io.regchain.protocol.wire.v1.GetObjectResponse;
import io.regchain.protocol.wire.v1.GetTransactionResponse;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of another make, in another language, against our Connect codec; skipped where Node.js is absent. */
class NodeClientTest {
    private static final Path FOLDER = Path.of("..", "local-chain-sim", "src", "test", "node");
    private static final int PATIENCE_SECONDS = 300;

    private record Run(int exitCode, String output, String errors) {}

    @BeforeAll
    static void install() throws Exception {
        if (!runs("node", "--version")) {
            abort("Node.js is not on the path");
        }
        if (!Files.isDirectory(FOLDER.resolve("node_modules")) && !runs("npm", "ci")) {
            abort("the client's npm packages cannot be had here");
        }
        Run generated = run("node", "generate.mjs");
        assertThat(generated.exitCode()).as(generated.errors()).isZero();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return run(command).exitCode() == 0;
        } catch (IOException e) {
            return false; // there is no such program: the test is skipped with a message
        }
    }

    private static Run run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("regchain-node", ".out");
        Path errors = Files.createTempFile("regchain-node", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static Run client(UnaryOperator<Message> distortion, String token)
            throws IOException, InterruptedException {
        try (SampleNode node = new SampleNode(distortion)) {
            return run("node", "client.mjs", node.baseUrl(), token, "jiangsu");
        }
    }

    @Test
    void the_client_calls_all_eight_functions_and_recomputes_hash_proofs_and_seals() throws Exception {
        Run run = client(answer -> answer, SampleNode.TOKEN);
        assertThat(run.exitCode()).as(run.errors()).isZero();
        JsonNode result = CanonicalJson.decode(Bytes.utf8(run.output()));
        assertThat(result.path("functions").asInt()).isEqualTo(8);
        assertThat(result.path("object").asText()).isEqualTo("R-0001/0");
        assertThat(result.path("seals").asInt()).isEqualTo(3);
    }

    @Test
    void without_the_token_the_client_says_so() throws Exception {
        Run run = client(answer -> answer, "guess");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("[unauthenticated] send the access token");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of("another hash", "not the block hash", (UnaryOperator<Message>) answer -> answer
                                instanceof GetBlockResponse block
                        ? block.toBuilder().setHash(flip(block.getHash())).build()
                        : answer),
                Arguments.of("an altered object", "not proven under", (UnaryOperator<Message>)
                        answer -> answer instanceof GetObjectResponse object
                                ? object.toBuilder()
                                        .setSnapshot(flip(object.getSnapshot()))
                                        .build()
                                : answer),
                Arguments.of("an object left out", "object list is not proven", (UnaryOperator<Message>)
                        answer -> answer instanceof ListObjectIdsResponse list
                                ? list.toBuilder().clearValue().clearObjects().build()
                                : answer),
                Arguments.of("another receipt", "receipt is not proven", (UnaryOperator<Message>)
                        answer -> answer instanceof GetTransactionResponse transaction
                                ? withReceiptMetered(transaction)
                                : answer),
                Arguments.of("a seal too few", "no quorum", (UnaryOperator<Message>)
                        answer -> answer instanceof GetConsensusStateResponse state ? withoutASeal(state) : answer));
    }

    private static ByteString flip(ByteString bytes) {
        byte[] flipped = bytes.toByteArray();
        flipped[flipped.length - 1] ^= 1;
        return ByteString.copyFrom(flipped);
    }

    /** The last byte of a receipt is the work it was charged for. */
    private static Message withReceiptMetered(GetTransactionResponse transaction) {
        GetTransactionResponse.Builder builder = transaction.toBuilder();
        builder.getProvenBuilder().setReceipt(flip(transaction.getProven().getReceipt()));
        return builder.build();
    }

    private static Message withoutASeal(GetConsensusStateResponse state) {
        GetConsensusStateResponse.Builder builder = state.toBuilder();
        builder.getCertificateBuilder().removeSeals(0);
        return builder.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void a_node_that_lies_is_found_out(String lie, String found, UnaryOperator<Message> distortion) throws Exception {
        Run run = client(distortion, SampleNode.TOKEN);
        assertThat(List.of(run.exitCode(), run.output())).as(lie).isEqualTo(List.of(1, ""));
        assertThat(run.errors()).contains(found);
    }
}
