package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.Lifecycle;
import io.regchain.protocol.object.LifecycleOutcome;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectStage;
import io.regchain.protocol.object.ObjectVersion;
import io.regchain.protocol.object.SnapshotSource;
import java.util.List;
import java.util.Optional;

/**
 * The chain's JR/T 0314 data objects. A snapshot is kept when it names this chain as its source, carries the operator's
 * seals and no other, and continues the object's life (6.5). What stands under {@code <id>/<version>} and {@code
 * at/<height>} is what the supervision chain pulls with proof (tables 3 to 6, functions 7 and 8).
 */
public final class ObjectsContract implements Contract {
    public static final String NAME = "objects";
    /** The contracts whose business writes objects. */
    private static final List<String> WRITERS =
            List.of(AccountsContract.NAME, ProductsContract.NAME, RegistrationContract.NAME, TransfersContract.NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        if (!method.equals("put")) {
            throw Refusals.unknownMethod(NAME, method, "put");
        }
        return put(context, Arguments.of(arguments));
    }

    private static JsonNode put(ContractContext context, Arguments in) {
        requireWriter(context);
        DataObject snapshot = Refusals.decoded(
                "OBJECT_MALFORMED",
                "snapshot",
                () -> DataObject.parse(
                        CanonicalJson.encode(in.object("snapshot").node())));
        requireOwnSource(context, snapshot.head());
        snapshot.sealProblems(Callers.operator(context).keys()).stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw new ContractRefusal(problem);
                });
        return switch (Lifecycle.accept(history(context, snapshot.head().id()), snapshot, stored(context, snapshot))) {
            case LifecycleOutcome.Accepted accepted -> keep(context, snapshot, accepted.history());
            case LifecycleOutcome.Refused refused -> throw refusedLife(refused.reason());
        };
    }

    private static void requireWriter(ContractContext context) {
        boolean writer = context.caller() instanceof Caller.OfContract contract && WRITERS.contains(contract.name());
        Refusals.unless(
                writer || Callers.isOperator(context),
                "CALLER_NOT_ALLOWED",
                () -> "objects.put is for the operator's keys and the contracts " + WRITERS + ", not for "
                        + context.caller());
    }

    private static void requireOwnSource(ContractContext context, ObjectHead head) {
        String source = head.source().orElse("nothing");
        Refusals.unless(
                source.equals(context.chainId().value()),
                "OBJECT_SOURCE_MISMATCH",
                () -> "header.source of " + head.reference() + " should be " + context.chainId() + " but is " + source);
    }

    private static Optional<ObjectHistory> history(ContractContext context, ObjectId id) {
        return context.read(id + "/history").map(json -> ObjectHistory.fromJson(id, json));
    }

    private static SnapshotSource stored(ContractContext context, DataObject next) {
        return version -> context.read(key(next.head().id(), version))
                .map(json -> DataObject.fromJson((ObjectNode) json))
                .orElseThrow(() -> new IllegalStateException(
                        "the history of " + next.head().id() + " names version " + version + ", which is not kept"));
    }

    private static String key(ObjectId id, ObjectVersion version) {
        return id + "/" + version;
    }

    private static ContractRefusal refusedLife(Refusal reason) {
        return new ContractRefusal(reason);
    }

    private static JsonNode keep(ContractContext context, DataObject snapshot, ObjectHistory history) {
        ObjectHead head = snapshot.head();
        context.write(key(head.id(), head.version()), snapshot.toJson());
        context.write(head.id() + "/history", history.toJson());
        context.write(
                head.id() + "/latest",
                CanonicalJson.object()
                        .put("version", history.latest().value())
                        .put("deleted", history.stage() == ObjectStage.DELETED));
        writeAtHeight(context, head);
        ObjectNode written = CanonicalJson.object()
                .put("objectId", head.id().value())
                .put("version", head.version().value())
                .put("type", head.type().code())
                .put("operation", head.operation().code())
                .put("digest", snapshot.digest().toHex());
        context.emit("objectWritten", written);
        return written;
    }

    private static void writeAtHeight(ContractContext context, ObjectHead head) {
        String key = "at/" + context.height();
        ArrayNode list = context.read(key).map(ArrayNode.class::cast).orElseGet(CanonicalJson::array);
        list.addObject()
                .put("id", head.id().value())
                .put("version", head.version().value())
                .put("transaction", context.transactionId().toHex());
        context.write(key, list);
    }
}
