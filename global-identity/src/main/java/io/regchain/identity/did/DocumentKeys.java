package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import java.util.ArrayList;
import java.util.List;

/** Gathers a document's keys: those declared, and those embedded where they are used (JR/T 0325 6.2.5, 6.2.6). */
final class DocumentKeys {
    private final Did subject;
    private final List<VerificationMethod> methods = new ArrayList<>();

    DocumentKeys(Did subject) {
        this.subject = subject;
    }

    VerificationMethod declared(JsonNode json, String path) {
        VerificationMethod method = VerificationMethod.read(json, path, subject);
        methods.add(method);
        return method;
    }

    /** A use is a key's name, an object with only its {@code id} (annex C), or the whole key. */
    KeyId used(JsonNode json, String path) {
        if (json.isTextual()) {
            return name(json.textValue(), path);
        }
        DocumentReader in = DocumentReader.of(json, path);
        return in.has("publicKeyJwk")
                ? embedded(json, path)
                : name(in.knowing("id").text("id"), path);
    }

    /** An embedded key may be embedded again for another use, but not with another value. */
    private KeyId embedded(JsonNode json, String path) {
        VerificationMethod method = VerificationMethod.read(json, path, subject);
        if (!methods.contains(method)) {
            methods.add(method);
        }
        return method.id();
    }

    private KeyId name(String text, String path) {
        try {
            return KeyId.parse(text, subject);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(path + ": " + e.getMessage(), e);
        }
    }

    List<VerificationMethod> all() {
        return List.copyOf(methods);
    }
}
