package io.regchain.localchain.gateway;

import com.google.protobuf.Message;
import io.regchain.ledger.storage.StorageException;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.wire.BlockQuery;
import io.regchain.protocol.wire.BlockWait;
import io.regchain.protocol.wire.HeightQuery;
import io.regchain.protocol.wire.NetworkQuery;
import io.regchain.protocol.wire.ObjectQuery;
import io.regchain.protocol.wire.StateQuery;
import io.regchain.protocol.wire.Submission;
import io.regchain.protocol.wire.TransactionQuery;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectError;
import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** From a Connect request's path, headers and body to the node's function, and back to an answer. */
final class NodeDispatch {
    private final Map<String, Entry<?>> functions = new LinkedHashMap<>();

    private record Entry<Q extends Message>(ConnectMethod<Q, ?> method, Function<Q, Message> function) {
        ConnectAnswer answer(ConnectEncoding encoding, Bytes body) {
            return ConnectAnswer.of(function.apply(ConnectCodec.decodeRequest(method, encoding, body)), encoding);
        }
    }

    NodeDispatch(NodeService node) {
        on(NodeMethods.LIST_NETWORKS, request -> node.networks());
        on(NodeMethods.GET_NETWORK_OPTIONS, request -> node.options(NetworkQuery.fromWire(request)));
        on(NodeMethods.GET_NETWORK_STATUS, request -> node.status(NetworkQuery.fromWire(request)));
        on(NodeMethods.GET_BLOCK, request -> node.block(BlockQuery.fromWire(request)));
        on(NodeMethods.GET_TRANSACTION, request -> node.transaction(TransactionQuery.fromWire(request)));
        on(NodeMethods.GET_CONSENSUS_STATE, request -> node.consensusState(HeightQuery.fromWire(request)));
        on(NodeMethods.LIST_OBJECT_IDS, request -> node.objectIds(HeightQuery.fromWire(request)));
        on(NodeMethods.GET_OBJECT, request -> node.object(ObjectQuery.fromWire(request)));
        on(NodeMethods.SUBMIT_TRANSACTION, request -> node.submit(Submission.fromWire(request)));
        on(NodeMethods.READ_STATE, request -> node.readState(StateQuery.fromWire(request)));
        on(NodeMethods.TRACE_TRANSACTION, request -> node.traceTransaction(TransactionQuery.fromWire(request)));
        on(NodeMethods.AWAIT_BLOCK, request -> node.awaitBlock(BlockWait.fromWire(request)));
    }

    private <Q extends Message> void on(ConnectMethod<Q, ?> method, Function<Q, Message> function) {
        functions.put(method.path(), new Entry<>(method, function));
    }

    /** @param header looks a header up by its name, case left aside */
    ConnectAnswer answer(String path, Function<String, Optional<String>> header, Bytes body) {
        Entry<?> entry = functions.get(path);
        if (entry == null) {
            return ConnectAnswer.of(new ConnectError(
                    ConnectCode.UNIMPLEMENTED,
                    "there is no function " + path + "; the functions are " + String.join(", ", functions.keySet())));
        }
        return switch (ConnectCallHead.read(header)) {
            case ConnectCallHead.Reading.Rejected rejected -> ConnectAnswer.of(rejected.httpStatus(), rejected.error());
            case ConnectCallHead.Reading.Understood understood -> call(entry, understood.head(), body);
        };
    }

    private static ConnectAnswer call(Entry<?> entry, ConnectCallHead head, Bytes body) {
        try {
            return entry.answer(head.encoding(), body);
        } catch (CallProblem problem) {
            return ConnectAnswer.of(problem.error());
        } catch (StorageException.Pruned gone) {
            return ConnectAnswer.of(new ConnectError(ConnectCode.OUT_OF_RANGE, String.valueOf(gone.getMessage())));
        } catch (DecodeException problem) {
            return ConnectAnswer.of(new ConnectError(ConnectCode.INVALID_ARGUMENT, problem.getMessage()));
        }
    }
}
