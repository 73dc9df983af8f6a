package io.regchain.supervision.gateway;

import com.google.protobuf.Message;
import io.regchain.ledger.tls.NationalTls;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.BlockQuery;
import io.regchain.protocol.wire.BlockWait;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.HeightQuery;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkOptions;
import io.regchain.protocol.wire.NetworkQuery;
import io.regchain.protocol.wire.NetworkStatus;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectQuery;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.StateQuery;
import io.regchain.protocol.wire.Submission;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.protocol.wire.TransactionAnswer;
import io.regchain.protocol.wire.TransactionQuery;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectError;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.ListNetworksRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;

/** A node called by the Connect protocol with Protobuf bodies over national TLS; connections are kept and shared. */
public final class ConnectChainGateway implements ChainGateway {
    /** How long a call may take beyond the waiting it asks for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final org.apache.pekko.http.javadsl.model.ContentType PROTO =
            ContentTypes.parse(ConnectEncoding.PROTO.contentType());

    private final ClassicActorSystemProvider system;
    private final ChainId chainId;
    private final NodeEndpoint endpoint;
    private final HttpsConnectionContext tls;
    private final ConnectionPoolSettings pool;
    /** One for all calls: the pool of connections is looked up by settings, TLS and log together. */
    private final LoggingAdapter log;

    public ConnectChainGateway(
            ClassicActorSystemProvider system, ChainId chainId, NodeEndpoint endpoint, TlsIdentity identity) {
        this.system = system;
        this.chainId = chainId;
        this.endpoint = endpoint;
        NationalTls national = NationalTls.calling(identity, endpoint.nodeKey());
        this.tls = ConnectionContext.httpsClient(national::clientEngine);
        this.log = Logging.getLogger(system.classicSystem(), ConnectChainGateway.class);
        this.pool = ConnectionPoolSettings.create(system.classicSystem())
                .withMaxConnections(3)
                .withMaxOpenRequests(256)
                .withMaxRetries(0)
                .withIdleTimeout(scala.concurrent.duration.Duration.create(90, TimeUnit.SECONDS))
                .withKeepAliveTimeout(scala.concurrent.duration.Duration.create(80, TimeUnit.SECONDS));
    }

    @Override
    public ChainId chainId() {
        return chainId;
    }

    @Override
    public String node() {
        return endpoint.name();
    }

    @Override
    public CompletionStage<NetworkList> networks() {
        return call(NodeMethods.LIST_NETWORKS, ListNetworksRequest.getDefaultInstance(), NetworkList::fromWire);
    }

    @Override
    public CompletionStage<NetworkOptions> options() {
        return call(
                NodeMethods.GET_NETWORK_OPTIONS,
                new NetworkQuery(chainId).toOptionsRequest(),
                NetworkOptions::fromWire);
    }

    @Override
    public CompletionStage<NetworkStatus> status() {
        return call(
                NodeMethods.GET_NETWORK_STATUS, new NetworkQuery(chainId).toStatusRequest(), NetworkStatus::fromWire);
    }

    @Override
    public CompletionStage<BlockAnswer> block(Optional<Height> height) {
        return call(NodeMethods.GET_BLOCK, new BlockQuery(chainId, height, false).toWire(), BlockAnswer::fromWire);
    }

    @Override
    public CompletionStage<TransactionAnswer> transaction(Height height, Hash32 transactionId) {
        return call(
                NodeMethods.GET_TRANSACTION,
                new TransactionQuery(chainId, Optional.of(height), transactionId).toWire(),
                TransactionAnswer::fromWire);
    }

    @Override
    public CompletionStage<ConsensusState> consensusState(Height height) {
        return call(
                NodeMethods.GET_CONSENSUS_STATE,
                new HeightQuery(chainId, Optional.of(height)).toConsensusStateRequest(),
                ConsensusState::fromWire);
    }

    @Override
    public CompletionStage<ObjectList> objectIds(Height height) {
        return call(
                NodeMethods.LIST_OBJECT_IDS,
                new HeightQuery(chainId, Optional.of(height)).toObjectIdsRequest(),
                ObjectList::fromWire);
    }

    @Override
    public CompletionStage<ObjectAnswer> object(Height height, String objectId, long version) {
        return call(
                NodeMethods.GET_OBJECT,
                new ObjectQuery(chainId, Optional.of(height), objectId, Optional.of(version)).toWire(),
                ObjectAnswer::fromWire);
    }

