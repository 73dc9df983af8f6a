package io.regchain.protocol.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.resource.ClasspathText;
import java.util.ArrayList;
import java.util.List;

/** Walks one of our schemas: makes an instance with every field in it, and lists how each field can be broken. */
final class SchemaWalk {
    /** One damage to a valid instance. */
    record Damage(String pointer, String what, JsonNode replacement) {
        /** The instance with this field replaced, or removed when the replacement is missing. */
        ObjectNode applyTo(ObjectNode instance) {
            ObjectNode damaged = instance.deepCopy();
            int slash = pointer.lastIndexOf('/');
            JsonNode parent = damaged.at(pointer.substring(0, slash));
            String name = pointer.substring(slash + 1);
            switch (parent) {
                case ObjectNode object when replacement.isMissingNode() -> object.remove(name);
                case ObjectNode object -> object.set(name, replacement);
                case ArrayNode array -> array.set(Integer.parseInt(name), replacement);
                default -> throw new IllegalStateException("no container at " + pointer);
            }
            return damaged;
        }

        @Override
        public String toString() {
            return pointer + " " + what;
        }
    }

    private final ObjectNode schema;
    private final int variant;
    private final List<Damage> damages = new ArrayList<>();

    /** @param variant which branch a oneOf takes: 0 the first, 1 the second */
    SchemaWalk(ObjectType type, int variant) {
        this.schema = CanonicalJson.decodeObject(Bytes.utf8(ClasspathText.read(type.schemaResource())));
        this.variant = variant;
    }

    /** Every property present; all codes the first of their list. */
    ObjectNode fullInstance() {
        return (ObjectNode) instance(schema, "");
    }

    /** After {@link #fullInstance()}. */
    List<Damage> damages() {
        return List.copyOf(damages);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private JsonNode instance(JsonNode unresolved, String pointer) {
        JsonNode node = resolved(unresolved);
        if (node.has("const")) {
            damage(pointer, "is another text", text("x"));
            return node.get("const");
        }
        if (node.has("enum")) {
            damage(pointer, "is no code of the list", node.get("enum").get(0).isTextual() ? text("x") : number(999));
            return node.get("enum").get(0);
        }
        return switch (node.path("type").textValue()) {
            case "object" -> object(node, pointer);
            case "array" -> array(node, pointer);
            case "string" -> string(node, pointer);
            case "integer" -> integer(node, pointer);
            case "number" ->
                wrongType(pointer, CanonicalJson.MAPPER.getNodeFactory().numberNode(1.5));
            case "boolean" ->
                wrongType(pointer, CanonicalJson.MAPPER.getNodeFactory().booleanNode(true));
            default -> throw new IllegalStateException("no type at " + pointer);
        };
    }

    private ObjectNode object(JsonNode node, String pointer) {
        ObjectNode object = CanonicalJson.object();
        wrongType(pointer, object);
        if (!node.has("properties")) {
            return object.put("anything", 1);
        }
        damage(pointer + "/misspelt_field", "is unknown", text("x"));
        node.get("properties").properties().forEach(property -> {
            if (!excluded(node, property.getKey())) {
                object.set(property.getKey(), instance(property.getValue(), pointer + "/" + property.getKey()));
            }
        });
        node.path("required").forEach(name -> remove(pointer + "/" + name.textValue(), "is missing"));
        return object;
    }

    private boolean excluded(JsonNode node, String name) {
        JsonNode alternatives = node.path("oneOf");
        for (int i = 0; i < alternatives.size(); i++) {
            if (i != variant
                    && alternatives.get(i).at("/required/0").textValue().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode array(JsonNode node, String pointer) {
        ArrayNode array = CanonicalJson.array().add(instance(node.get("items"), pointer + "/0"));
        wrongType(pointer, array);
        if (node.path("minItems").intValue() > 0) {
            damage(pointer, "is empty", CanonicalJson.array());
        }
        return array;
    }

    private JsonNode integer(JsonNode node, String pointer) {
        damage(pointer, "is not whole", CanonicalJson.MAPPER.getNodeFactory().numberNode(1.5));
        if (node.has("minimum")) {
            damage(pointer, "is below the minimum", number(node.get("minimum").intValue() - 1));
        }
        return wrongType(pointer, number(1));
    }

    private JsonNode string(JsonNode node, String pointer) {
        if (node.has("maxLength")) {
            damage(pointer, "is too long", text("1".repeat(node.get("maxLength").intValue() + 1)));
        }
        if (node.path("minLength").intValue() > 0 || node.has("pattern")) {
            damage(pointer, "is empty", text(""));
        }
        damage(pointer, "is null", CanonicalJson.MAPPER.nullNode());
        damage(pointer, "is a number", number(1));
        if (node.has("format")) {
            damage(pointer, "is no day of the calendar", text(sampleOf(node).replace("02-10", "02-30")));
        }
        return text(sampleOf(node));
    }

    private static String sampleOf(JsonNode node) {
        return switch (node.path("title").asText()) {
            case "日期" -> "2026-02-10";
            case "时间" -> "2026-02-10T09:30:00+08:00";
            case "摘要" -> "0f".repeat(32);
            case "数据对象引用" -> "S-0001/0";
            case "公钥值" -> "04" + "0f".repeat(64);
            default -> "1";
        };
    }

    private <T extends JsonNode> T wrongType(String pointer, T value) {
        if (!pointer.isEmpty()) {
            damage(pointer, "is of another type", text("x"));
        }
        return value;
    }

    private void damage(String pointer, String what, JsonNode replacement) {
        damages.add(new Damage(pointer, what, replacement));
    }

    private void remove(String pointer, String what) {
        damages.add(new Damage(pointer, what, CanonicalJson.MAPPER.missingNode()));
    }

    private static JsonNode text(String value) {
        return CanonicalJson.MAPPER.getNodeFactory().textNode(value);
    }

    private static JsonNode number(int value) {
        return CanonicalJson.MAPPER.getNodeFactory().numberNode(value);
    }
}
