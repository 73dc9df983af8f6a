package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References {@code ${step.field}} to the results of earlier steps; {@code ${step}} is a whole result. One that is the
 * whole text keeps its kind (a number, an object); inside a longer text it is written out.
 */
final class References {
    private static final Pattern FORM = Pattern.compile("\\$\\{([a-z0-9-]+)((?:\\.[A-Za-z0-9]+)*)}");

    private final Map<String, ObjectNode> results = new TreeMap<>();

    void keep(String step, ObjectNode result) {
        results.put(step, result.deepCopy());
    }

    /** The steps that a value refers to. */
    static TreeSet<String> stepsIn(JsonNode value) {
        TreeSet<String> steps = new TreeSet<>();
        if (value.isTextual()) {
            Matcher matcher = FORM.matcher(value.textValue());
            while (matcher.find()) {
                steps.add(matcher.group(1));
            }
        }
        value.forEach(child -> steps.addAll(stepsIn(child)));
        return steps;
    }

    /** Whether a text holds something that looks like a reference and is none. */
    static boolean malformed(String text) {
        return FORM.matcher(text).replaceAll("").contains("${");
    }

    static boolean isReference(JsonNode value) {
        return value.isTextual() && FORM.matcher(value.textValue()).matches();
    }

    /** @throws StepFailure when a step gave no such field */
    JsonNode resolve(JsonNode value) {
        if (value.isTextual()) {
            return resolveText(value);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode resolved = CanonicalJson.object();
            object.properties().forEach(entry -> resolved.set(entry.getKey(), resolve(entry.getValue())));
            return resolved;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode resolved = CanonicalJson.array();
            array.forEach(entry -> resolved.add(resolve(entry)));
            return resolved;
        }
        return value;
    }

    String text(String template) {
        return FORM.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(
                        value(found.group(1), found.group(2)).asText()));
    }

    private JsonNode resolveText(JsonNode value) {
        Matcher whole = FORM.matcher(value.textValue());
        return whole.matches()
                ? value(whole.group(1), whole.group(2))
                : CanonicalJson.object().textNode(text(value.textValue()));
    }

    private JsonNode value(String step, String path) {
        JsonNode found = results.getOrDefault(step, CanonicalJson.object());
        for (String field : path.isEmpty() ? new String[0] : path.substring(1).split("\\.", -1)) {
            found = found.path(field);
        }
        if (found.isMissingNode()) {
            throw new StepFailure("${" + step + path + "}: the step " + step + " gave no such field; it gave "
                    + results.getOrDefault(step, CanonicalJson.object()).properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
        }
        return found;
    }
}
