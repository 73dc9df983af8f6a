package io.regchain.identity.did;

import io.regchain.protocol.base.Did;

/**
 * Names a verification method: a DID and a fragment, {@code did:rem:jiangsu:Q000000102#keys-1} (JR/T 0325 6.2.4).
 *
 * @param fragment letters, digits, - and _
 */
public record KeyId(Did did, String fragment) implements Comparable<KeyId> {
    public KeyId {
        if (!fragment.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException(
                    "a key's fragment has 1 to 32 letters, digits, - or _, not \"" + fragment + "\"");
        }
    }

    /** @throws IllegalArgumentException unless the text is a DID, # and a fragment */
    public static KeyId parse(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("a key is named by a DID, # and a fragment; \"" + text + "\" has no #");
        }
        return new KeyId(Did.parse(text.substring(0, hash)), text.substring(hash + 1));
    }

    /** As {@link #parse}; a text that starts with # is relative to {@code base}. */
    static KeyId parse(String text, Did base) {
        return text.startsWith("#") ? new KeyId(base, text.substring(1)) : parse(text);
    }

    @Override
    public int compareTo(KeyId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return did + "#" + fragment;
    }
}
