package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.registry.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Evidence that a chain was assessed before access (A6.3): the report of the conformance kit, signed by an assessor whom the
 * hub knows by the role {@code assessor} and who holds no key of any chain. The report itself stays with who has it; the
 * register keeps what it is named by and what it came to.
 *
 * <p>A report that says "failed" is taken as well, and ends what an earlier one vouched for; one that began before the last
 * one taken is not. A report vouches for the registration as it stood when it was handed in, and for no other.
 *
 * <p>State: {@code assessment/<chain>} → the last one taken, {@code {report, verdict, registration, assessor, assessorKey,
 * began, validUntil, passed, notApplicable, failed, recordedBy, recordedAt}}; times in milliseconds since 1970.
 */
final class Assessments {
    static final String ASSESSOR = "assessor";
    /** Our own choice: the guideline names no term. */
    static final Duration VALID = Duration.ofDays(365);
    /** Clocks of assessor and chain may differ by this much. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String FORMAT = "regchain/conformance/1";
    private static final String PASSED = "passed";
    /** The guideline asks for at least two full nodes (A10.6). */
    private static final int LEAST_NODES = 2;

    private final ContractContext context;
    private final RegistryState state;

    Assessments(ContractContext context) {
        this.context = context;
        this.state = new RegistryState(context);
    }

    /** {@code {chainId, report}}: the JSON of {@code conformance.json}. The same report again changes nothing. */
    JsonNode assess(Arguments args) {
        Actor maker = Actor.withRole(context, Actor.MAKER);
        ChainId chain = args.parsed("chainId", "a chain id", ChainId::new);
        Registration registration = subject(chain);
        Arguments report = args.object("report");
        requireWhole(report);
        Actor assessor = assessor(report, registration, maker);
        requireOf(chain, registration, report);
        Instant began = began(report);
        Outcomes outcomes = outcomes(report);
        ObjectNode entry = CanonicalJson.object()
                .put("report", name(report).toHex())
                .put("verdict", outcomes.verdict())
                .put("registration", registration.digest().toHex())
                .put("assessor", assessor.name())
                .put("assessorKey", assessor.fingerprint())
                .put("began", began.toEpochMilli())
                .put("validUntil", began.plus(VALID).toEpochMilli())
                .put("passed", outcomes.passed)
                .put("notApplicable", outcomes.notApplicable)
                .put("failed", outcomes.failed)
                .put("recordedBy", maker.name())
                .put("recordedAt", context.time().epochMillis());
        Optional<JsonNode> known = context.read(key(chain));
        if (known.isPresent() && known.get().path("report").equals(entry.get("report"))) {
            return CanonicalJson.object().put("noop", true).put("reason", "ASSESSMENT_KNOWN");
        }
        known.ifPresent(last -> requireNewer(last.path("began").longValue(), began));
        context.write(key(chain), entry);
        ObjectNode event = entry.deepCopy().put("chain", chain.value());
        context.emit("chainAssessed", event);
        return event;
    }

    private static void requireNewer(long last, Instant began) {
        if (began.toEpochMilli() <= last) {
            throw new ContractRefusal(
                    "ASSESSMENT_SUPERSEDED",
                    "the chain was assessed again at " + new BlockTime(last) + "; this report of " + began
                            + " is not newer than that");
        }
    }

    /** The report that vouches for this very registration now: passed, and not out of date. */
    Optional<String> inForce(ChainId chain, Registration registration) {
        return context.read(key(chain))
                .filter(entry ->
                        entry.path("validUntil").longValue() > context.time().epochMillis())
                .filter(entry -> entry.path("verdict").asText().equals(PASSED))
                .filter(entry -> entry.path("registration")
                        .asText()
                        .equals(registration.digest().toHex()))
                .map(entry -> entry.path("report").asText());
    }

    private Registration subject(ChainId chain) {
        return state.proposal(chain)
                .map(proposal -> proposal.registration())
                .or(() -> state.chain(chain).map(registered -> registered.registration()))
                .orElseThrow(() -> new ContractRefusal(
                        "CHAIN_UNKNOWN",
                        "the chain \"" + chain + "\" is neither proposed nor registered; propose it, then hand in its"
                                + " assessment"));
    }

