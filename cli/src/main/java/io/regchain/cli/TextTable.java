package io.regchain.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows as aligned lines. Chinese characters take two columns. */
public final class TextTable {
    private TextTable() {}

    /** @param rows all as long as the first */
    public static List<String> lines(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], columns(row[i]));
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - columns(row[i]) + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    static int columns(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int point) {
        Character.UnicodeBlock block = Character.UnicodeBlock.of(point);
        boolean wide = Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN
                || block == Character.UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION
                || block == Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS;
        return wide ? 2 : 1;
    }
}
