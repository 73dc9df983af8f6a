package io.regchain.registry.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * One thing a rule has to say about a registration.
 *
 * @param code stable, upper-case, for programs and tests
 * @param basis the duty it rests on, such as {@code A10.4}
 * @param path the offending item, such as {@code validators[2].publicKey}
 * @param message for people: what is wrong and what would be right
 */
public record Finding(String code, Severity severity, String basis, String path, String message) {
    public enum Severity {
        /** The chain cannot be proposed or approved before this is put right. */
        BLOCKING,
        /** Told to the approver; blocks nothing. */
        ADVICE
    }

    public static Finding blocking(String code, String basis, String path, String message) {
        return new Finding(code, Severity.BLOCKING, basis, path, message);
    }

    public static Finding advice(String code, String basis, String path, String message) {
        return new Finding(code, Severity.ADVICE, basis, path, message);
    }

    public boolean blocks() {
        return severity == Severity.BLOCKING;
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("code", code)
                .put("severity", severity.name())
                .put("basis", basis)
                .put("path", path)
                .put("message", message);
    }

    @Override
    public String toString() {
        return path + " " + message + " (" + code + ", " + basis + ")";
    }
}
