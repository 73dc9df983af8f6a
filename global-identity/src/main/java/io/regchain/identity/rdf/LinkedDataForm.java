package io.regchain.identity.rdf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The shape a signed JSON-LD document must have so that turning it into RDF loses nothing. A JSON-LD processor passes
 * over in silence what it cannot express (an unknown type, a relative id, a null, an empty list); what is passed over
 * is not signed. So every such thing is refused here, by path, before the processor sees the document.
 */
final class LinkedDataForm {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern ABSOLUTE = Pattern.compile("[a-z][a-z0-9+.-]{1,15}:[!#-;=?-\\[\\]_a-z~]{1,256}");
    private static final String CONTEXT = "@context";
    /** Members whose value is another thing's id. */
    private static final Set<String> REFERENCES =
            new TreeSet<>(List.of("holder", "id", "issuer", "verificationMethod"));
    /** Members whose value is a name of the vocabulary. */
    private static final Set<String> NAMES = new TreeSet<>(List.of("proofPurpose", "type"));

    private LinkedDataForm() {}

    /** @throws DecodeException naming the first place that would not be signed */
    static void require(ObjectNode document) {
        object(document, "");
    }

    private static void object(ObjectNode object, String path) {
        require(!object.isEmpty(), path, "an object with at least one member");
        require(!namesContexts(path) || object.has(CONTEXT), path, "a document that names its " + CONTEXT);
        object.properties().forEach(member -> member(member.getKey(), member.getValue(), path));
    }

    private static void member(String name, JsonNode value, String parent) {
        String path = parent.isEmpty() ? name : parent + "." + name;
        if (name.equals(CONTEXT)) {
            context(value, parent, path);
            return;
        }
        require(NAME.matcher(name).matches(), path, "named with Latin letters, digits, - and _");
        if (value instanceof ArrayNode list) {
            require(!list.isEmpty(), path, "a list with at least one entry");
            for (int i = 0; i < list.size(); i++) {
                single(name, list.get(i), path + "[" + i + "]");
            }
        } else {
            single(name, value, path);
        }
    }

    private static void single(String name, JsonNode value, String path) {
        if (REFERENCES.contains(name)) {
            require(matches(ABSOLUTE, value), path, "an absolute URI");
        } else if (NAMES.contains(name)) {
            require(matches(NAME, value), path, "a name of the vocabulary");
        } else {
            scalarOrObject(value, path);
        }
    }

    private static void scalarOrObject(JsonNode value, String path) {
        switch (value.getNodeType()) {
            case OBJECT -> object((ObjectNode) value, path);
            case NUMBER ->
                require(value.isIntegralNumber() && value.canConvertToLong(), path, "a whole number, or a text");
            case STRING, BOOLEAN -> {}
            case ARRAY, NULL, MISSING, BINARY, POJO ->
                require(false, path, "a text, a whole number, a truth value, an object, or a flat list of these");
        }
    }

    private static void context(JsonNode value, String parent, String path) {
        require(
                namesContexts(parent),
                path,
                "absent: only the document itself and a presented credential name contexts");
        require(value instanceof ArrayNode, path, "the list " + LinkedDataContexts.REQUIRED);
        for (int i = 0; i < LinkedDataContexts.REQUIRED.size(); i++) {
            String wanted = LinkedDataContexts.REQUIRED.get(i);
            require(value.path(i).asText().equals(wanted), path + "[" + i + "]", "\"" + wanted + "\"");
        }
        require(value.size() == LinkedDataContexts.REQUIRED.size(), path, "the list " + LinkedDataContexts.REQUIRED);
    }

    /** The document itself and each presented credential, and nothing within them. */
    private static boolean namesContexts(String path) {
        return path.isEmpty() || path.matches("verifiableCredential(\\[\\d+])?");
    }

    private static boolean matches(Pattern form, JsonNode value) {
        return value.isTextual() && form.matcher(value.textValue()).matches();
    }

    private static void require(boolean holds, String path, String wanted) {
        if (!holds) {
            throw new DecodeException((path.isEmpty() ? "the document" : path) + " should be " + wanted);
        }
    }
}
