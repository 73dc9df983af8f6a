package io.regchain.localchain.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.rule.Money;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a body says, as paths and values: {@code subject_information.…subject_shareholders_number} is 42. The same table
 * builds a body and checks one. A body may say more, such as a description.
 */
public final class Facts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String root;
    private final SortedMap<String, JsonNode> values = new TreeMap<>();

    /** @param root the body's one key, such as {@code subject_information} */
    public Facts(String root) {
        this.root = root;
    }

    public Facts text(String path, String value) {
        return value(path, JSON.textNode(value));
    }

    public Facts number(String path, long value) {
        return value(path, JSON.numberNode(value));
    }

    /** An amount in fen, written as the data model's decimal number of yuan. */
    public Facts yuan(String path, long fen) {
        return value(path, DecimalNode.valueOf(Money.yuan(fen)));
    }

    public Facts value(String path, JsonNode value) {
        values.put(root + "." + path, value);
        return this;
    }

    static ArrayNode list(int... codes) {
        ArrayNode list = JSON.arrayNode();
        for (int code : codes) {
            list.add(code);
        }
        return list;
    }

    /** All of {@code other} as well; it has the same root. */
    public Facts and(Facts other) {
        values.putAll(other.values);
        return this;
    }

    public SortedMap<String, JsonNode> values() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** The body that says exactly this. */
    public ObjectNode toBody() {
        ObjectNode body = JSON.objectNode();
        values.forEach((path, value) -> put(body, path, value));
        return body;
    }

    private static void put(ObjectNode body, String path, JsonNode value) {
        String[] steps = path.split("\\.");
        ObjectNode at = body;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.withObjectProperty(steps[i]);
        }
        at.set(steps[steps.length - 1], value.deepCopy());
    }

    /** The first path at which {@code body} says something else, and what; empty when it says all of this. */
    public Optional<String> differenceIn(ObjectNode body) {
        return values.entrySet().stream()
                .filter(entry -> !same(entry.getValue(), at(body, entry.getKey())))
                .map(entry -> "body." + entry.getKey() + " should be " + entry.getValue() + " but is "
                        + said(at(body, entry.getKey())))
                .findFirst();
    }

    private static JsonNode at(JsonNode body, String path) {
        JsonNode at = body;
        for (String step : path.split("\\.")) {
            at = at.path(step);
        }
        return at;
    }

    private static String said(JsonNode value) {
        return value.isMissingNode() ? "missing" : value.toString();
    }

    private static boolean same(JsonNode wanted, JsonNode found) {
        if (wanted.isNumber() && found.isNumber()) {
            BigDecimal left = wanted.decimalValue();
            return left.compareTo(found.decimalValue()) == 0;
        }
        if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            return sameEntries(wanted, found);
        }
        return wanted.equals(found);
    }

    private static boolean sameEntries(JsonNode wanted, JsonNode found) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!sameFields(wanted.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameFields(JsonNode wanted, JsonNode found) {
        if (!wanted.isObject()) {
            return same(wanted, found);
        }
        return wanted.size() == found.size()
                && wanted.properties().stream().allMatch(entry -> same(entry.getValue(), found.path(entry.getKey())));
    }
}
