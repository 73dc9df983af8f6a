package io.regchain.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows a table of a test class has, read from its source: the arguments of the {@code Stream.of} in a provider
 * and in the one it is joined to, the values of a {@code CsvSource} or {@code ValueSource}; anything else is one test.
 */
final class TestRows {
    private static final Pattern METHOD = Pattern.compile("\\n    (?:[\\w<>?, ]+ )?(\\w+)\\(");
    private static final Pattern OTHER = Pattern.compile("Stream\\.concat\\(\\s*(\\w+)\\(\\)");
    private static final Pattern VALUES = Pattern.compile("@(?:Csv|Value)Source\\((?:\\w+ = )?\\{");

    private final String source;

    TestRows(String source) {
        this.source = blanked(source);
    }

    /** Strings without their content, and no comments: what is left has braces and commas that count. */
    private static String blanked(String source) {
        StringBuilder out = new StringBuilder(source.length());
        int at = 0;
        while (at < source.length()) {
            int end = endOfText(source, at);
            if (end > at) {
                out.append("\"\"");
                at = end;
            } else if (source.startsWith("//", at)) {
                at = source.indexOf('\n', at);
            } else if (source.startsWith("/*", at)) {
                at = source.indexOf("*/", at) + 2;
            } else {
                out.append(source.charAt(at++));
            }
        }
        return out.toString();
    }

    /** Behind the string or character that begins here; here when none does. */
    private static int endOfText(String source, int at) {
        char quote = source.charAt(at);
        if (quote != '"' && quote != '\'') {
            return at;
        }
        int end = at + 1;
        while (source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /** Empty when the class has no such method. */
    Optional<Integer> of(String method) {
        Matcher methods = METHOD.matcher(source);
        while (methods.find()) {
            if (methods.group(1).equals(method)) {
                return Optional.of(rows(methods.start(), methods.end()));
            }
        }
        return Optional.empty();
    }

    private int rows(int start, int nameEnd) {
        String annotations = source.substring(Math.max(0, source.lastIndexOf("\n\n", start)), start);
        if (annotations.contains("@Test\n") || annotations.endsWith("@Test")) {
            return 1;
        }
        Matcher values = VALUES.matcher(annotations);
        if (values.find()) {
            return arguments(annotations, values.end() - 1);
        }
        int open = source.indexOf('{', nameEnd);
        String body = source.substring(open, closing(source, open));
        int rows = 0;
        for (int at = body.indexOf("Stream.of("); at >= 0; at = body.indexOf("Stream.of(", at + 1)) {
            rows += arguments(body, at + "Stream.of".length());
        }
        Matcher other = OTHER.matcher(body);
        return Math.max(1, rows + (other.find() ? of(other.group(1)).orElseThrow() : 0));
    }

    /** How many things stand between this bracket and its end, divided by commas. */
    private static int arguments(String text, int open) {
        int end = closing(text, open);
        if (text.substring(open + 1, end).isBlank()) {
            return 0;
        }
        int count = 1;
        for (int at = open + 1; at < end; at++) {
            if ("([{".indexOf(text.charAt(at)) >= 0) {
                at = closing(text, at);
            } else if (text.charAt(at) == ',') {
                count++;
            }
        }
        return count;
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            if ("([{".indexOf(text.charAt(at)) >= 0) {
                depth++;
            } else if (")]}".indexOf(text.charAt(at)) >= 0 && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a bracket that never ends: " + text.substring(open));
    }
}
