package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * 业务数据对象快照, JR/T 0314 6.2–6.4: head and body of one version of one data object, as JSON in UTF-8. It is kept and
 * hashed in canonical form (RFC 8785); {@link #parse} takes any spelling.
 *
 * @param bodyBytes canonical JSON: the empty object for a delete (6.5 e) 1), else one member named by the type, whose
 *     value is an object with the full or incremental content
 */
public record DataObject(ObjectHead head, Bytes bodyBytes) {
    /** 256 KiB, of the whole snapshot in canonical form. */
    public static final int MAX_SIZE = 256 * 1024;

    public static final Bytes EMPTY_BODY = Bytes.utf8("{}");

    public DataObject {
        requireBody(head, bodyBytes);
    }

    private static void requireBody(ObjectHead head, Bytes body) {
        if (body.size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a snapshot has at most " + MAX_SIZE + " bytes, its body " + body.size());
        }
        if (head.operation() == ObjectOperation.DELETE) {
            if (!body.equals(EMPTY_BODY)) {
                throw new IllegalArgumentException("body should be empty in a snapshot that deletes");
            }
            return;
        }
        JsonFields fields = JsonFields.of(decodedBody(body), "body");
        fields.object(head.type().bodyKey());
        fields.end();
    }

    private static ObjectNode decodedBody(Bytes body) {
        try {
            return CanonicalJson.decodeCanonicalObject(body);
        } catch (DecodeException e) {
            throw new IllegalArgumentException("body: " + e.getMessage(), e);
        }
    }

    public static DataObject of(ObjectHead head, ObjectNode body) {
        return new DataObject(head, CanonicalJson.encode(body));
    }

    /** A snapshot that ends the object's life. */
    public static DataObject deletion(ObjectHead head) {
        return new DataObject(head, EMPTY_BODY);
    }

    /** @throws DecodeException naming the field that is missing, unknown, too long or wrong */
    public static DataObject parse(Bytes json) {
        if (json.size() > 2 * MAX_SIZE) { // any spelling, so the canonical one is measured again below
            throw new DecodeException("a snapshot has at most " + MAX_SIZE + " bytes");
        }
        return fromJson(CanonicalJson.decodeObject(json));
    }

    /** @throws DecodeException as {@link #parse} does */
    public static DataObject fromJson(ObjectNode json) {
        try {
            JsonFields fields = JsonFields.of(json, "");
            ObjectHead head = ObjectHead.read(fields.fields("header"));
            DataObject object = of(head, fields.object("body"));
            fields.end();
            if (object.encode().size() > MAX_SIZE) {
                throw new DecodeException("a snapshot has at most " + MAX_SIZE + " bytes");
            }
            return object;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a data object: " + e.getMessage(), e);
        }
    }

    /** The body as a tree of the caller's own. */
    public ObjectNode body() {
        return CanonicalJson.decodeObject(bodyBytes);
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object();
        json.set("header", head.toJson());
        json.set("body", body());
        return json;
    }

    /** The whole snapshot in canonical form. */
    public Bytes encode() {
        return CanonicalJson.encode(toJson());
    }

    /** SM3 of {@link #encode()}: what a chain keeps of a snapshot that stands elsewhere (6.6). */
    public Hash32 digest() {
        return Sm3.hash(encode());
    }

    /** SM3 of the body in canonical form. */
    public Hash32 bodyDigest() {
        return Sm3.hash(bodyBytes);
    }

    /**
     * What an owner signs, since JR/T 0314 6.3 does not say: the canonical JSON of {model, content, remark, source,
     * metadata, body_sm3}, the members that are absent from the head left out, body_sm3 the body's digest in hexadecimal.
     */
    public Bytes sealedBytes() {
        return CanonicalJson.encode(
                head.toJsonWithoutSeals().put("body_sm3", bodyDigest().toHex()));
    }

    /** The same snapshot with one more seal. */
    public DataObject sealWith(Sm2PrivateKey key) {
        List<ObjectSeal> seals = new ArrayList<>(head.seals());
        seals.add(new ObjectSeal(key.publicKey(), key.sign(sealedBytes().toArray())));
        return new DataObject(head.withSeals(seals), bodyBytes);
    }

    /**
     * What is wrong with the seals; empty when there is at least one, all are of different keys among {@code allowed},
     * and every signature is right. Each refusal names the seal by its index.
     */
    public List<Refusal> sealProblems(Collection<Sm2PublicKey> allowed) {
        if (head.seals().isEmpty()) {
            return List.of(new Refusal("OBJECT_SEAL_MISSING", head.reference() + " carries no seal of its owner"));
        }
        byte[] message = sealedBytes().toArray();
        TreeSet<Sm2PublicKey> seen = new TreeSet<>();
        List<Refusal> problems = new ArrayList<>();
        for (int i = 0; i < head.seals().size(); i++) {
            ObjectSeal seal = head.seals().get(i);
            String where = "header.seal[" + i + "] of " + head.reference() + " by " + abbreviated(seal.key());
            if (!seen.add(seal.key())) {
                problems.add(new Refusal("OBJECT_SEAL_REPEATED", where + " is by a key that sealed before"));
            } else if (!allowed.contains(seal.key())) {
                problems.add(
                        new Refusal("OBJECT_SEAL_BY_UNREGISTERED_KEY", where + " is by a key that is not registered"));
            } else if (!seal.key().verify(message, seal.signature())) {
                problems.add(new Refusal("OBJECT_SEAL_INVALID", where + " is no signature over this head and body"));
            }
        }
        return List.copyOf(problems);
    }

    private static String abbreviated(Sm2PublicKey key) {
        return key.toHex().substring(0, 12) + "…";
    }
}
