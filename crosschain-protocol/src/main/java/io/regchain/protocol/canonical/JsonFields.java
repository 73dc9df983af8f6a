package io.regchain.protocol.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one JSON object field by field and, at the {@link #end()}, refuses every field nobody asked for. Each complaint
 * names the path of the field and what would be right.
 */
public final class JsonFields {
    private static final int MOST_SHOWN = 64;

    private final ObjectNode node;
    private final String path;
    private final TreeSet<String> read = new TreeSet<>();

    private JsonFields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * @param path where the object stands, such as {@code header}; empty for a whole document
     * @throws DecodeException unless the node is an object
     */
    public static JsonFields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, path);
        }
        throw new DecodeException((path.isEmpty() ? "the document" : path) + " should be a JSON object");
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** A required text of 1 to {@code maxLength} characters (Unicode code points). */
    public String text(String name, int maxLength) {
        String value = anyText(name, maxLength);
        if (value.isBlank()) {
            throw bad(name, "a text that is not blank");
        }
        return value;
    }

    /** A required text that may be empty, of at most {@code maxLength} characters. */
    public String anyText(String name, int maxLength) {
        JsonNode value = field(name);
        if (value == null || !value.isTextual()) {
            throw bad(name, "a text");
        }
        if (value.textValue().codePointCount(0, value.textValue().length()) > maxLength) {
            throw bad(name, "a text of at most " + maxLength + " characters");
        }
        return value.textValue();
    }

    public Optional<String> optionalText(String name, int maxLength) {
        return has(name) ? Optional.of(anyText(name, maxLength)) : Optional.empty();
    }

    /** A required text that must be exactly {@code expected}. */
    public void constant(String name, String expected) {
        JsonNode value = field(name);
        if (value == null || !value.isTextual() || !value.textValue().equals(expected)) {
            throw bad(name, "\"" + expected + "\"");
        }
    }

    /** A required integer in [0, 2^53−1]. */
    public long number(String name) {
        JsonNode value = field(name);
        boolean fits = value != null
                && value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 0
                && value.longValue() <= CanonicalJson.MAX_INTEGER;
        if (!fits) {
            throw bad(name, "an integer from 0 to 2^53-1");
        }
        return value.longValue();
    }

    public boolean flag(String name) {
        JsonNode value = field(name);
        if (value == null || !value.isBoolean()) {
            throw bad(name, "true or false");
        }
        return value.booleanValue();
    }

    public JsonFields fields(String name) {
        return of(required(name, "a JSON object"), at(name));
    }

    public ObjectNode object(String name) {
        if (field(name) instanceof ObjectNode object) {
            return object;
        }
        throw bad(name, "a JSON object");
    }

    /** A required list of objects, each with its place in the path: {@code header.seal[0]}. */
    public List<JsonFields> list(String name, int maxEntries) {
        if (!(field(name) instanceof ArrayNode array)) {
            throw bad(name, "a list");
        }
        if (array.size() > maxEntries) {
            throw bad(name, "a list of at most " + maxEntries + " entries");
        }
        List<JsonFields> entries = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            entries.add(of(entry, at(name) + "[" + entries.size() + "]"));
        }
        return entries;
    }

    /** Any required JSON value, null included. */
    public JsonNode value(String name) {
        return required(name, "present");
    }

    /** A required text that {@code parse} accepts; its exception tells why not. */
    public <T> T parsed(String name, int maxLength, Function<String, T> parse) {
        String value = text(name, maxLength);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DecodeException e) {
            throw new DecodeException(at(name) + ": " + e.getMessage(), e);
        }
    }

    /** @throws DecodeException naming the fields that were not asked for */
    public void end() {
        TreeSet<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(read);
        if (!unknown.isEmpty()) {
            throw new DecodeException(
                    "unknown field " + at(shown(unknown.first())) + "; the fields here are " + String.join(", ", read));
        }
    }

    /** A peer may name a field as it likes; messages go to terminals and logs. */
    private static String shown(String name) {
        String start = name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private JsonNode required(String name, String wanted) {
        JsonNode value = field(name);
        if (value == null) {
            throw bad(name, wanted);
        }
        return value;
    }

    private JsonNode field(String name) {
        read.add(name);
        return node.get(name);
    }

    private DecodeException bad(String name, String wanted) {
        return new DecodeException(at(name) + " should be " + wanted);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
