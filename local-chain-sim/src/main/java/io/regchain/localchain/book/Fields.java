package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;

/** Reads records back from the state that this module wrote: anything missing there is our own bug. */
final class Fields {
    private final JsonNode node;

    Fields(JsonNode node) {
        this.node = node;
    }

    static void putIfPresent(ObjectNode node, String name, Optional<LocalDate> date) {
        date.ifPresent(value -> node.put(name, value.toString()));
    }

    String text(String name) {
        return required(name).textValue();
    }

    long number(String name) {
        return required(name).longValue();
    }

    Optional<JsonNode> optional(String name) {
        return Optional.ofNullable(node.get(name));
    }

    Optional<LocalDate> date(String name) {
        return optional(name).map(value -> LocalDate.parse(value.textValue()));
    }

    private JsonNode required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("the state holds no " + name + " in " + node));
    }
}
