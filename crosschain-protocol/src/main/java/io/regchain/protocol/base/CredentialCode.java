package io.regchain.protocol.base;

import java.util.regex.Pattern;

/** Names a verifiable credential in a DID, as in {@code did:rem:shanghai:VC000001} of JR/T 0325 7.2: VC and 1 to 18 digits. */
public record CredentialCode(String text) implements SubjectCode, Comparable<CredentialCode> {
    private static final Pattern FORM = Pattern.compile("VC\\d{1,18}");

    public CredentialCode {
        if (!looksLike(text)) {
            throw new IllegalArgumentException("a credential is named VC and 1 to 18 digits, not \"" + text + "\"");
        }
    }

    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(CredentialCode other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
