package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.WrittenObject;
import java.util.List;
import java.util.Optional;

/**
 * Takes the data objects of local chains (JR/T 0314 clauses 6 and 7.5), height by height and complete: the header with its
 * certificate, the proven list of the objects that height wrote and of who wrote them, each object with its proof. An object that is proven but
 * not acceptable is not stored; it goes to the anomaly log with its reason, and the rest of the height goes on. One that
 * refers to a snapshot nobody knows is stored, and remarked in the log.
 *
 * <p>State: {@code <chain>/progress} {height, objects} that comes next; {@code <chain>/<objectId>/<version>} with the
 * snapshot's digest and the digest of the full body up to it, while the snapshot itself stands off chain (6.6); {@code
 * <chain>/<objectId>/history} with the full body that the life cycle goes on from; {@code chains} of which objects are stored.
 */
public final class ObjectsContract implements Contract {
    public static final String NAME = "objects";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectAdmission admission = new ObjectAdmission();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        if (!method.equals("ingest")) {
            throw UnknownMethod.refusal(NAME, method, "ingest");
        }
        Roles.require(context, Roles.OBSERVER);
        return ingest(context, Arguments.of(arguments));
    }

    private JsonNode ingest(ContractContext context, Arguments in) {
        ChainId chain = in.parsed("chain", "a chain id", ChainId::new);
        Height height = in.parsed("header", "a canonical block header in hexadecimal", LightClientsContract::header)
                .height();
        Progress progress = Progress.read(context, chain);
        if (height.compareTo(progress.height()) < 0) {
            return JSON.objectNode().put("noop", true).put("reason", "HEIGHT_TAKEN");
        }
        if (height.compareTo(progress.height()) > 0) {
            throw new ContractRefusal(
                    "HEIGHT_GAP", "the next height of " + chain + " is " + progress.height() + ", not " + height);
        }
        JsonNode update = updateLightClient(context, in);
        if (update.path("frozen").booleanValue()) {
            return update; // the misbehaviour must stay on record, so this is not refused
        }
        ProvenHeader header = ProvenHeader.require(context, chain, height);
        List<WrittenObject> index = index(in.object("index"), header);
        return take(context, header, index, in.objects("objects"), progress);
    }

    private static JsonNode updateLightClient(ContractContext context, Arguments in) {
        ObjectNode update = JSON.objectNode();
        for (String field : List.of("chain", "header", "certificate", "nextValidators")) {
            if (in.has(field)) {
                update.set(field, in.node().get(field));
            }
        }
        return context.call(LightClientsContract.NAME, "update", update);
    }

    /** The proven list of what this height wrote; a proven absence is the empty list. */
    private static List<WrittenObject> index(Arguments in, ProvenHeader header) {
        String key = ObjectList.stateKey(header.height());
        if (!in.has("value")) {
            header.requireAbsent(in, key);
            return List.of();
        }
        Bytes value = in.hex("value");
        header.requirePresent(in, key, value);
        try {
            return WrittenObject.list(value);
        } catch (DecodeException e) {
            throw new ContractRefusal("OBJECT_LIST_MALFORMED", "the proven list of objects: " + e.getMessage());
        }
    }

    private JsonNode take(
            ContractContext context,
            ProvenHeader header,
            List<WrittenObject> index,
            List<Arguments> objects,
            Progress progress) {
        int at = progress.objects();
        if (at + objects.size() > index.size()) {
            throw new ContractRefusal(
                    "OBJECT_NOT_LISTED",
                    "height " + header.height() + " wrote " + index.size() + " objects, " + at + " are taken, "
                            + objects.size() + " more were given");
        }
        int stored = 0;
        for (Arguments object : objects) {
            stored += take(context, header, index, index.get(at++), object) ? 1 : 0;
        }
        boolean complete = at == index.size();
        if (!complete && objects.isEmpty()) {
            throw new ContractRefusal(
                    "OBJECT_MISSING",
                    "height " + header.height() + " wrote " + index.get(at).name() + ", which was not given");
        }
        Progress next = complete ? new Progress(header.height().next(), 0) : new Progress(header.height(), at);
        next.write(context, header.chain());
        return JSON.objectNode()
                .put("height", header.height().value())
                .put("stored", stored)
                .put("refused", objects.size() - stored)
                .put("complete", complete);
    }

    /** @return whether the object was stored; else it is in the anomaly log */
    private boolean take(
            ContractContext context,
            ProvenHeader header,
            List<WrittenObject> index,
            WrittenObject listed,
            Arguments in) {
        String objectId = in.text("objectId");
        long version = in.number("version");
        ObjectName name = listed.name();
        if (!name.objectId().equals(objectId) || name.version() != version) {
            throw new ContractRefusal(
                    "OBJECT_MISSING",
                    "the proven list names " + name + " here, but " + objectId + " version " + version + " was given");
        }
        Bytes snapshot = in.hex("snapshot");
        StateProof proof = header.requirePresent(in, name.stateKey(), snapshot);
        Optional<ObjectNode> earlier =
                in.has("earlier") ? Optional.of(in.object("earlier").node()) : Optional.empty();
        OfferedObject offered = new OfferedObject(
                header, objectId, version, snapshot, listed.transactionId(), name.stateKey(), proof, earlier, index);
        return switch (admission.decide(context, offered)) {
            case ObjectAdmission.Decision.Stored stored -> {
                context.emit("objectStored", stored.event());
                stored.remark()
                        .ifPresent(remark -> context.call(AnomaliesContract.NAME, "record", offered.anomaly(remark)));
                yield true;
            }
            case ObjectAdmission.Decision.Refused refused -> {
                context.call(AnomaliesContract.NAME, "record", offered.anomaly(refused.reason()));
                yield false;
            }
        };
    }

    /** What comes next: this height, from this of its objects on. */
    private record Progress(Height height, int objects) {
        static Progress read(ContractContext context, ChainId chain) {
            Optional<JsonNode> stored = context.read(chain + "/progress");
            return stored.map(p -> new Progress(
                            new Height(p.path("height").longValue()),
                            p.path("objects").intValue()))
                    .orElse(new Progress(new Height(1), 0));
        }

        void write(ContractContext context, ChainId chain) {
            context.write(
                    chain + "/progress",
                    JSON.objectNode().put("height", height.value()).put("objects", objects));
        }
    }
}