    private void requireWhole(Arguments report) {
        if (!report.text("format").equals(FORMAT)) {
            throw new ContractRefusal(
                    "REPORT_MALFORMED", "format should be \"" + FORMAT + "\", as the conformance kit writes it");
        }
        Hash32 claimed = digest(report);
        ObjectNode content = report.node().deepCopy();
        content.remove(List.of("digest", "signature"));
        Hash32 digest = context.sm3(CanonicalJson.encode(content));
        if (!digest.equals(claimed)) {
            throw new ContractRefusal(
                    "REPORT_DIGEST_MISMATCH",
                    "the report's content has the digest " + digest + ", it claims " + claimed
                            + "; hand in the file as the kit wrote it");
        }
    }

    private static Hash32 digest(Arguments report) {
        return report.parsed("digest", "SM3 in hexadecimal", Hash32::ofHex);
    }

    /** Who signed: known as an assessor, and independent of every chain. */
    private Actor assessor(Arguments report, Registration registration, Actor maker) {
        if (!report.has("signature")) {
            throw new ContractRefusal(
                    "REPORT_UNSIGNED", "anybody may have written this report; run the kit with the assessor's --key");
        }
        Arguments signature = report.object("signature");
        if (signature.node().size() != 2) { // the digest leaves the signature out: two files would be one report
            throw new ContractRefusal("REPORT_MALFORMED", "signature should hold publicKey and value, and no more");
        }
        Sm2PublicKey key = signature.parsed("publicKey", "an SM2 public key in hexadecimal", Sm2PublicKey::ofHex);
        Sm2Signature value =
                signature.parsed("value", "an SM2 signature in hexadecimal", hex -> new Sm2Signature(Bytes.ofHex(hex)));
        if (!signature.text("publicKey").equals(key.toHex())
                || !signature.text("value").equals(value.toHex())) {
            throw new ContractRefusal("REPORT_MALFORMED", "publicKey and value are written in lower case");
        }
        Bytes signed = new CanonicalWriter(FORMAT).hash(digest(report)).toBytes();
        if (!context.verifySm2(key, signed, value)) {
            throw new ContractRefusal(
                    "REPORT_SIGNATURE_INVALID", "the signature is not that of its publicKey over the digest");
        }
        Optional<Actor> assessor = Actor.of(context, key, ASSESSOR);
        if (assessor.isEmpty()) {
            throw new ContractRefusal(
                    "ASSESSOR_UNKNOWN",
                    "the key " + key.fingerprint().shortHex() + "… that signed the report has not the role " + ASSESSOR
                            + "; two admission officers grant it");
        }
        Optional<String> own = state.chainOfKey(key.fingerprint())
                .map(ChainId::value)
                .or(() -> keys(registration).contains(key) ? Optional.of(registration.chainId()) : Optional.empty());
        if (assessor.get().fingerprint().equals(maker.fingerprint())) {
            throw new ContractRefusal(
                    "ASSESSOR_NOT_INDEPENDENT", "the key that hands the report in signed it; another person should");
        }
        if (own.isPresent()) {
            throw new ContractRefusal(
                    "ASSESSOR_NOT_INDEPENDENT",
                    "the assessor's key is a key of the chain \"" + own.get() + "\"; who runs a chain assesses none");
        }
        return assessor.get();
    }

    private static List<Sm2PublicKey> keys(Registration registration) {
        List<Sm2PublicKey> keys = new ArrayList<>(registration.sealPublicKeys());
        registration.validatorSet().validators().forEach(validator -> keys.add(validator.publicKey()));
        registration.endpoints().forEach(endpoint -> keys.add(Sm2PublicKey.ofHex(endpoint.nodeKey())));
        return keys;
    }

