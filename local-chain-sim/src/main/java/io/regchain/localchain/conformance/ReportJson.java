package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code conformance.json}. Its digest is SM3 of the canonical JSON without {@code digest} and {@code signature}; the
 * signature is over {@code tag "regchain/conformance/1" · hash digest}. The file is the canonical JSON and a line feed.
 */
final class ReportJson {
    /** 16 MiB. */
    private static final int MAX_BYTES = 16 << 20;

    private static final String DIGEST = "digest";
    private static final String SIGNATURE = "signature";

    private ReportJson() {}

    static Bytes write(ConformanceReport report, Optional<Sm2PrivateKey> assessor) {
        ObjectNode json = content(report);
        Hash32 digest = Sm3.hash(CanonicalJson.encode(json));
        assessor.ifPresent(key -> json.putObject(SIGNATURE)
                .put("publicKey", key.publicKey().toHex())
                .put("value", key.sign(signed(digest)).toHex()));
        json.put(DIGEST, digest.toHex());
        return Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n");
    }

    private static byte[] signed(Hash32 digest) {
        return new CanonicalWriter(ConformanceReport.FORMAT).hash(digest).toArray();
    }

    private static ObjectNode content(ConformanceReport report) {
        ObjectNode json = CanonicalJson.object()
                .put("format", ConformanceReport.FORMAT)
                .put("chain", report.chain().value())
                .put("began", report.began().toString())
                .put("verdict", verdict(report.passed()));
        ArrayNode nodes = json.putArray("nodes");
        report.nodes().forEach(node -> nodes.addObject()
                .put("node", node.label())
                .put("endpoint", node.endpoint())
                .put("name", ShownBytes.controlled(node.name())));
        ObjectNode keySet = json.putObject("keySet")
                .put("from", report.keySetFrom() == ConformanceReport.KeySetFrom.NODE ? "node" : "registration");
        report.keySet().ifPresent(hash -> keySet.put("hash", hash.toHex()));
        report.genesis().ifPresent(hash -> json.put("genesisHash", hash.toHex()));
        report.tip().ifPresent(tip -> json.put("height", tip));
        json.set("counts", counts(report.counts()));
        ArrayNode checks = json.putArray("checks");
        report.results().forEach(result -> checks.add(result(result)));
        return json;
    }

    private static String verdict(boolean passed) {
        return passed ? "passed" : "failed";
    }

    private static ObjectNode counts(ConformanceReport.Counts counts) {
        return CanonicalJson.object()
                .put("passed", counts.passed())
                .put("failed", counts.failed())
                .put("notApplicable", counts.notApplicable())
                .put("notReached", counts.notReached());
    }

    private static ObjectNode result(CheckResult result) {
        ObjectNode json = CanonicalJson.object()
                .put("id", result.check().id())
                .put("node", result.node())
                .put("clause", result.check().clause())
                .put("asks", result.check().asks())
                .put("outcome", result.outcome().word());
        switch (result.outcome()) {
            case Outcome.Passed passed -> json.put("times", passed.times());
            case Outcome.Failed failed -> {
                json.put("times", failed.times());
                ArrayNode failures = json.putArray("failures");
                failed.failures().forEach(failure -> failures.add(failure(failure)));
            }
            case Outcome.NotApplicable none -> json.put("why", none.why()).put("remedy", none.remedy());
            case Outcome.NotReached none -> json.put("because", none.because());
        }
        return json;
    }

    private static ObjectNode failure(Failure failure) {
        ObjectNode json = CanonicalJson.object()
                .put("found", ShownBytes.controlled(failure.found()))
                .put("expected", ShownBytes.controlled(failure.expected()));
        failure.exchange().ifPresent(exchange -> json.put("call", exchange.call())
                .put("request", exchange.requestShown())
                .put("answer", ShownBytes.controlled(exchange.answerShown())));
        return json;
    }

    static ReportVerification verify(Bytes file) {
        if (file.size() > MAX_BYTES) {
            return refused("REPORT_MALFORMED", "a report has at most " + MAX_BYTES + " bytes, not " + file.size());
        }
        try {
            return verify(file, CanonicalJson.decodeObject(file));
        } catch (DecodeException | IllegalArgumentException e) {
            return refused("REPORT_MALFORMED", "the file is no conformance report: " + e.getMessage());
        }
    }

