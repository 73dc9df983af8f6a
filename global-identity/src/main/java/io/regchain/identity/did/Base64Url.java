package io.regchain.identity.did;

import java.util.Base64;

/** RFC 4648 section 5 without padding, and only one spelling per value: stray bits and padding are refused. */
public final class Base64Url {
    private Base64Url() {}

    public static String encode(byte[] value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** @throws IllegalArgumentException unless the text is the one spelling of exactly {@code length} bytes */
    public static byte[] decode(String text, int length) {
        byte[] value = decoded(text);
        if (value.length != length) {
            throw new IllegalArgumentException("holds " + value.length + " bytes; it should hold " + length);
        }
        if (!encode(value).equals(text)) {
            throw new IllegalArgumentException("is not base64url without padding");
        }
        return value;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not base64url without padding", e);
        }
    }
}
