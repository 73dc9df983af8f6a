package io.regchain.localchain.sandbox.gateway;

import com.google.protobuf.Message;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.BlockQuery;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.HeightQuery;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.NetworkQuery;
import io.regchain.protocol.wire.NetworkStatus;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectError;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.ListNetworksRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** A node under test, asked by the sandbox itself: what it must know before a hub can be connected to it. Blocks. */
public final class NodeUnderTest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final String label;
    private final NodeAddress address;
    private final HttpClient http;

    /** @param label such as {@code node 1} */
    public NodeUnderTest(String label, NodeAddress address) {
        this.label = label;
        this.address = address;
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        address.tls().ifPresent(client::sslContext);
        this.http = client.build();
    }

    public NodeAddress address() {
        return address;
    }

    /** @throws NodeProblem as all functions here */
    public NetworkList networks() {
        return call(NodeMethods.LIST_NETWORKS, ListNetworksRequest.getDefaultInstance(), NetworkList::fromWire);
    }

    public NetworkOptions options(ChainId chain) {
        return call(
                NodeMethods.GET_NETWORK_OPTIONS, new NetworkQuery(chain).toOptionsRequest(), NetworkOptions::fromWire);
    }

    public NetworkStatus status(ChainId chain) {
        return call(NodeMethods.GET_NETWORK_STATUS, new NetworkQuery(chain).toStatusRequest(), NetworkStatus::fromWire);
    }

    public BlockHeader header(ChainId chain, Height height) {
        return answered(NodeMethods.GET_BLOCK, block(chain, height), BlockAnswer::fromWire)
                .header();
    }

    /** Empty when the node says that it has no such block. */
    public Optional<BlockHeader> headerIfAny(ChainId chain, Height height) {
        Reply reply = block(chain, height);
        return reply.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(answered(NodeMethods.GET_BLOCK, reply, BlockAnswer::fromWire)
                        .header());
    }

    private Reply block(ChainId chain, Height height) {
        return ask(NodeMethods.GET_BLOCK, new BlockQuery(chain, Optional.of(height), false).toWire());
    }

    public ConsensusState consensusState(ChainId chain, Height height) {
        return call(
                NodeMethods.GET_CONSENSUS_STATE,
                new HeightQuery(chain, Optional.of(height)).toConsensusStateRequest(),
                ConsensusState::fromWire);
    }

    private record Reply(int status, Bytes body) {}

    private <Q extends Message, R extends Message, T> T call(
            ConnectMethod<Q, R> method, Q request, Function<R, T> fromWire) {
        return answered(method, ask(method, request), fromWire);
    }

    private <R extends Message, T> T answered(ConnectMethod<?, R> method, Reply reply, Function<R, T> fromWire) {
        if (reply.status() != OK) {
            throw problem(
                    method,
                    NodeProblem.Kind.REFUSED,
                    "HTTP " + reply.status() + ", " + ConnectError.ofAnswer(reply.status(), reply.body()));
        }
        try {
            return fromWire.apply(ConnectCodec.decodeResponse(method, ConnectEncoding.PROTO, reply.body()));
        } catch (DecodeException | IllegalArgumentException e) {
            throw problem(method, NodeProblem.Kind.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private Reply ask(ConnectMethod<?, ?> method, Message question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.of(method.path()))
                .timeout(PATIENCE)
                .header(ConnectCallHead.CONTENT_TYPE, ConnectEncoding.PROTO.contentType())
                .header(ConnectCallHead.PROTOCOL_VERSION, ConnectCallHead.VERSION)
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.toByteArray()));
        address.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            WholeAnswer answer = WholeAnswer.of(http, request.build(), PATIENCE, ConnectCodec.MAX_ANSWER)
                    .get();
            return new Reply(answer.status(), Bytes.wrap(answer.body()));
        } catch (ExecutionException e) {
            throw problem(method, NodeProblem.Kind.SILENT, Silence.of(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem(method, NodeProblem.Kind.SILENT, "the sandbox is being ended");
        }
    }

    private NodeProblem problem(ConnectMethod<?, ?> method, NodeProblem.Kind kind, String message) {
        return new NodeProblem(this.toString(), method.name(), kind, message);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    @Override
    public String toString() {
        return label + " (" + address + ")";
    }
}
