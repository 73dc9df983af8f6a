package io.regchain.protocol.evidence;

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
}
