package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import java.util.List;
import java.util.Optional;

/**
 * 数据头, JR/T 0314 table 1.
 *
 * @param modelVersion of the data model, at most 32 characters
 * @param timestampSeconds the business time, UNIX time in whole seconds; a number that could only be milliseconds is
 *     refused
 * @param remark at most 2048 characters
 * @param source of the data, named in annex B without a length; at most {@value #MAX_SOURCE} characters here
 * @param seals of the data's owners, at most {@value #MAX_SEALS}
 * @param metadata a JSON object in canonical form
 */
public record ObjectHead(
        String modelVersion,
        ObjectType type,
        ObjectId id,
        ObjectVersion version,
        ObjectOperation operation,
        long timestampSeconds,
        Optional<String> remark,
        Optional<String> source,
        List<ObjectSeal> seals,
        Optional<Bytes> metadata) {
    /** JR/T 0314 annex B: the value is fixed. */
    public static final String PROTOCOL = "区域性股权市场跨链业务数据模型";

    public static final String MODEL_VERSION = "2.0.0";
    public static final int MAX_MODEL_VERSION = 32;
    public static final int MAX_REMARK = 2048;
    public static final int MAX_SOURCE = 256;
    public static final int MAX_SEALS = 16;
    public static final int MAX_METADATA = 16 * 1024;
    /** The year 5138 in seconds, 1973 in milliseconds. */
    public static final long TIMESTAMP_LIMIT = 100_000_000_000L;

    public ObjectHead {
        seals = List.copyOf(seals);
        if (modelVersion.isBlank() || longerThan(MAX_MODEL_VERSION, modelVersion)) {
            throw new IllegalArgumentException("header.model.version has 1 to " + MAX_MODEL_VERSION + " characters");
        }
        if (timestampSeconds < 0 || timestampSeconds >= TIMESTAMP_LIMIT) {
            throw new IllegalArgumentException(
                    "header.content.timestamp is UNIX time in seconds; " + timestampSeconds + " is not");
        }
        if (remark.isPresent() && longerThan(MAX_REMARK, remark.get())) {
            throw new IllegalArgumentException("header.remark has at most " + MAX_REMARK + " characters");
        }
        if (source.isPresent() && longerThan(MAX_SOURCE, source.get())) {
            throw new IllegalArgumentException("header.source has at most " + MAX_SOURCE + " characters");
        }
        if (seals.size() > MAX_SEALS) {
            throw new IllegalArgumentException(
                    "header.seal has at most " + MAX_SEALS + " entries, not " + seals.size());
        }
        metadata.ifPresent(ObjectHead::requireMetadata);
    }

    private static boolean longerThan(int limit, String text) {
        return text.codePointCount(0, text.length()) > limit;
    }

    private static void requireMetadata(Bytes metadata) {
        if (metadata.size() > MAX_METADATA) {
            throw new IllegalArgumentException(
                    "header.metadata has at most " + MAX_METADATA + " bytes, not " + metadata.size());
        }
        try {
            CanonicalJson.decodeCanonicalObject(metadata);
        } catch (DecodeException e) {
            throw new IllegalArgumentException("header.metadata: " + e.getMessage(), e);
        }
    }

    /** A head of the current model without remark, source, seals or metadata. */
    public static ObjectHead of(
            ObjectType type, ObjectId id, ObjectVersion version, ObjectOperation operation, long timestampSeconds) {
        return new ObjectHead(
                MODEL_VERSION,
                type,
                id,
                version,
                operation,
                timestampSeconds,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    public ObjectHead withRemark(String text) {
        return new ObjectHead(
                modelVersion,
                type,
                id,
                version,
                operation,
                timestampSeconds,
                Optional.of(text),
                source,
                seals,
                metadata);
    }

    public ObjectHead withSource(String text) {
        return new ObjectHead(
                modelVersion,
                type,
                id,
                version,
                operation,
                timestampSeconds,
                remark,
                Optional.of(text),
                seals,
                metadata);
    }

    public ObjectHead withMetadata(ObjectNode json) {
        return new ObjectHead(
                modelVersion,
                type,
                id,
                version,
                operation,
                timestampSeconds,
                remark,
                source,
                seals,
                Optional.of(CanonicalJson.encode(json)));
    }

    ObjectHead withSeals(List<ObjectSeal> next) {
        return new ObjectHead(
                modelVersion, type, id, version, operation, timestampSeconds, remark, source, next, metadata);
    }

    /** The object's snapshot that this head belongs to. */
    public ObjectReference reference() {
        return new ObjectReference(id, version);
    }

    /** Everything but the seals, at the paths of table 1 below {@code header}. */
    ObjectNode toJsonWithoutSeals() {
        ObjectNode json = CanonicalJson.object();
        json.putObject("model").put("protocol", PROTOCOL).put("version", modelVersion);
        json.putObject("content")
                .put("type", type.code())
                .put("object_id", id.value())
                .put("version", version.value())
                .put("operation", operation.code())
                .put("timestamp", timestampSeconds);
        remark.ifPresent(text -> json.put("remark", text));
        source.ifPresent(text -> json.put("source", text));
        metadata.ifPresent(bytes -> json.set("metadata", CanonicalJson.decode(bytes)));
        return json;
    }

    ObjectNode toJson() {
        ObjectNode json = toJsonWithoutSeals();
        var list = json.putArray("seal");
        seals.forEach(seal -> list.add(seal.toJson()));
        return json;
    }

    /** @throws DecodeException or IllegalArgumentException naming the field that is missing, unknown or wrong */
    static ObjectHead read(JsonFields header) {
        JsonFields model = header.fields("model");
        model.constant("protocol", PROTOCOL);
        JsonFields content = header.fields("content");
        ObjectHead head = new ObjectHead(
                model.text("version", MAX_MODEL_VERSION),
                ObjectType.ofCode(content.text("type", 32)),
                content.parsed("object_id", ObjectId.MAX_LENGTH, ObjectId::new),
                new ObjectVersion(content.number("version")),
                ObjectOperation.ofCode(content.text("operation", 16)),
                content.number("timestamp"),
                header.optionalText("remark", MAX_REMARK),
                header.optionalText("source", MAX_SOURCE),
                header.list("seal", MAX_SEALS).stream().map(ObjectSeal::read).toList(),
                header.has("metadata")
                        ? Optional.of(CanonicalJson.encode(header.object("metadata")))
                        : Optional.empty());
        model.end();
        content.end();
        header.end();
        return head;
    }
}
