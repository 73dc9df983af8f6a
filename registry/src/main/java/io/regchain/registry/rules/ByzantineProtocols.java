package io.regchain.registry.rules;

import java.util.List;
import java.util.Locale;

/** Consensus protocols known to stand ⌊(n−1)/3⌋ lying nodes (A7.1, JR/T 0314 7.1). */
public final class ByzantineProtocols {
    private static final List<String> NAMES = List.of(
            "PBFT",
            "RBFT",
            "MBFT",
            "TBFT",
            "IBFT",
            "QBFT",
            "HOTSTUFF",
            "CHAINEDHOTSTUFF",
            "TENDERMINT",
            "BFTSMART",
            "SMARTBFT",
            "NOXBFT");

    private ByzantineProtocols() {}

    public static List<String> names() {
        return NAMES;
    }

    /** Whether this is one of them; compared without case, spaces and hyphens. */
    public static boolean includes(String protocol) {
        return NAMES.contains(protocol.replaceAll("[\\s_-]", "").toUpperCase(Locale.ROOT));
    }
}
