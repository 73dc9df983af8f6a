package io.regchain.registry.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What counts as having said something. */
final class Texts {
    private static final Set<String> EMPTY_WORDS =
            new TreeSet<>(List.of("", "-", "/", "n/a", "na", "none", "other", "unknown", "无", "其他", "未知", "待定"));

    private Texts() {}

    static boolean given(String text) {
        return !EMPTY_WORDS.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    static void require(String text, String what, String basis, String path, Findings findings) {
        findings.require(
                given(text),
                "FIELD_MISSING",
                basis,
                path,
                "is missing: " + what + " should be given, not \"" + text + "\"");
    }
}
