package io.regchain.protocol.sample;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.BlockQuery;
import io.regchain.protocol.wire.HeightQuery;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectError;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.GetBlockRequest;
import io.regchain.protocol.wire.v1.GetConsensusStateRequest;
import io.regchain.protocol.wire.v1.ListObjectIdsRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The sample local chain behind an HTTP port on loopback: what it answers, it answers truly, or as told to distort. */
public final class SampleNode implements AutoCloseable {
    public static final String TOKEN = "sample-token";

    private final SampleFederation world = new SampleFederation();
    private final SampleAnswers answers = new SampleAnswers(world);
    private final UnaryOperator<Message> distortion;
    private final HttpServer server;

    public SampleNode(UnaryOperator<Message> distortion) throws IOException {
        this.distortion = distortion;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            ConnectAnswer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.httpStatus(), answer.body().size());
            exchange.getResponseBody().write(answer.body().toArray());
        }
    }

    private ConnectAnswer answer(HttpExchange exchange) throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(ConnectCode.UNAUTHENTICATED, "send the access token");
        }
        Optional<ConnectMethod<?, ?>> method =
                NodeMethods.at(exchange.getRequestURI().getPath());
        if (method.isEmpty()) {
            return error(ConnectCode.UNIMPLEMENTED, "there is no such function");
        }
        Bytes body = Bytes.wrap(exchange.getRequestBody().readAllBytes());
        return switch (ConnectCallHead.read(
                name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)))) {
            case ConnectCallHead.Reading.Rejected rejected -> ConnectAnswer.of(rejected.httpStatus(), rejected.error());
            case ConnectCallHead.Reading.Understood understood ->
                call(method.get(), understood.head().encoding(), body);
        };
    }

    private ConnectAnswer call(ConnectMethod<?, ?> method, ConnectEncoding encoding, Bytes body) {
        try {
            Message request = ConnectCodec.decodeRequest(method, encoding, body);
            return ConnectAnswer.of(distortion.apply(respond(method.name(), request)), encoding);
        } catch (DecodeException e) {
            return error(ConnectCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private Message respond(String function, Message request) {
        return switch (function) {
            case "ListNetworks" -> answers.networks().toWire();
            case "GetNetworkOptions" ->
                NetworkOptions.ofLedger("0.1.0", List.of("transfers")).toWire();
            case "GetNetworkStatus" -> answers.status().toWire();
            case "GetBlock" -> {
                requireHeight(BlockQuery.fromWire((GetBlockRequest) request).height());
                yield BlockAnswer.of(world.localBlock(), false).toWire();
            }
            case "GetTransaction" -> answers.transaction().toWire();
            case "GetConsensusState" -> {
                requireHeight(
                        HeightQuery.fromWire((GetConsensusStateRequest) request).height());
                yield answers.consensusState().toWire();
            }
            case "ListObjectIds" ->
                answers.objectList(HeightQuery.fromWire((ListObjectIdsRequest) request)
                                .height()
                                .orElseThrow())
                        .toWire();
            case "GetObject" -> answers.object().toWire();
            default -> throw new DecodeException("the sample node does not answer " + function);
        };
    }

    private static void requireHeight(Optional<Height> height) {
        if (!height.equals(Optional.of(SampleFederation.LOCAL_HEIGHT))) {
            throw new DecodeException("the sample node has block " + SampleFederation.LOCAL_HEIGHT + " only");
        }
    }

    private static ConnectAnswer error(ConnectCode code, String message) {
        return ConnectAnswer.of(new ConnectError(code, message));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
