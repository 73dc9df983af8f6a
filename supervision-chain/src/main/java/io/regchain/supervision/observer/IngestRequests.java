package io.regchain.supervision.observer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.supervision.snapshot.EarlierBodies;
import java.util.ArrayList;
import java.util.List;

/** The arguments of {@code objects.ingest} for one height: one request, or several where the objects are many. */
final class IngestRequests {
    /** Hex digits of objects in one request, so that it stays below the limit of a transaction's arguments. */
    static final int MAX_CHARACTERS = 600_000;

    private IngestRequests() {}

    /** @param from the first object that the supervision chain has not taken yet */
    static List<ObjectNode> of(ChainId chain, ReadingCheck.Sound sound, int from) {
        List<ObjectAnswer> objects = sound.reading().objects();
        List<ObjectNode> requests = new ArrayList<>();
        int at = from;
        do {
            ObjectNode request = head(chain, sound);
            request.put("from", at);
            at = fill(request.putArray("objects"), objects, at);
            requests.add(request);
        } while (at < objects.size());
        return requests;
    }

    /** The arguments of {@code light-clients.update} for a header that hands over to nobody. */
    static ObjectNode header(ChainId chain, VerifiedHeader verified) {
        ObjectNode request = CanonicalJson.object()
                .put("chain", chain.value())
                .put("header", verified.header().canonical().toHex());
        request.set("certificate", BlockJson.of(verified.certificate()));
        return request;
    }

    private static ObjectNode head(ChainId chain, ReadingCheck.Sound sound) {
        Reading reading = sound.reading();
        ObjectNode request = header(chain, sound.header());
        reading.consensus().next().ifPresent(next -> request.set("nextValidators", BlockJson.of(next)));
        ObjectNode index = request.putObject("index");
        reading.index().value().ifPresent(value -> index.put("value", value.toHex()));
        index.put("proof", reading.index().proof().canonical().toHex());
        return request;
    }

    private static int fill(ArrayNode array, List<ObjectAnswer> objects, int from) {
        int at = from;
        int characters = from < objects.size() && overwrites(objects.get(from)) ? DataObject.MAX_SIZE : 0;
        while (at < objects.size() && (at == from || fits(objects.get(at), characters))) {
            ObjectAnswer object = objects.get(at);
            array.addObject()
                    .put("objectId", object.name().objectId())
                    .put("version", object.name().version())
                    .put("snapshot", object.snapshot().toHex())
                    .put("proof", object.proof().canonical().toHex());
            characters += length(object);
            at++;
        }
        return at;
    }

    /** What an overwrite must bring along is read when everything before it is taken, so it begins a request of its own. */
    private static boolean fits(ObjectAnswer object, int characters) {
        return characters + length(object) <= MAX_CHARACTERS && !overwrites(object);
    }

    private static boolean overwrites(ObjectAnswer object) {
        return object.name().version() > 0
                && UnprovenObject.parsed(object.snapshot())
                        .map(EarlierBodies::mayBeNeeded)
                        .orElse(false);
    }

    /** The same request, with the body that its first object must bring along, if it must. */
    static ObjectNode complete(ChainId chain, ObjectNode request, EarlierBodies bodies) {
        JsonNode first = request.path("objects").path(0);
        if (first.path("version").longValue() > 0) {
            UnprovenObject.parsed(Bytes.ofHex(first.path("snapshot").asText()))
                    .filter(offered -> isListedAs(offered, first))
                    .flatMap(offered -> bodies.before(chain, offered))
                    .ifPresent(body -> ((ObjectNode) first).set("earlier", body));
        }
        return request;
    }

    /** Else the contract turns it down whatever came before. */
    private static boolean isListedAs(DataObject offered, JsonNode listed) {
        return offered.head().id().value().equals(listed.path("objectId").asText())
                && offered.head().version().value() == listed.path("version").longValue();
    }

    private static int length(ObjectAnswer object) {
        return 2 * (object.snapshot().size() + object.proof().canonical().size()) + 512;
    }
}