    private static ReportVerification verify(Bytes file, ObjectNode json) {
        if (!text(json, "format").equals(ConformanceReport.FORMAT)) {
            return refused("REPORT_MALFORMED", "format should be \"" + ConformanceReport.FORMAT + "\"");
        }
        if (!Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n").equals(file)) {
            return refused(
                    "REPORT_NOT_CANONICAL", "the file should be canonical JSON (RFC 8785) and one line feed, no more");
        }
        ObjectNode content = json.deepCopy();
        content.remove(List.of(DIGEST, SIGNATURE));
        Hash32 digest = Sm3.hash(CanonicalJson.encode(content));
        Hash32 claimed = Hash32.ofHex(text(json, DIGEST));
        if (!claimed.equals(digest)) {
            return refused(
                    "REPORT_DIGEST_MISMATCH",
                    "the content has the digest " + digest + ", the file claims " + claimed
                            + ": it was changed after it was written");
        }
        Optional<Sm2PublicKey> signer = signer(json, digest);
        if (json.has(SIGNATURE) && signer.isEmpty()) {
            return refused("REPORT_SIGNATURE_INVALID", "the signature is not that of its publicKey over the digest");
        }
        return coherent(json)
                .<ReportVerification>map(ReportVerification.Refused::new)
                .orElseGet(() -> new ReportVerification.Holds(
                        new ChainId(text(json, "chain")),
                        text(json, "began"),
                        text(json, "verdict").equals(verdict(true)),
                        readCounts(json.path("counts")),
                        Sm3.hash(file),
                        signer));
    }

    private static Optional<Sm2PublicKey> signer(ObjectNode json, Hash32 digest) {
        if (!(json.get(SIGNATURE) instanceof ObjectNode signature)) {
            return Optional.empty();
        }
        Sm2PublicKey key = Sm2PublicKey.ofHex(text(signature, "publicKey"));
        Sm2Signature value = new Sm2Signature(Bytes.ofHex(text(signature, "value")));
        return key.verify(signed(digest), value) ? Optional.of(key) : Optional.empty();
    }

    /** Every check of this kit on every node, once; and verdict and counts are what the checks come to. */
    private static Optional<Refusal> coherent(ObjectNode json) {
        TreeSet<String> nodes = new TreeSet<>();
        json.path("nodes").forEach(node -> nodes.add(text(node, "node")));
        TreeSet<String> wanted = new TreeSet<>();
        for (Check check : Check.values()) {
            (check.group().together() ? List.of(CheckResult.TOGETHER) : nodes)
                    .forEach(node -> wanted.add(check.id() + " on " + node));
        }
        List<String> present = new ArrayList<>();
        TreeMap<String, Integer> words = new TreeMap<>();
        json.path("checks").forEach(check -> {
            present.add(text(check, "id") + " on " + text(check, "node"));
            words.merge(text(check, "outcome"), 1, Integer::sum);
        });
        if (nodes.isEmpty() || present.size() != wanted.size() || !wanted.equals(new TreeSet<>(present))) {
            return Optional.of(new Refusal(
                    "REPORT_INCOMPLETE",
                    "the report should hold each of the kit's " + Check.values().length
                            + " checks once on every node; it holds " + present.size() + " entries for "
                            + nodes.size() + " nodes"));
        }
        return contradiction(json, words);
    }

    private static Optional<Refusal> contradiction(ObjectNode json, TreeMap<String, Integer> words) {
        ConformanceReport.Counts counts = new ConformanceReport.Counts(
                words.getOrDefault("passed", 0),
                words.getOrDefault("failed", 0),
                words.getOrDefault("not applicable", 0),
                words.getOrDefault("not reached", 0));
        boolean passed = counts.failed() == 0 && counts.notReached() == 0 && counts.passed() > 0;
        boolean right = counts.equals(readCounts(json.path("counts")))
                && text(json, "verdict").equals(verdict(passed));
        return right
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "REPORT_CONTRADICTS_ITSELF",
                        "the checks come to " + counts + " and \"" + verdict(passed) + "\", the report says "
                                + json.path("counts") + " and \"" + text(json, "verdict") + "\""));
    }

    private static ConformanceReport.Counts readCounts(JsonNode json) {
        return new ConformanceReport.Counts(
                json.path("passed").asInt(-1),
                json.path("failed").asInt(-1),
                json.path("notApplicable").asInt(-1),
                json.path("notReached").asInt(-1));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new DecodeException(name + " should be a text");
        }
        return value.textValue();
    }

    private static ReportVerification refused(String code, String message) {
        return new ReportVerification.Refused(new Refusal(code, message));
    }
}
