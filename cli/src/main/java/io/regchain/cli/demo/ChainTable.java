package io.regchain.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import java.util.ArrayList;
import java.util.List;

/** The chains of the federation as a table. Chinese characters take two columns. */
final class ChainTable {
    private ChainTable() {}

    static List<String> of(Federation federation) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"chain", "market", "validators", "held by", "height", "verified", "objects", "transfers"
        });
        for (LocalMarket market : federation.markets()) {
            ObjectNode known = federation.index().chain(market.chainId().value());
            rows.add(new String[] {
                market.chainId().value(),
                market.plan().market().region(),
                market.plan().seats().size() + " (f=" + (market.plan().seats().size() - 1) / 3 + ")",
                market.plan().holders().size() + " organisations",
                Long.toString(market.node(0).height().value()),
                Long.toString(known.path("height").longValue()),
                Long.toString(known.path("objects").longValue()),
                Long.toString(known.path("transfers").longValue())
            });
        }
        return lines(rows);
    }

    private static List<String> lines(List<String[]> rows) {
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

    private static int columns(String text) {
        return text.codePoints()
                .map(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN ? 2 : 1)
                .sum();
    }
}
