package io.regchain.identity.digest;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Takes differences of typing out of a text: full width, compatibility forms, blanks, the many dots in names. */
final class Spelling {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");
    private static final Pattern DOTS = Pattern.compile("[\\u00B7\\u2022\\u2027\\u30FB\\u22C5.]");

    private Spelling() {}

    static String plain(String text) {
        return BLANKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
    }

    /** A person's or institution's name. Blanks between Han characters mean nothing; between Latin words they do. */
    static String name(String text) {
        String dotted = DOTS.matcher(plain(text)).replaceAll("\u00B7");
        return dotted.replaceAll("(?<=\\p{IsHan}|\u00B7) | (?=\\p{IsHan}|\u00B7)", "")
                .toUpperCase(java.util.Locale.ROOT);
    }
}
