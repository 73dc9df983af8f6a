package io.regchain.supervision.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The where-clause of a page: conditions with their parameters, the scope always among them. */
final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param columns a row is seen when any of these chains is in the scope */
    static Filter of(QueryIndex.Page page, String... columns) {
        Filter filter = new Filter();
        if (page.scope() instanceof Scope.Only only) {
            filter.anyOf(List.copyOf(only.chains()), columns);
        }
        page.chain().ifPresent(chain -> filter.anyOf(List.of(chain), columns));
        page.before().ifPresent(before -> filter.and("seq < ?", before));
        return filter;
    }

    private void anyOf(List<String> chains, String... columns) {
        String marks = chains.isEmpty() ? "null" : String.join(", ", Collections.nCopies(chains.size(), "?"));
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
            parts.add(column + " in (" + marks + ")");
            parameters.addAll(chains);
        }
        conditions.add("(" + String.join(" or ", parts) + ")");
    }

    Filter and(String condition, Object parameter) {
        conditions.add(condition);
        parameters.add(parameter);
        return this;
    }

    Filter and(String condition, Optional<?> parameter) {
        parameter.ifPresent(value -> and(condition, (Object) value));
        return this;
    }

    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Object[] parameters(Object... more) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(more));
        return all.toArray();
    }
}
