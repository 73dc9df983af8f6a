package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads a form's JSON: the structure strictly (unknown members and wrong types are refused, by path), the content not at
 * all. A text that is missing reads as empty, so that the rules can list everything that is wrong at once.
 */
final class JsonForm {
    static final int MAX_TEXT = 2048;
    static final int MAX_ENTRIES = 200;

    private final ObjectNode node;
    private final String path;

    private JsonForm(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    static JsonForm of(JsonNode json, String what, String... members) {
        if (!(json instanceof ObjectNode object)) {
            throw new DecodeException(what + " should be an object");
        }
        return new JsonForm(object, "").knowing(members);
    }

    private JsonForm knowing(String... members) {
        Set<String> known = new TreeSet<>(List.of(members));
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new DecodeException(path + name + " is not a member known here; known are " + known);
            }
        });
        return this;
    }

    String text(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
            throw new DecodeException(path + name + " should be a text of at most " + MAX_TEXT + " characters");
        }
        return value.textValue();
    }

    /** An integer from −1 (stands for "not given") to 2^53−1. */
    long number(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return -1;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new DecodeException(path + name + " should be an integer from 0 on");
        }
        return value.longValue();
    }

    JsonForm object(String name, String... members) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return new JsonForm(node.objectNode(), path + name + ".");
        }
        if (value instanceof ObjectNode object) {
            return new JsonForm(object, path + name + ".").knowing(members);
        }
        throw new DecodeException(path + name + " should be an object");
    }

    <T> List<T> objects(String name, Function<JsonForm, T> read, String... members) {
        List<T> values = new ArrayList<>();
        for (JsonNode entry : array(name)) {
            String at = path + name + "[" + values.size() + "]";
            if (!(entry instanceof ObjectNode object)) {
                throw new DecodeException(at + " should be an object");
            }
            values.add(read.apply(new JsonForm(object, at + ".").knowing(members)));
        }
        return List.copyOf(values);
    }

    List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode entry : array(name)) {
            if (!entry.isTextual() || entry.textValue().length() > MAX_TEXT) {
                throw new DecodeException(path + name + "[" + values.size() + "] should be a text");
            }
            values.add(entry.textValue());
        }
        return List.copyOf(values);
    }

    SortedMap<String, String> textMap(String name) {
        SortedMap<String, String> values = new TreeMap<>();
        JsonForm form = object(name, memberNames(name));
        form.node.fieldNames().forEachRemaining(key -> values.put(key, form.text(key)));
        return Collections.unmodifiableSortedMap(values);
    }

    private String[] memberNames(String name) {
        List<String> names = new ArrayList<>();
        if (node.get(name) instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(names::add);
        }
        return names.toArray(String[]::new);
    }

    private ArrayNode array(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return node.arrayNode();
        }
        if (!(value instanceof ArrayNode array) || array.size() > MAX_ENTRIES) {
            throw new DecodeException(path + name + " should be a list of at most " + MAX_ENTRIES + " entries");
        }
        return array;
    }
}
