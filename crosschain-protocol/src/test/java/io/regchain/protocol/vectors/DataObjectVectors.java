package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.Lifecycle;
import io.regchain.protocol.object.LifecycleOutcome.Accepted;
import io.regchain.protocol.object.LifecycleOutcome.Refused;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectVersion;
import io.regchain.protocol.sample.SampleObjects;
import io.regchain.protocol.sample.SampleRandom;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Data objects with their digests and seals, seals that must be refused, and one object's life step by step. */
final class DataObjectVectors implements VectorFile {
    private static final List<Sm2PublicKey> ALLOWED =
            List.of(SampleObjects.owner().publicKey(), SampleObjects.registrar().publicKey());

    @Override
    public String name() {
        return "data-object.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file = Json.object()
                .put("description", "Data objects (JR/T 0314 clause 6): canonical form, digests, seals, life cycle.");
        ALLOWED.forEach(key -> file.withArray("allowedKeys").add(key.toHex()));
        ArrayNode objects = file.putArray("objects");
        for (DataObject object : List.of(
                SampleObjects.accountOpened(),
                SampleObjects.accountFrozen(),
                SampleObjects.accountDeleted(),
                SampleObjects.settlement())) {
            object(objects.addObject(), object);
        }
        seals(file.putArray("seals"));
        refused(file.putArray("refused"));
        life(file.putArray("life"));
        return file;
    }

    private static void object(ObjectNode entry, DataObject object) {
        entry.put("reference", object.head().reference().toString())
                .put("canonical", object.encode().toUtf8())
                .put("digest", object.digest().toHex())
                .put("bodyDigest", object.bodyDigest().toHex())
                .put("sealedBytes", object.sealedBytes().toUtf8());
        entry.set("object", object.toJson());
    }

    private static void seals(ArrayNode cases) {
        seal(cases, "as sealed", o -> {});
        seal(cases, "a number in the body altered", o -> o.withObject(
                        "/body/account_information/basic_account_information")
                .put("account_status", 4));
        seal(cases, "the remark altered", o -> o.withObject("/header").put("remark", "altered"));
        seal(cases, "the source left out", o -> o.withObject("/header").remove("source"));
        seal(cases, "the version altered", o -> o.withObject("/header/content").put("version", 1));
        seal(cases, "no seal", o -> o.withObject("/header").putArray("seal"));
        seal(cases, "the same seal twice", o -> {
            ArrayNode seals = (ArrayNode) o.at("/header/seal");
            seals.add(seals.get(0).deepCopy());
        });
        seal(cases, "the right signature under another allowed key", o -> publicKey(o, ALLOWED.get(1)));
        seal(
                cases,
                "a key that is not allowed",
                o -> publicKey(o, SampleRandom.key("a stranger").publicKey()));
    }

    private static void publicKey(ObjectNode object, Sm2PublicKey key) {
        ((ObjectNode) object.at("/header/seal/0/pub_key")).put("value", key.toHex());
    }

    private static void seal(ArrayNode cases, String name, Consumer<ObjectNode> alter) {
        ObjectNode json = SampleObjects.accountOpened().toJson();
        alter.accept(json);
        ObjectNode entry = cases.addObject().put("name", name);
        ArrayNode problems = entry.putArray("problems");
        DataObject.fromJson(json).sealProblems(ALLOWED).stream()
                .map(Refusal::code)
                .forEach(problems::add);
        entry.set("object", json);
    }

    private static void refused(ArrayNode cases) {
        refuse(cases, "an unknown field", o -> o.withObject("/header").put("owner", "x"));
        refuse(cases, "another protocol name", o -> o.withObject("/header/model")
                .put("protocol", "x"));
        refuse(cases, "an unknown type", o -> o.withObject("/header/content").put("type", "accounts"));
        refuse(cases, "an id with a slash", o -> o.withObject("/header/content").put("object_id", "ACC/0101"));
        refuse(cases, "an unknown operation", o -> o.withObject("/header/content")
                .put("operation", "CREATE"));
        refuse(cases, "a time in milliseconds", o -> o.withObject("/header/content")
                .put("timestamp", 1_770_687_000_000L));
        refuse(cases, "a body of another type", o -> o.withObject("/body").putObject("product_information"));
        refuse(cases, "a deletion with a body", o -> o.withObject("/header/content")
                .put("operation", "delete"));
        refuse(cases, "a key in capitals", o -> ((ObjectNode) o.at("/header/seal/0/pub_key"))
                .put("value", ALLOWED.get(0).toHex().toUpperCase(java.util.Locale.ROOT)));
        refuse(cases, "another digest algorithm", o -> ((ObjectNode) o.at("/header/seal/0"))
                .put("digest_algo", "SHA256"));
    }

    private static void refuse(ArrayNode cases, String why, Consumer<ObjectNode> damage) {
        ObjectNode json = SampleObjects.accountOpened().toJson();
        damage.accept(json);
        try {
            DataObject.fromJson(json);
        } catch (DecodeException e) {
            cases.addObject().put("why", why).set("object", json);
            return;
        }
        throw new AssertionError("accepted: " + why);
    }

    /** Each step is offered to the state the accepted ones before it left. */
    private static void life(ArrayNode steps) {
        Optional<ObjectHistory> history = Optional.empty();
        TreeMap<ObjectVersion, DataObject> stored = new TreeMap<>();
        for (DataObject next : List.of(
                SampleObjects.accountFrozen(),
                SampleObjects.accountOpened(),
                SampleObjects.accountOpened(),
                SampleObjects.accountDeleted(),
                SampleObjects.accountFrozen(),
                SampleObjects.accountOverwritten(2),
                SampleObjects.accountOverwritten(0),
                SampleObjects.accountDeleted(),
                SampleObjects.accountOverwritten(1),
                SampleObjects.accountDeleted(),
                SampleObjects.accountOverwritten(1))) {
            ObjectNode step = steps.addObject()
                    .put("reference", next.head().reference().toString())
                    .put("operation", next.head().operation().code());
            step.set("body", next.body());
            switch (Lifecycle.accept(history, next, stored::get)) {
                case Accepted accepted -> {
                    history = Optional.of(accepted.history());
                    stored.put(next.head().version(), next);
                    step.put("outcome", "ACCEPTED")
                            .put("stage", accepted.history().stage().name())
                            .put(
                                    "full",
                                    CanonicalJson.encode(accepted.full().body()).toUtf8());
                }
                case Refused refused -> step.put("outcome", refused.reason().code());
            }
        }
    }
}
