package io.regchain.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Typed reading of a method's JSON arguments. Whatever is missing or malformed refuses the call with
 * {@code BAD_ARGUMENT}, naming the path and what would be right.
 */
public final class Arguments {
    /** Integers in canonical JSON stay exact up to 2^53−1. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private final ObjectNode node;
    private final String path;

    private Arguments(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    public static Arguments of(ObjectNode node) {
        return new Arguments(node, "");
    }

    public ObjectNode node() {
        return node;
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** A required non-blank text. */
    public String text(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw bad(name, "a non-blank text");
        }
        return value.textValue();
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A required integer in [0, 2^53−1]. */
    public long number(String name) {
        JsonNode value = node.get(name);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > MAX_INTEGER) {
            throw bad(name, "an integer from 0 to 2^53-1");
        }
        return value.longValue();
    }

    /** A required integer above zero. */
    public long positive(String name) {
        long value = number(name);
        if (value == 0) {
            throw bad(name, "an integer above 0");
        }
        return value;
    }

    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw bad(name, "true or false");
        }
        return value.booleanValue();
    }

    public Arguments object(String name) {
        if (node.get(name) instanceof ObjectNode child) {
            return new Arguments(child, path + name + ".");
        }
        throw bad(name, "an object");
    }

    public List<Arguments> objects(String name) {
        List<Arguments> children = new ArrayList<>();
        for (JsonNode child : array(name)) {
            String at = path + name + "[" + children.size() + "].";
            if (!(child instanceof ObjectNode object)) {
                throw bad(name + "[" + children.size() + "]", "an object");
            }
            children.add(new Arguments(object, at));
        }
        return children;
    }

    public List<String> texts(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode child : array(name)) {
            if (!child.isTextual()) {
                throw bad(name + "[" + values.size() + "]", "a text");
            }
            values.add(child.textValue());
        }
        return values;
    }

    private ArrayNode array(String name) {
        if (node.get(name) instanceof ArrayNode array) {
            return array;
        }
        throw bad(name, "a list");
    }

    /** Required bytes, written in hexadecimal. */
    public Bytes hex(String name) {
        return parsed(name, "bytes in hexadecimal", Bytes::ofHex);
    }

    /** A required text that names one of the constants. */
    public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String value = text(name);
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
            names.add(constant.name());
        }
        throw bad(name, "one of " + String.join(", ", names));
    }

    /**
     * A required text that {@code parse} accepts; its IllegalArgumentException or DecodeException tells why not. That
     * becomes part of the receipt, so it must be said in our own words: those of the JDK differ between its versions.
     */
    public <T> T parsed(String name, String wanted, Function<String, T> parse) {
        String value = text(name);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DecodeException e) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT", "argument " + path + name + " should be " + wanted + ": " + e.getMessage());
        }
    }

    private ContractRefusal bad(String name, String wanted) {
        return new ContractRefusal("BAD_ARGUMENT", "argument " + path + name + " should be " + wanted);
    }
}
