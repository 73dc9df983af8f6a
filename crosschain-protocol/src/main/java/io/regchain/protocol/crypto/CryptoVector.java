package io.regchain.protocol.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import java.util.Arrays;
import java.util.Locale;

/** One known answer of the vector file: fields in hexadecimal, and where they are from. */
record CryptoVector(JsonNode fields) {
    String name() {
        return text("name");
    }

    String kind() {
        return text("kind");
    }

    /** Too slow for every start of the program. */
    boolean slow() {
        return fields.path("slow").asBoolean(false);
    }

    int number(String field) {
        JsonNode value = fields.path(field);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("the field " + field + " is not a number");
        }
        return value.intValue();
    }

    byte[] bytes(String field) {
        return Bytes.ofHex(text(field).toLowerCase(Locale.ROOT)).toArray();
    }

    private String text(String field) {
        JsonNode value = fields.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the field " + field + " is missing");
        }
        return value.textValue();
    }

    /** @throws CryptoSelfTestException unless the computed bytes are those of the field */
    void expect(String field, byte[] computed) {
        if (!Arrays.equals(bytes(field), computed)) {
            throw new CryptoSelfTestException("the field " + field + " should be "
                    + Bytes.copyOf(bytes(field)).toHex() + " but this program computes "
                    + Bytes.copyOf(computed).toHex());
        }
    }

    void expect(boolean holds, String claim) {
        if (!holds) {
            throw new CryptoSelfTestException("it does not hold that " + claim);
        }
    }
}
