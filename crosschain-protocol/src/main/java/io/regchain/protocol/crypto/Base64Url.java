package io.regchain.protocol.crypto;

import io.regchain.protocol.base.DecodeException;
import java.util.Base64;

/** Base64URL without padding (RFC 4648 section 5) of a known number of bytes: one value has one text. */
final class Base64Url {
    private Base64Url() {}

    static String encode(byte[] value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    static byte[] decode(String what, String text, int size) {
        byte[] value;
        try {
            value = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(what + " is not Base64URL", e);
        }
        if (value.length != size) {
            throw new DecodeException(what + " has " + size + " bytes in Base64URL, not " + value.length);
        }
        if (!encode(value).equals(text)) {
            throw new DecodeException(what + " is not written in the one way Base64URL without padding has for it");
        }
        return value;
    }
}
