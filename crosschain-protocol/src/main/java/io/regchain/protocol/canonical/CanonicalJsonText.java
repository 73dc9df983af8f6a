package io.regchain.protocol.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/** Writes one value in the form of RFC 8785, section 3.2. */
final class CanonicalJsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private final StringBuilder out = new StringBuilder(256);
    private int depth;

    StringBuilder write(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> string(value.textValue());
            case NUMBER -> number(value);
            case BOOLEAN -> out.append(value.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException("a " + value.getNodeType() + " node is not JSON");
        }
        return out;
    }

    /** RFC 8785 3.2.3: members sorted by the UTF-16 code units of their names, which is how Java orders strings. */
    private void object(JsonNode object) {
        enter();
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Map.Entry.comparingByKey());
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : members) {
            out.append(separator);
            string(member.getKey());
            out.append(':');
            write(member.getValue());
            separator = ",";
        }
        out.append('}');
        depth--;
    }

    private void array(JsonNode array) {
        enter();
        out.append('[');
        String separator = "";
        for (JsonNode element : array) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(']');
        depth--;
    }

    private void enter() {
        depth++;
        if (depth > CanonicalJson.MAX_DEPTH) {
            throw new IllegalArgumentException("the JSON nests deeper than " + CanonicalJson.MAX_DEPTH);
        }
    }

    private void number(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            long value = number.longValue();
            requireRange(value >= -CanonicalJson.MAX_INTEGER && value <= CanonicalJson.MAX_INTEGER, number);
            out.append(value);
            return;
        }
        double value = number.doubleValue();
        requireRange(Math.abs(value) <= CanonicalJson.MAX_INTEGER, number);
        String text = ecmaScript(value);
        if (!(number.isDouble() || number.isFloat()) && new BigDecimal(text).compareTo(number.decimalValue()) != 0) {
            throw new IllegalArgumentException(
                    "the number " + number.asText() + " would be rounded to " + text + "; write it as text");
        }
        out.append(text);
    }

    private static void requireRange(boolean within, JsonNode number) {
        if (!within) {
            throw new IllegalArgumentException(
                    "the number " + number.asText() + " lies outside ±(2^53−1); write it as text");
        }
    }

    private static String ecmaScript(double value) {
        try {
            return NumberToJSON.serializeNumber(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("the number " + value + " is not finite", e);
        }
    }

    /** RFC 8785 3.2.2.2: the short escapes where they exist, \\u00xx for the other controls, all else as it is. */
    private void string(String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.append(text, written, i);
                written = i + 1;
                escape(c);
            } else if (Character.isSurrogate(c)) {
                requireNoLoneSurrogate(text, i);
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }

    private static void requireNoLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        boolean paired = Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : !Character.isLowSurrogate(c) || i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        if (!paired) {
            throw new IllegalArgumentException("the text holds half a surrogate pair");
        }
    }
}
