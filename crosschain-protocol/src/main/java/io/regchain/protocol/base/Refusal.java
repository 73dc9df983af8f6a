package io.regchain.protocol.base;

/**
 * An expected "no" with its reason.
 *
 * @param code stable, upper-case, for programs and tests: {@code T5_TOO_EARLY}
 * @param message for people: what was refused, where, why, and what would be right
 */
public record Refusal(String code, String message) {
    public Refusal {
        if (!code.matches("[A-Z][A-Z0-9_]{1,63}")) {
            throw new IllegalArgumentException("a refusal code is upper-case with underscores, not \"" + code + "\"");
        }
    }

    @Override
    public String toString() {
        return code + ": " + message;
    }
}
