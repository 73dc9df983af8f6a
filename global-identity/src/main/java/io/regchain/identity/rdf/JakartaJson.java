package io.regchain.identity.rdf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;

/** From the JSON tree the ledger uses to the one the JSON-LD processor uses. */
final class JakartaJson {
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private JakartaJson() {}

    static JsonObject object(ObjectNode node) {
        JsonObjectBuilder builder = PROVIDER.createObjectBuilder();
        node.properties().forEach(entry -> builder.add(entry.getKey(), value(entry.getValue())));
        return builder.build();
    }

    private static JsonValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node);
            case ARRAY -> {
                JsonArrayBuilder builder = PROVIDER.createArrayBuilder();
                node.forEach(item -> builder.add(value(item)));
                yield builder.build();
            }
            case STRING -> PROVIDER.createValue(node.textValue());
            case NUMBER -> PROVIDER.createValue(node.longValue());
            case BOOLEAN -> node.booleanValue() ? JsonValue.TRUE : JsonValue.FALSE;
            case NULL, MISSING, BINARY, POJO ->
                throw new IllegalArgumentException("no place for " + node.getNodeType() + " in linked data");
        };
    }
}
