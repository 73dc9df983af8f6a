package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a DID stands for: its keys, what each may be used for, and its services (JR/T 0325 clause 6).
 *
 * @param id the subject
 * @param controller who may change the document; often the subject itself
 * @param verificationMethods at least one key, ids distinct
 * @param authentication keys that prove the subject's presence
 * @param assertionMethod keys that sign credentials
 */
public record DidDocument(
        Did id,
        List<String> alsoKnownAs,
        Did controller,
        List<VerificationMethod> verificationMethods,
        List<KeyId> authentication,
        List<KeyId> assertionMethod,
        List<Service> services) {
    public static final String CONTEXT = "https://www.w3.org/ns/did/v1";
    private static final String[] MEMBERS = {
        "@context",
        "id",
        "alsoKnownAs",
        "controller",
        "verificationMethod",
        "authentication",
        "assertionMethod",
        "service"
    };

    /** JR/T 0325 6.2.7. */
    public record Service(String id, List<String> types, String endpoint) {}

    public DidDocument {
        alsoKnownAs = List.copyOf(alsoKnownAs);
        verificationMethods = List.copyOf(verificationMethods);
        authentication = List.copyOf(authentication);
        assertionMethod = List.copyOf(assertionMethod);
        services = List.copyOf(services);
        requireKeys(verificationMethods, authentication, assertionMethod);
    }

    private static void requireKeys(
            List<VerificationMethod> methods, List<KeyId> authentication, List<KeyId> assertionMethod) {
        TreeSet<String> ids = new TreeSet<>();
        for (VerificationMethod method : methods) {
            if (!ids.add(method.id().fragment())) {
                throw new IllegalArgumentException("verificationMethod names " + method.id() + " twice");
            }
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("verificationMethod should hold at least one key");
        }
        for (List<KeyId> uses : List.of(authentication, assertionMethod)) {
            uses.stream()
                    .filter(use -> !ids.contains(use.fragment()))
                    .findFirst()
                    .ifPresent(use -> {
                        throw new IllegalArgumentException(use + " is used but stands in no verificationMethod");
                    });
        }
    }

    /** A document of one key for everything, controlled by its subject. */
    public static DidDocument ofKey(Did id, Sm2PublicKey key) {
        KeyId name = new KeyId(id, "keys-1");
        return new DidDocument(
                id,
                List.of(),
                id,
                List.of(new VerificationMethod(name, id, key)),
                List.of(name),
                List.of(name),
                List.of());
    }

    /**
     * Reads a document as the standard's samples write it: lists may be single values, uses may embed their key, keys
     * may be named relatively.
     *
     * @throws DecodeException naming the member that is missing, unknown or malformed
     */
    public static DidDocument fromJson(JsonNode json) {
        DocumentReader in = DocumentReader.of(json, "").knowing(MEMBERS);
        requireContext(in);
        Did id = in.parsed("id", Did::parse);
        DocumentKeys keys = new DocumentKeys(id);
        in.each("verificationMethod", keys::declared);
        List<KeyId> authentication = in.each("authentication", keys::used);
        List<KeyId> assertion = in.each("assertionMethod", keys::used);
        try {
            return new DidDocument(
                    id,
                    in.texts("alsoKnownAs").stream().map(String::strip).toList(),
                    in.parsed("controller", Did::parse),
                    keys.all(),
                    authentication,
                    assertion,
                    in.each("service", DidDocument::service));
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the document is inconsistent: " + e.getMessage(), e);
        }
    }

    private static void requireContext(DocumentReader in) {
        if (!in.texts("@context").contains(CONTEXT)) {
            throw new DecodeException("@context should name " + CONTEXT);
        }
    }

    private static Service service(JsonNode json, String path) {
        DocumentReader in = DocumentReader.of(json, path).knowing("id", "type", "serviceEndpoint");
        List<String> types = in.texts("type");
        if (types.isEmpty()) {
            throw new DecodeException(in.at("type") + " is missing");
        }
        return new Service(in.text("id"), types, in.parsed("serviceEndpoint", DidDocument::absolute));
    }

    private static String absolute(String text) {
        if (!isAbsolute(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no absolute URI");
        }
        return text;
    }

    private static boolean isAbsolute(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The key of that name when the document allows it to prove the subject's presence. */
    public Optional<Sm2PublicKey> authenticationKey(KeyId name) {
        return key(authentication, name);
    }

    /** The key of that name when the document allows it to sign credentials. */
    public Optional<Sm2PublicKey> assertionKey(KeyId name) {
        return key(assertionMethod, name);
    }

    private Optional<Sm2PublicKey> key(List<KeyId> allowed, KeyId name) {
        boolean ours = name.did().stable().equals(id.stable())
                && allowed.stream().anyMatch(use -> use.fragment().equals(name.fragment()));
        return verificationMethods.stream()
                .filter(method -> ours && method.id().fragment().equals(name.fragment()))
                .map(VerificationMethod::key)
                .findFirst();
    }

    /** One spelling per document: lists throughout, keys by their full name. */
    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object();
        json.putArray("@context").add(CONTEXT);
        json.put("id", id.toString());
        put(json, "alsoKnownAs", alsoKnownAs);
        json.put("controller", controller.toString());
        ArrayNode methods = json.putArray("verificationMethod");
        verificationMethods.forEach(method -> methods.add(method.toJson()));
        put(json, "authentication", authentication);
        put(json, "assertionMethod", assertionMethod);
        if (!services.isEmpty()) {
            ArrayNode list = json.putArray("service");
            services.forEach(service -> put(list.addObject().put("id", service.id()), "type", service.types())
                    .put("serviceEndpoint", service.endpoint()));
        }
        return json;
    }

    private static ObjectNode put(ObjectNode json, String name, List<?> values) {
        if (!values.isEmpty()) {
            ArrayNode list = json.putArray(name);
            values.forEach(value -> list.add(value.toString()));
        }
        return json;
    }

    /** SM3 of the canonical JSON of {@link #toJson()}. */
    public Hash32 digest() {
        return Sm3.hash(CanonicalJson.encode(toJson()));
    }
}
