package io.regchain.bench.calls;

import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all chains of a federation did between two moments.
 *
 * @param methods by chain kind, contract and method
 */
record ChainCounts(long blocks, long transactions, Map<String, Method> methods) {
    /** The transactions of one method: how many, their bytes, and their units of work. */
    record Method(long count, long bytes, long units) {
        Method and(Method other) {
            return new Method(count + other.count, bytes + other.bytes, units + other.units);
        }
    }

    /** Where each chain stands now. */
    static Map<ChainId, Height> heights(Federation federation) {
        Map<ChainId, Height> heights = new TreeMap<>();
        nodes(federation).forEach(node -> heights.put(node.chainId(), node.height()));
        return heights;
    }

    private static List<ChainNode> nodes(Federation federation) {
        List<ChainNode> nodes = new ArrayList<>(List.of(federation.hubNode()));
        federation.markets().forEach(market -> nodes.add(market.node(0)));
        return nodes;
    }

    /** What stands in the blocks above {@code from}, up to {@code to}. */
    static ChainCounts between(Federation federation, Map<ChainId, Height> from, Map<ChainId, Height> to) {
        long blocks = 0;
        long transactions = 0;
        Map<String, Method> methods = new TreeMap<>();
        for (ChainNode node : nodes(federation)) {
            Height last = to.getOrDefault(node.chainId(), Height.ZERO);
            for (Height at = from.getOrDefault(node.chainId(), Height.ZERO).next();
                    at.compareTo(last) <= 0;
                    at = at.next()) {
                CertifiedBlock block = node.block(at).orElseThrow();
                blocks++;
                transactions += block.receipts().size();
                count(node.chainId(), block, methods);
            }
        }
        return new ChainCounts(blocks, transactions, methods);
    }

    private static void count(ChainId chain, CertifiedBlock block, Map<String, Method> methods) {
        String side = chain.equals(ChainId.SUPERVISION) ? "hub    " : "market ";
        for (int i = 0; i < block.receipts().size(); i++) {
            Transaction transaction = block.block().transactions().get(i);
            Receipt receipt = block.receipts().get(i);
            String outcome = receipt.succeeded() ? "" : " (" + receipt.code() + ")";
            methods.merge(
                    side + transaction.contract() + "." + transaction.method() + outcome,
                    new Method(1, transaction.canonical().size(), receipt.metered()),
                    Method::and);
        }
    }

    List<String> lines(int calls) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "transactions for one round trip: how many, bytes of one, units of work of one (of "
                        + ExecutionLimits.DEFAULT.metered() + ")"));
        methods.forEach((name, method) -> lines.add(String.format(
                Locale.ROOT,
                "  %6.2f  %,8d bytes  %,9d units  %s",
                method.count() / (double) Math.max(1, calls),
                method.bytes() / method.count(),
                method.units() / method.count(),
                name)));
        return lines;
    }
}
