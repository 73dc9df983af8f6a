package io.regchain.protocol.evidence;

import java.util.List;

/**
 * One named check of an evidence file.
 *
 * @param name stable, such as {@code local-certificate}
 * @param proves what stands when it passed, for people
 * @param code empty when it passed, else why not, for programs: {@code SEAL_INVALID}
 * @param detail what was found: which item, and when it failed, what would be right
 */
public record EvidenceCheck(String name, String proves, boolean passed, String code, String detail) {
    /** The code of a check that had nothing to look at, because the file could not be read. */
    public static final String NOT_REACHED = "NOT_REACHED";

    public EvidenceCheck {
        if (passed != code.isEmpty()) {
            throw new IllegalArgumentException("a check has a code exactly when it failed");
        }
    }

    static EvidenceCheck of(String name, String proves, Finding finding) {
        return switch (finding) {
            case Finding.Holds holds -> new EvidenceCheck(name, proves, true, "", holds.detail());
            case Finding.Fails fails ->
                new EvidenceCheck(
                        name,
                        proves,
                        false,
                        fails.reason().code(),
                        fails.reason().message());
        };
    }

    static EvidenceCheck notReached(String name, String proves) {
        return new EvidenceCheck(name, proves, false, NOT_REACHED, "not checked: the structure failed");
    }

    /** Those that failed because of what the file holds. */
    static List<EvidenceCheck> failures(List<EvidenceCheck> checks) {
        return checks.stream()
                .filter(check -> !check.passed() && !check.code().equals(NOT_REACHED))
                .toList();
    }
}
