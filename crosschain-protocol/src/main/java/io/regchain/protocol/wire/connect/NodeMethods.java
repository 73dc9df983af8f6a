package io.regchain.protocol.wire.connect;

import com.google.protobuf.Message;
import io.regchain.protocol.wire.v1.AwaitBlockRequest;
import io.regchain.protocol.wire.v1.AwaitBlockResponse;
import io.regchain.protocol.wire.v1.GetBlockRequest;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.GetConsensusStateRequest;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import io.regchain.protocol.wire.v1.GetNetworkOptionsRequest;
import io.regchain.protocol.wire.v1.GetNetworkOptionsResponse;
import io.regchain.protocol.wire.v1.GetNetworkStatusRequest;
import io.regchain.protocol.wire.v1.GetNetworkStatusResponse;
import io.regchain.protocol.wire.v1.GetObjectRequest;
import io.regchain.protocol.wire.v1.GetObjectResponse;
import io.regchain.protocol.wire.v1.GetTransactionRequest;
import io.regchain.protocol.wire.v1.GetTransactionResponse;
import io.regchain.protocol.wire.v1.ListNetworksRequest;
import io.regchain.protocol.wire.v1.ListNetworksResponse;
import io.regchain.protocol.wire.v1.ListObjectIdsRequest;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import io.regchain.protocol.wire.v1.ReadStateRequest;
import io.regchain.protocol.wire.v1.ReadStateResponse;
import io.regchain.protocol.wire.v1.SubmitTransactionRequest;
import io.regchain.protocol.wire.v1.SubmitTransactionResponse;
import io.regchain.protocol.wire.v1.TraceTransactionRequest;
import io.regchain.protocol.wire.v1.TraceTransactionResponse;
import java.util.List;
import java.util.Optional;

/** Every function of the node interface: {@code LocalChainNode} (JR/T 0314 tables 3–6) and {@code CrossChainPort}. */
public final class NodeMethods {
    private static final String NODE = "regchain.v1.LocalChainNode";
    private static final String PORT = "regchain.v1.CrossChainPort";

    public static final ConnectMethod<ListNetworksRequest, ListNetworksResponse> LIST_NETWORKS =
            node("ListNetworks", ListNetworksRequest.getDefaultInstance(), ListNetworksResponse.getDefaultInstance());
    public static final ConnectMethod<GetNetworkOptionsRequest, GetNetworkOptionsResponse> GET_NETWORK_OPTIONS = node(
            "GetNetworkOptions",
            GetNetworkOptionsRequest.getDefaultInstance(),
            GetNetworkOptionsResponse.getDefaultInstance());
    public static final ConnectMethod<GetNetworkStatusRequest, GetNetworkStatusResponse> GET_NETWORK_STATUS = node(
            "GetNetworkStatus",
            GetNetworkStatusRequest.getDefaultInstance(),
            GetNetworkStatusResponse.getDefaultInstance());
    public static final ConnectMethod<GetBlockRequest, GetBlockResponse> GET_BLOCK =
            node("GetBlock", GetBlockRequest.getDefaultInstance(), GetBlockResponse.getDefaultInstance());
    public static final ConnectMethod<GetTransactionRequest, GetTransactionResponse> GET_TRANSACTION = node(
            "GetTransaction", GetTransactionRequest.getDefaultInstance(), GetTransactionResponse.getDefaultInstance());
    public static final ConnectMethod<GetConsensusStateRequest, GetConsensusStateResponse> GET_CONSENSUS_STATE = node(
            "GetConsensusState",
            GetConsensusStateRequest.getDefaultInstance(),
            GetConsensusStateResponse.getDefaultInstance());
    public static final ConnectMethod<ListObjectIdsRequest, ListObjectIdsResponse> LIST_OBJECT_IDS = node(
            "ListObjectIds", ListObjectIdsRequest.getDefaultInstance(), ListObjectIdsResponse.getDefaultInstance());
    public static final ConnectMethod<GetObjectRequest, GetObjectResponse> GET_OBJECT =
            node("GetObject", GetObjectRequest.getDefaultInstance(), GetObjectResponse.getDefaultInstance());

    public static final ConnectMethod<SubmitTransactionRequest, SubmitTransactionResponse> SUBMIT_TRANSACTION = port(
            "SubmitTransaction",
            SubmitTransactionRequest.getDefaultInstance(),
            SubmitTransactionResponse.getDefaultInstance());
    public static final ConnectMethod<ReadStateRequest, ReadStateResponse> READ_STATE =
            port("ReadState", ReadStateRequest.getDefaultInstance(), ReadStateResponse.getDefaultInstance());
    public static final ConnectMethod<TraceTransactionRequest, TraceTransactionResponse> TRACE_TRANSACTION = port(
            "TraceTransaction",
            TraceTransactionRequest.getDefaultInstance(),
            TraceTransactionResponse.getDefaultInstance());
    public static final ConnectMethod<AwaitBlockRequest, AwaitBlockResponse> AWAIT_BLOCK =
            port("AwaitBlock", AwaitBlockRequest.getDefaultInstance(), AwaitBlockResponse.getDefaultInstance());

    public static final List<ConnectMethod<?, ?>> LOCAL_CHAIN_NODE = List.of(
            LIST_NETWORKS,
            GET_NETWORK_OPTIONS,
            GET_NETWORK_STATUS,
            GET_BLOCK,
            GET_TRANSACTION,
            GET_CONSENSUS_STATE,
            LIST_OBJECT_IDS,
            GET_OBJECT);
    public static final List<ConnectMethod<?, ?>> CROSS_CHAIN_PORT =
            List.of(SUBMIT_TRANSACTION, READ_STATE, TRACE_TRANSACTION, AWAIT_BLOCK);

    private NodeMethods() {}

    /** The function called at this path; empty where there is none. */
    public static Optional<ConnectMethod<?, ?>> at(String path) {
        for (List<ConnectMethod<?, ?>> service : List.of(LOCAL_CHAIN_NODE, CROSS_CHAIN_PORT)) {
            for (ConnectMethod<?, ?> method : service) {
                if (method.path().equals(path)) {
                    return Optional.of(method);
                }
            }
        }
        return Optional.empty();
    }

    private static <Q extends Message, R extends Message> ConnectMethod<Q, R> node(String name, Q request, R response) {
        return new ConnectMethod<>(NODE, name, request, response);
    }

    private static <Q extends Message, R extends Message> ConnectMethod<Q, R> port(String name, Q request, R response) {
        return new ConnectMethod<>(PORT, name, request, response);
    }
}
