package io.regchain.protocol.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON with exactly one byte form per value (RFC 8785): everything JSON that is hashed, signed, or kept as state.
 *
 * <p>Numbers lie within ±(2^53−1) and are written by ECMAScript's rule; a number that this rule would round is refused
 * instead, so no digit is ever lost in silence. Objects and arrays nest at most {@link #MAX_DEPTH} deep.
 */
public final class CanonicalJson {
    /** How deep objects and arrays may nest, the outermost counted. */
    public static final int MAX_DEPTH = 64;
    /** What is carried inside other values, such as a packet's payload, nests at most so deep, so that they fit around it. */
    public static final int MAX_INNER_DEPTH = 32;
    /** The largest whole number, 2^53−1; larger ones travel as text. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    /** Builds and reads trees: strict about duplicate keys and trailing text, exact about decimals. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Reads what {@link #encode} wrote: nothing in it can be repeated or left over. */
    private static final ObjectReader OWN = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private CanonicalJson() {}

    /** Whether more than so many objects and arrays stand within each other. */
    public static boolean nestsDeeper(JsonNode value, int allowed) {
        if (value.isContainerNode() && allowed == 0) {
            return true;
        }
        for (JsonNode child : value) {
            if (nestsDeeper(child, allowed - 1)) {
                return true;
            }
        }
        return false;
    }

    /** @throws DecodeException when the value nests deeper than {@value #MAX_INNER_DEPTH} */
    public static void requireInnerDepth(JsonNode value) {
        if (nestsDeeper(value, MAX_INNER_DEPTH)) {
            throw new DecodeException("nests deeper than " + MAX_INNER_DEPTH);
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * The one byte form of a value, UTF-8.
     *
     * @throws IllegalArgumentException when the value has none: a number out of range or that would be rounded, a lone
     *     surrogate, too deep a nesting, or a node that is not JSON
     */
    public static Bytes encode(JsonNode value) {
        return Bytes.utf8(new CanonicalJsonText().write(value).toString());
    }

    /**
     * Exactly one JSON document, in any spelling that has a canonical form.
     *
     * @throws DecodeException when the bytes are not UTF-8, not one document, repeat a key, or have no canonical form
     */
    public static JsonNode decode(Bytes bytes) {
        JsonNode value = parse(text(bytes));
        requireCanonicalForm(value);
        return value;
    }

    /** As {@link #decode}, and the bytes must already be the canonical ones. */
    public static JsonNode decodeCanonical(Bytes bytes) {
        JsonNode value = parse(text(bytes));
        if (!requireCanonicalForm(value).equals(bytes)) {
            throw new DecodeException("the JSON is not in its canonical form (RFC 8785)");
        }
        return value;
    }

    /** As {@link #decode}, and the document must be an object. */
    public static ObjectNode decodeObject(Bytes bytes) {
        return requireObject(decode(bytes));
    }

    /** As {@link #decodeCanonical}, and the document must be an object. */
    public static ObjectNode decodeCanonicalObject(Bytes bytes) {
        return requireObject(decodeCanonical(bytes));
    }

    /**
     * The value of bytes that {@link #encode} made, such as those of our own state. What others handed in is for
     * {@link #decode}, which checks it.
     *
     * @throws DecodeException when the bytes are no JSON
     */
    public static JsonNode decodeOwn(Bytes bytes) {
        try {
            return OWN.readTree(bytes.unsafeArray());
        } catch (IOException e) {
            throw new DecodeException("not JSON: " + e.getMessage(), e);
        }
    }

    private static ObjectNode requireObject(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new DecodeException("expected a JSON object but found " + value.getNodeType());
    }

    private static Bytes requireCanonicalForm(JsonNode value) {
        try {
            return encode(value);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the JSON has no canonical form: " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isMissingNode()) {
                throw new DecodeException("there is no JSON document");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new DecodeException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("the JSON is not UTF-8", e);
        }
    }
}
