package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Strict reading of one JSON object of a DID document, credential or presentation; every refusal names the path. */
public final class DocumentReader {
    private static final int MAX_TEXT = 1024;
    private static final int MAX_ENTRIES = 64;

    private final ObjectNode node;
    private final String path;

    private DocumentReader(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @param path where the object stands, for messages; empty for the document itself */
    public static DocumentReader of(JsonNode json, String path) {
        if (json instanceof ObjectNode object) {
            return new DocumentReader(object, path);
        }
        throw new DecodeException((path.isEmpty() ? "the document" : path) + " should be an object");
    }

    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public boolean has(String name) {
        return node.has(name);
    }

    public ObjectNode node() {
        return node;
    }

    /** Refuses every member but these. */
    public DocumentReader knowing(String... members) {
        Set<String> known = new TreeSet<>(List.of(members));
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new DecodeException(at(name) + " is not known here; known are " + known);
            }
        });
        return this;
    }

    public String text(String name) {
        return text(node.get(name), at(name));
    }

    private static String text(@org.jspecify.annotations.Nullable JsonNode value, String at) {
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw new DecodeException(at + " should be a non-blank text");
        }
        if (value.textValue().length() > MAX_TEXT) {
            throw new DecodeException(at + " should have at most " + MAX_TEXT + " characters");
        }
        return value.textValue();
    }

    public void constant(String name, String wanted) {
        if (!text(name).equals(wanted)) {
            throw new DecodeException(at(name) + " should be \"" + wanted + "\", not \"" + text(name) + "\"");
        }
    }

    public <T> T parsed(String name, Function<String, T> parse) {
        return parsed(text(name), at(name), parse);
    }

    private static <T> T parsed(String text, String at, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DecodeException e) {
            throw new DecodeException(at + ": " + e.getMessage(), e);
        }
    }

    public <T> Optional<T> optional(String name, Function<String, T> parse) {
        return has(name) ? Optional.of(parsed(name, parse)) : Optional.empty();
    }

    public DocumentReader object(String name) {
        return of(require(name), at(name));
    }

    private JsonNode require(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new DecodeException(at(name) + " is missing");
        }
        return value;
    }

    /** A member that is one text or a list of texts; empty when absent. */
    public List<String> texts(String name) {
        return each(name, DocumentReader::text);
    }

    /** A member that is one value or a list of values (the standard's samples use both); empty when absent. */
    public <T> List<T> each(String name, java.util.function.BiFunction<JsonNode, String, T> read) {
        JsonNode value = node.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ArrayNode list)) {
            return List.of(read.apply(value, at(name)));
        }
        if (list.size() > MAX_ENTRIES) {
            throw new DecodeException(at(name) + " should have at most " + MAX_ENTRIES + " entries");
        }
        List<T> values = new ArrayList<>();
        for (JsonNode entry : list) {
            values.add(read.apply(entry, at(name) + "[" + values.size() + "]"));
        }
        return List.copyOf(values);
    }
}
