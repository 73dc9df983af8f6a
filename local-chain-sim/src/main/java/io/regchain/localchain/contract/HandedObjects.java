package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.Facts;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sealed data objects that an operator hands in with a request, in a fixed order (JR/T 0314 6.5: business and its
 * objects in one block). Each must say exactly what the request does before any is stored.
 */
final class HandedObjects {
    /** How far an object's timestamp may lie before its block. */
    static final Duration OLDEST = Duration.ofHours(24);
    /** How far it may lie after, for clocks that differ. */
    static final Duration NEWEST = Duration.ofMinutes(5);

    private final ContractContext context;
    private final List<ObjectNode> snapshots;
    private final List<DataObject> objects;

    private HandedObjects(ContractContext context, List<ObjectNode> snapshots, List<DataObject> objects) {
        this.context = context;
        this.snapshots = snapshots;
        this.objects = objects;
    }

    static HandedObjects of(ContractContext context, Arguments in, int least, int most) {
        List<ObjectNode> snapshots = new ArrayList<>();
        in.objects("objects").forEach(entry -> snapshots.add(entry.node()));
        Refusals.unless(
                snapshots.size() >= least && snapshots.size() <= most,
                "OBJECTS_COUNT",
                () -> "the request needs " + (least == most ? least : least + " or " + most) + " data objects, it has "
                        + snapshots.size());
        List<DataObject> objects = new ArrayList<>();
        for (ObjectNode snapshot : snapshots) {
            objects.add(parsed(objects.size(), snapshot));
        }
        HandedObjects handed = new HandedObjects(context, snapshots, objects);
        handed.requireTimely();
        return handed;
    }

    private static DataObject parsed(int index, ObjectNode snapshot) {
        return Refusals.decoded("OBJECT_MALFORMED", at(index), () -> DataObject.parse(CanonicalJson.encode(snapshot)));
    }

    private void requireTimely() {
        Instant block = context.time().toInstant();
        for (int i = 0; i < objects.size(); i++) {
            Instant said = Instant.ofEpochSecond(head(i).timestampSeconds());
            int index = i;
            Refusals.unless(
                    !said.isBefore(block.minus(OLDEST)) && !said.isAfter(block.plus(NEWEST)),
                    "OBJECT_TIME_OUT_OF_RANGE",
                    () -> at(index) + "header.content.timestamp is " + said + ", the block's time " + block
                            + "; an object is made when its business is done");
        }
    }

    int size() {
        return objects.size();
    }

    String idOf(int index) {
        return head(index).id().value();
    }

    /** Object {@code index} creates a new id of this type and says these facts. */
    void requireCreated(int index, ObjectType type, Facts facts) {
        requireKind(index, type, ObjectOperation.CREATE, 0);
        requireFacts(index, facts);
    }

    /** Object {@code index} is the next version of {@code id} and says these facts. */
    void requireUpdated(int index, ObjectType type, String id, Facts facts) {
        Refusals.unless(
                idOf(index).equals(id),
                "OBJECT_UNEXPECTED",
                () -> at(index) + "header.content.object_id should be " + id + " but is " + idOf(index));
        long latest = new MarketBooks(StateView.of(context)).latestVersion(id).orElse(-1L);
        requireKind(index, type, ObjectOperation.UPDATE, latest + 1);
        requireFacts(index, facts);
    }

    private void requireKind(int index, ObjectType type, ObjectOperation operation, long version) {
        ObjectHead head = head(index);
        Refusals.unless(
                head.type() == type
                        && head.operation() == operation
                        && head.version().value() == version,
                "OBJECT_UNEXPECTED",
                () -> at(index) + "header.content should be " + said(type, operation, version) + " but is "
                        + said(head.type(), head.operation(), head.version().value()));
    }

    private static String said(ObjectType type, ObjectOperation operation, long version) {
        return operation.code() + " of " + type.code() + " version " + version;
    }

    private void requireFacts(int index, Facts facts) {
        facts.differenceIn(objects.get(index).body())
                .ifPresent(difference ->
                        Refusals.unless(false, "OBJECT_DIFFERS_FROM_REGISTER", () -> at(index) + difference));
    }

    private ObjectHead head(int index) {
        return objects.get(index).head();
    }

    private static String at(int index) {
        return "objects[" + index + "].";
    }

    /** Stores all of them; the contract {@code objects} checks life cycle and seals. */
    void store() {
        for (ObjectNode snapshot : snapshots) {
            ObjectNode put = CanonicalJson.object();
            put.set("snapshot", snapshot);
            context.call(ObjectsContract.NAME, "put", put);
        }
    }

    /** Ids and versions, for events. */
    ArrayNode named() {
        ArrayNode names = CanonicalJson.array();
        for (int i = 0; i < objects.size(); i++) {
            names.addObject()
                    .put("objectId", idOf(i))
                    .put("version", head(i).version().value())
                    .put("type", head(i).type().code());
        }
        return names;
    }
}