    private static void requireOf(ChainId chain, Registration registration, Arguments report) {
        if (!report.text("chain").equals(chain.value())) {
            throw new ContractRefusal(
                    "REPORT_OF_OTHER_CHAIN",
                    "the report is about \"" + report.text("chain") + "\", not about \"" + chain + "\"");
        }
        TreeSet<String> nodes = new TreeSet<>();
        report.objects("nodes").forEach(node -> nodes.add(node.text("name")));
        TreeSet<String> registeredNodes = new TreeSet<>();
        registration.endpoints().forEach(endpoint -> registeredNodes.add(endpoint.nodeName()));
        nodes.removeIf(name -> !registeredNodes.contains(name));
        if (nodes.size() < LEAST_NODES) {
            throw new ContractRefusal(
                    "REPORT_OF_TOO_FEW_NODES",
                    "of the registered full nodes " + registeredNodes + " the report is about " + nodes + "; at least "
                            + LEAST_NODES + " are assessed (A10.6): give the kit an --endpoint of each");
        }
        if (!report.optionalText("genesisHash").equals(Optional.of(registration.genesisHash()))) {
            throw new ContractRefusal(
                    "GENESIS_DIFFERS",
                    "the chain assessed was not held against the registered block 0, " + registration.genesisHash()
                            + "; give the kit its hash as --genesis-hash");
        }
        Arguments keySet = report.object("keySet");
        String registered = registration.validatorSet().hash().toHex();
        if (!keySet.text("from").equals("registration")
                || !keySet.optionalText("hash").equals(Optional.of(registered))) {
            throw new ContractRefusal(
                    "KEY_SET_DIFFERS",
                    "the certificates were not held against the registered validators, whose hash is " + registered
                            + "; give the kit their file as --validators");
        }
    }

    private Instant began(Arguments report) {
        Instant began = report.parsed("began", "a time such as 2026-02-09T01:00:00Z", Assessments::instant);
        Instant now = context.time().toInstant();
        if (began.isAfter(now.plus(SKEW))) {
            throw new ContractRefusal(
                    "REPORT_FROM_THE_FUTURE",
                    "the assessment began at " + began + ", after this block of " + new BlockTime(now.toEpochMilli()));
        }
        if (!now.isBefore(began.plus(VALID))) {
            throw new ContractRefusal(
                    "ASSESSMENT_EXPIRED",
                    "the assessment of " + began + " was valid for " + VALID.toDays() + " days; run the kit again");
        }
        return began;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time in UTC");
        }
    }

    private record Outcomes(int passed, int notApplicable, int failed) {
        String verdict() {
            return failed == 0 && passed > 0 ? PASSED : "failed";
        }
    }

    /** Counted anew: the verdict is what the checks come to, and the report must say so. What was not reached has failed. */
    private static Outcomes outcomes(Arguments report) {
        int passed = 0;
        int notApplicable = 0;
        int failed = 0;
        for (Arguments check : report.objects("checks")) {
            switch (check.text("outcome")) {
                case PASSED -> passed++;
                case "not applicable" -> notApplicable++;
                case "failed", "not reached" -> failed++;
                default ->
                    throw new ContractRefusal(
                            "REPORT_MALFORMED",
                            "an outcome is passed, failed, not applicable or not reached, not \""
                                    + check.text("outcome") + "\"");
            }
        }
        Outcomes outcomes = new Outcomes(passed, notApplicable, failed);
        if (!report.text("verdict").equals(outcomes.verdict())) {
            throw new ContractRefusal(
                    "REPORT_CONTRADICTS_ITSELF",
                    "the checks come to \"" + outcomes.verdict() + "\" (" + passed + " passed, " + failed
                            + " failed or not reached), the report says \"" + report.text("verdict") + "\"");
        }
        return outcomes;
    }

    /** As the file is named: SM3 of its canonical JSON and the line feed behind it. */
    private Hash32 name(Arguments report) {
        return context.sm3(Bytes.utf8(CanonicalJson.encode(report.node()).toUtf8() + "\n"));
    }

    private static String key(ChainId chain) {
        return "assessment/" + chain;
    }
}
