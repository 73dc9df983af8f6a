package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the kit came to.
 *
 * @param keySet hash of the validators the certificates were held against; absent when none was known
 * @param genesis hash of the registered block 0 that the chain was held against; absent when none was given
 * @param tip the latest height looked at; absent when no node told its own
 * @param results one for every check on every node it is made on, in the order of {@link Check}
 */
public record ConformanceReport(
        ChainId chain,
        Instant began,
        List<Node> nodes,
        KeySetFrom keySetFrom,
        Optional<Hash32> keySet,
        Optional<Hash32> genesis,
        Optional<Long> tip,
        List<CheckResult> results) {
    public static final String FORMAT = "regchain/conformance/1";

    /**
     * @param label in the results
     * @param name as the node calls itself; empty when it does not
     */
    public record Node(String label, String endpoint, String name) {}

    /** Where the announced key set comes from. */
    public enum KeySetFrom {
        /** Handed to the kit: what the chain registers with the supervision chain. */
        REGISTRATION("taken from the registration's validators"),
        /** What the node itself names at genesis: consistent with itself, held against nothing outside. */
        NODE("taken from the node, at genesis");

        private final String words;

        KeySetFrom(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** How many checks came to what. */
    public record Counts(int passed, int failed, int notApplicable, int notReached) {}

    public ConformanceReport {
        nodes = List.copyOf(nodes);
        results = List.copyOf(results);
    }

    public Counts counts() {
        return counts(results);
    }

    static Counts counts(List<CheckResult> results) {
        return new Counts(
                count(results, Outcome.Passed.class),
                count(results, Outcome.Failed.class),
                count(results, Outcome.NotApplicable.class),
                count(results, Outcome.NotReached.class));
    }

    private static int count(List<CheckResult> results, Class<? extends Outcome> kind) {
        return (int) results.stream()
                .filter(result -> kind.isInstance(result.outcome()))
                .count();
    }

    /** Nothing failed, and everything was reached. What was not applicable is for the assessor to weigh. */
    public boolean passed() {
        Counts counts = counts();
        return counts.failed() == 0 && counts.notReached() == 0 && counts.passed() > 0;
    }

    public List<CheckResult> of(Group group) {
        return results.stream()
                .filter(result -> result.check().group() == group)
                .toList();
    }

    /** {@code conformance.json}: canonical JSON with its digest, and the signature of the assessor's key when there is one. */
    public Bytes toJson(Optional<Sm2PrivateKey> assessor) {
        return ReportJson.write(this, assessor);
    }

    /** Whether a file is a whole, unchanged report; the registry may accept it as evidence of an assessment then. */
    public static ReportVerification verify(Bytes file) {
        return ReportJson.verify(file);
    }
}
