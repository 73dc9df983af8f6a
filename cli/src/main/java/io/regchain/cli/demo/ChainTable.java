package io.regchain.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.cli.TextTable;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import java.util.ArrayList;
import java.util.List;

/** The chains of the federation as a table. */
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
        return TextTable.lines(rows);
    }
}
