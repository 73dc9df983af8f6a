package io.regchain.cli;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.evidence.EvidenceCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** How the checks of an evidence file are printed, and what they come to. */
final class CheckLines {
    private CheckLines() {}

    static void print(PrintWriter out, EvidenceCheck check) {
        if (check.code().equals(EvidenceCheck.NOT_REACHED)) {
            out.println("  --    " + check.name() + ": not reached");
            return;
        }
        out.println((check.passed() ? "  ok    " : "  FAIL  ") + check.name() + ": " + check.proves());
        if (!check.detail().isEmpty()) {
            out.println("        " + (check.passed() ? "" : check.code() + ": ") + check.detail());
        }
    }

    static String rootLine(Hash32 used, Optional<Hash32> trusted) {
        return trusted.isPresent()
                ? "Trust root: given by you, " + trusted.get()
                : "Trust root: the validator set in the file, " + used
                        + ". Compare it with the one you know, or give that with --root.";
    }

    static String reasons(List<EvidenceCheck> failures) {
        return String.join(
                "; ",
                failures.stream()
                        .map(check -> check.name() + " (" + check.code() + ")")
                        .toList());
    }

    static Hash32 parseRoot(String hex) {
        try {
            return Hash32.of(Bytes.ofHex(hex).toArray());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.ofUsage(
                    "--root \"" + hex + "\" is not a hash (" + e.getMessage() + ")",
                    "Give 64 hexadecimal digits, as the hub shows them for its validator set.");
        }
    }

    /** A state value as text; what is not printable stays hexadecimal. */
    static String value(Bytes value) {
        String text = value.toUtf8();
        boolean shown = Bytes.utf8(text).equals(value) && text.codePoints().noneMatch(Character::isISOControl);
        return shown ? text : "hexadecimal " + value.toHex();
    }
}
