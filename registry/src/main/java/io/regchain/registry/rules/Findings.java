package io.regchain.registry.rules;

import io.regchain.protocol.base.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what the rules find, in the order in which the form is read. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    void block(String code, String basis, String path, String message) {
        found.add(Finding.blocking(code, basis, path, message));
    }

    void advise(String code, String basis, String path, String message) {
        found.add(Finding.advice(code, basis, path, message));
    }

    void require(boolean holds, String code, String basis, String path, String message) {
        if (!holds) {
            block(code, basis, path, message);
        }
    }

    /** A value that checks itself when it is made; its reason becomes the finding's message. */
    <T> Optional<T> parsed(String text, Function<String, T> parse, String code, String basis, String path) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException | DecodeException e) {
            block(code, basis, path, "is refused: " + e.getMessage());
            return Optional.empty();
        }
    }

    List<Finding> list() {
        return List.copyOf(found);
    }
}