    @Override
    public CompletionStage<SubmitAnswer> submit(Transaction transaction, Duration patience) {
        // Without waiting the field means nothing, but it has no zero.
        Duration wait = patience.isZero() ? Duration.ofMillis(1) : patience;
        return call(
                NodeMethods.SUBMIT_TRANSACTION,
                new Submission(chainId, transaction, !patience.isZero(), wait).toWire(),
                SubmitAnswer::fromWire,
                patience);
    }

    @Override
    public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
        return call(NodeMethods.READ_STATE, new StateQuery(chainId, key, height).toWire(), StateAnswer::fromWire);
    }

    @Override
    public CompletionStage<TraceAnswer> trace(Hash32 transactionId) {
        return call(
                NodeMethods.TRACE_TRANSACTION,
                new TransactionQuery(chainId, Optional.empty(), transactionId).toTraceRequest(),
                TraceAnswer::fromWire);
    }

    @Override
    public CompletionStage<Height> awaitBlock(Height above, Duration patience) {
        return call(
                NodeMethods.AWAIT_BLOCK,
                new BlockWait(chainId, above, patience).toWire(),
                response -> new Height(response.getHeight()),
                patience);
    }

    private <Q extends Message, R extends Message, T> CompletionStage<T> call(
            ConnectMethod<Q, R> method, Q request, Function<R, T> fromWire) {
        return call(method, request, fromWire, Duration.ZERO);
    }

    private <Q extends Message, R extends Message, T> CompletionStage<T> call(
            ConnectMethod<Q, R> method, Q request, Function<R, T> fromWire, Duration waiting) {
        Duration patience = PATIENCE.plus(waiting);
        Bytes body = ConnectCodec.encode(request, ConnectEncoding.PROTO);
        HttpRequest http = HttpRequest.POST(endpoint.uri() + method.path())
                .withEntity(HttpEntities.create(PROTO, ByteString.fromArrayUnsafe(body.unsafeArray())))
                .addHeader(RawHeader.create(ConnectCallHead.PROTOCOL_VERSION, ConnectCallHead.VERSION))
                .addHeader(RawHeader.create(ConnectCallHead.TIMEOUT, ConnectCallHead.timeoutValue(patience)));
        return Http.get(system)
                .singleRequest(http, tls, pool, log)
                .thenCompose(response -> body(response, patience))
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, problem) -> {
                    if (problem != null) {
                        throw notAnswered(method, problem);
                    }
                    return decode(method, answer, fromWire);
                });
    }

    private record Answer(int status, Bytes body) {}

    private CompletionStage<Answer> body(HttpResponse response, Duration patience) {
        return response.entity()
                .withSizeLimit(ConnectCodec.MAX_ANSWER)
                .toStrict(
                        patience.toMillis(), Integer.MAX_VALUE, system) // not Pekko's own 8 MiB; the limit above counts
                .thenApply(strict -> new Answer(
                        response.status().intValue(),
                        Bytes.wrap(strict.getData().toArrayUnsafe())));
    }

    private <R extends Message, T> T decode(ConnectMethod<?, R> method, Answer answer, Function<R, T> fromWire) {
        if (answer.status() != 200) {
            ConnectError error = ConnectError.ofAnswer(answer.status(), answer.body());
            throw new GatewayProblem(error.code(), node() + " answered " + method.name() + " with " + error);
        }
        try {
            return fromWire.apply(ConnectCodec.decodeResponse(method, ConnectEncoding.PROTO, answer.body()));
        } catch (DecodeException | IllegalArgumentException e) {
            throw new GatewayProblem(
                    GatewayProblem.Kind.MALFORMED, node() + "'s answer to " + method.name() + ": " + e.getMessage(), e);
        }
    }

    private GatewayProblem notAnswered(ConnectMethod<?, ?> method, Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof EntityStreamSizeException) {
            return new GatewayProblem(
                    GatewayProblem.Kind.MALFORMED,
                    node() + "'s answer to " + method.name() + " is over " + ConnectCodec.MAX_ANSWER + " bytes",
                    cause);
        }
        return new GatewayProblem(
                GatewayProblem.Kind.UNREACHABLE,
                node() + " at " + endpoint.uri() + " did not answer " + method.name() + ": " + cause,
                cause);
    }

    @Override
    public String toString() {
        return chainId + "@" + node();
    }
}
