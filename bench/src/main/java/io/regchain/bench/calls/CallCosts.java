package io.regchain.bench.calls;

import io.regchain.bench.Samples;
import io.regchain.bench.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The CPU time of one call, split by what it is spent for: each sample of the profile counts for the first part that
 * knows a method on its stack, seen from the top.
 */
final class CallCosts {
    private static final String OTHER = "the rest: runtime, actors, this load";
    private static final Map<String, Predicate<String>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("signatures", starts("io.regchain.protocol.crypto.Sm2", "io.regchain.protocol.crypto.KeyTables"));
        PARTS.put("proofs and state trees", starts("io.regchain.protocol.merkle."));
        PARTS.put("certificates and light clients", starts("io.regchain.protocol.lightclient."));
        PARTS.put("storage", starts("io.regchain.ledger.storage.", "io.regchain.ledger.state."));
        PARTS.put("query index", starts("io.regchain.supervision.index.", "org.h2."));
        PARTS.put("execution of contracts", starts("io.regchain.ledger.execution."));
        PARTS.put(
                "consensus",
                starts(
                        "io.regchain.ledger.consensus.",
                        "io.regchain.ledger.validator.",
                        "io.regchain.ledger.mempool."));
        PARTS.put(
                "node interface: TLS, HTTP",
                starts(
                        "io.regchain.ledger.tls.",
                        "org.bouncycastle.tls.",
                        "org.bouncycastle.jsse.",
                        "org.apache.pekko.http.",
                        "io.regchain.protocol.wire.",
                        "io.regchain.supervision.gateway.",
                        "io.regchain.localchain.gateway."));
        PARTS.put(
                "observers and relays", starts("io.regchain.supervision.observer.", "io.regchain.supervision.relay."));
    }

    private CallCosts() {}

    private static Predicate<String> starts(String... prefixes) {
        return method -> {
            for (String prefix : prefixes) {
                if (method.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        };
    }

    static String part(List<String> methodsFromTheTop) {
        for (String method : methodsFromTheTop) {
            for (Map.Entry<String, Predicate<String>> part : PARTS.entrySet()) {
                if (part.getValue().test(method)) {
                    return part.getKey();
                }
            }
        }
        return OTHER;
    }

    static List<String> lines(Samples samples, Usage used, int calls) {
        Map<String, Double> shares = samples.shares(CallCosts::part);
        double millis = 1e3 * used.cpuSeconds() / Math.max(1, calls);
        List<String> lines =
                new ArrayList<>(List.of("CPU of one round trip by what it is spent for, all chains and validators"));
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(share -> lines.add(String.format(
                        Locale.ROOT,
                        "  %8.3f ms  %5.1f %%  %s",
                        millis * share.getValue(),
                        100 * share.getValue(),
                        share.getKey())));
        return lines;
    }
}
