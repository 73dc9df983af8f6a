package io.regchain.bench;

import java.util.Locale;

/**
 * One measured number with what it means.
 *
 * @param name in lower case with hyphens, stable, for programs
 * @param unit such as {@code 1/s}, {@code ms}, {@code %}
 */
public record Figure(String name, String meaning, double value, String unit) {
    public String line() {
        return String.format(Locale.ROOT, "  %-58s %,14.2f %s", meaning, value, unit);
    }
}
