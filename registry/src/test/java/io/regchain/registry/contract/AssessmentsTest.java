package io.regchain.registry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.registry.Registration;
import io.regchain.registry.ValidRegistration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A6.3: which reports of the conformance kit the register takes as evidence, and what it makes of them. */
class AssessmentsTest {
    private static final BlockTime START = new BlockTime(1_770_000_100_000L);

    private final ContractHarness hub =
            ContractHarness.start(ChainId.SUPERVISION, START, Officers.roles(), List.of(new RegistryContract()));
    private Hash32 proposal = Hash32.ZERO;

    @BeforeEach
    void jiangsuIsProposed() {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("registration", ValidRegistration.json());
        proposal = Hash32.ofHex(hub.succeed(Officers.MAKER, "registry", "propose", arguments)
                .get("digest")
                .textValue());
    }

    private static String keySet() {
        return Registration.fromJson(ValidRegistration.json())
                .validatorSet()
                .hash()
                .toHex();
    }

    private static ObjectNode content() {
        ObjectNode json = CanonicalJson.object()
                .put("format", "regchain/conformance/1")
                .put("chain", "jiangsu")
                .put("began", START.toInstant().minusSeconds(3_600).toString())
                .put("verdict", "passed")
                .put("height", 42);
        ArrayNode nodes = json.putArray("nodes");
        for (int i = 0; i < 2; i++) {
            nodes.addObject()
                    .put("node", "node " + (i + 1))
                    .put("endpoint", "https://10.32.1." + i + ":8443")
                    .put("name", "jiangsu-" + i);
        }
        json.putObject("keySet").put("from", "registration").put("hash", keySet());
        json.put("genesisHash", ValidRegistration.json().path("genesisHash").asText());
        json.putObject("counts")
                .put("passed", 2)
                .put("failed", 0)
                .put("notApplicable", 1)
                .put("notReached", 0);
        ArrayNode checks = json.putArray("checks");
        List.of("passed", "passed", "not applicable").forEach(outcome -> checks.addObject()
                .put("id", "T4.block")
                .put("node", "node 1")
                .put("clause", "JR/T 0314 table 4")
                .put("asks", "the block's hash")
                .put("outcome", outcome));
        return json;
    }

    /** As the kit does it. */
    private static ObjectNode signed(ObjectNode content, Sm2PrivateKey assessor) {
        Hash32 digest = Sm3.hash(CanonicalJson.encode(content));
        byte[] signed =
                new CanonicalWriter("regchain/conformance/1").hash(digest).toArray();
        content.putObject("signature")
                .put("publicKey", assessor.publicKey().toHex())
                .put("value", assessor.sign(signed).toHex());
        return content.put("digest", digest.toHex());
    }

    private static ObjectNode handedIn(ObjectNode report) {
        ObjectNode arguments = CanonicalJson.object().put("chainId", "jiangsu");
        arguments.set("report", report);
        return arguments;
    }

    private JsonNode approve() {
        return hub.succeed(
                Officers.CHECKER,
                "registry",
                "approve",
                CanonicalJson.object().put("chainId", "jiangsu").put("digest", proposal.toHex()));
    }

    @Test
    void aSignedReportThatPassedIsTakenAndTheApprovalNamesIt() {
        ObjectNode report = signed(content(), Officers.ASSESSOR);

        JsonNode taken = hub.succeed(Officers.MAKER, "registry", "assess", handedIn(report));

        String name = Sm3.hash(Bytes.utf8(CanonicalJson.encode(report).toUtf8() + "\n"))
                .toHex();
        assertThat(taken.path("report").asText()).isEqualTo(name);
        assertThat(taken.path("assessor").asText()).isEqualTo("测评机构");
        assertThat(hub.read("registry/assessment/jiangsu")).hasValueSatisfying(entry -> {
            assertThat(entry.path("passed").asInt()).isEqualTo(2);
            assertThat(entry.path("notApplicable").asInt()).isEqualTo(1);
            assertThat(entry.path("validUntil").asLong() - entry.path("began").asLong())
                    .isEqualTo(Duration.ofDays(365).toMillis());
        });
        assertThat(approve().path("assessment").asText()).isEqualTo(name);
    }

    @Test
    void theSameReportAgainChangesNothing() {
        ObjectNode report = signed(content(), Officers.ASSESSOR);
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(report));
        JsonNode first = hub.read("registry/assessment/jiangsu").orElseThrow();

        JsonNode again =
                hub.advance(Duration.ofDays(1)).succeed(Officers.MAKER, "registry", "assess", handedIn(report));

        assertThat(again.path("reason").asText()).isEqualTo("ASSESSMENT_KNOWN");
        assertThat(hub.read("registry/assessment/jiangsu")).contains(first);
    }

    @Test
    void anApprovalNamesNoAssessmentThatIsMissingOutOfDateOrOfOtherValidators() {
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(content(), Officers.ASSESSOR)));
        hub.advance(Duration.ofDays(365));
        assertThat(approve().has("assessment")).isFalse();
    }

    @Test
    void whatWasProposedAnewWithOtherValidatorsIsNotVouchedForByTheOldReport() {
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(content(), Officers.ASSESSOR)));
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("registration", ValidRegistration.json("jiangsu", 7));
        proposal = Hash32.ofHex(hub.succeed(Officers.MAKER, "registry", "propose", arguments)
                .get("digest")
                .textValue());
        assertThat(approve().has("assessment")).isFalse();
    }

    @Test
    void aRegisteredChainIsAssessedAgain() {
        approve();
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(content(), Officers.ASSESSOR)));
        assertThat(hub.read("registry/assessment/jiangsu")).isPresent();
    }

    @Test
    void aReportThatFailedEndsWhatAnEarlierOneVouchedForAndAnOlderOneDoesNotComeBack() {
        ObjectNode first = signed(content(), Officers.ASSESSOR);
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(first));
        ObjectNode failed = content()
                .put("began", START.toInstant().minusSeconds(60).toString())
                .put("verdict", "failed");
        outcome(failed, "failed");

        JsonNode taken = hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(failed, Officers.ASSESSOR)));

        assertThat(taken.path("verdict").asText()).isEqualTo("failed");
        assertThat(hub.refuse(Officers.MAKER, "registry", "assess", handedIn(first))
                        .code())
                .isEqualTo("ASSESSMENT_SUPERSEDED");
        assertThat(approve().has("assessment")).isFalse();
    }

    @Test
    void whoNamesTheAssessmentApprovesOnThatOneOnly() {
        ObjectNode decision = CanonicalJson.object().put("chainId", "jiangsu").put("digest", proposal.toHex());
        decision.put("assessment", Hash32.ZERO.toHex());
        assertThat(hub.refuse(Officers.CHECKER, "registry", "approve", decision).code())
                .isEqualTo("ASSESSMENT_CHANGED");
        String name = hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(content(), Officers.ASSESSOR)))
                .path("report")
                .asText();
        hub.succeed(Officers.CHECKER, "registry", "approve", decision.put("assessment", name));
    }

    private static Arguments row(String what, String code, Consumer<ObjectNode> broken) {
        ObjectNode content = content();
        broken.accept(content);
        return Arguments.of(what, code, signed(content, Officers.ASSESSOR));
    }

    private static Arguments edited(String what, String code, Consumer<ObjectNode> broken) {
        ObjectNode report = signed(content(), Officers.ASSESSOR);
        broken.accept(report);
        return Arguments.of(what, code, report);
    }

    private static ObjectNode in(ObjectNode json, String name) {
        return (ObjectNode) json.get(name);
    }

    private static void upper(ObjectNode json, String name) {
        json.put(name, json.path(name).asText().toUpperCase(Locale.ROOT));
    }

    private static void outcome(ObjectNode json, String outcome) {
        ((ObjectNode) json.get("checks").get(1)).put("outcome", outcome);
    }

    static Stream<Arguments> whatIsNoEvidence() {
        return Stream.of(
                row("another format", "REPORT_MALFORMED", json -> json.put("format", "regchain/conformance/2")),
                row("no format", "BAD_ARGUMENT", json -> json.remove("format")),
                edited("changed after it was signed", "REPORT_DIGEST_MISMATCH", json -> json.put("height", 43)),
                edited("no digest", "BAD_ARGUMENT", json -> json.remove("digest")),
                edited("a digest too short", "BAD_ARGUMENT", json -> json.put("digest", "00")),
                edited("no signature", "REPORT_UNSIGNED", json -> json.remove("signature")),
                edited("a signature that is none", "BAD_ARGUMENT", json -> in(json, "signature")
                        .put("value", "00")),
                edited("a key off the curve", "BAD_ARGUMENT", json -> in(json, "signature")
                        .put("publicKey", "04" + "11".repeat(64))),
                edited("signed by one, claimed by another", "REPORT_SIGNATURE_INVALID", json -> in(json, "signature")
                        .put("publicKey", Officers.CHECKER.publicKey().toHex())),
                Arguments.of("signed by nobody known", "ASSESSOR_UNKNOWN", signed(content(), Officers.CHECKER)),
                Arguments.of(
                        "signed by a node of the chain", "ASSESSOR_NOT_INDEPENDENT", signed(content(), Officers.NODE)),
                row("about another chain", "REPORT_OF_OTHER_CHAIN", json -> json.put("chain", "zhejiang")),
                row("about one node", "REPORT_OF_TOO_FEW_NODES", json -> ((ArrayNode) json.get("nodes")).remove(1)),
                row("about one node twice", "REPORT_OF_TOO_FEW_NODES", json -> ((ObjectNode)
                                json.get("nodes").get(1))
                        .put("name", "jiangsu-0")),
                row("about a node that is not registered", "REPORT_OF_TOO_FEW_NODES", json -> ((ObjectNode)
                                json.get("nodes").get(1))
                        .put("name", "jiangsu-7")),
                row("another block 0", "GENESIS_DIFFERS", json -> json.put("genesisHash", Hash32.ZERO.toHex())),
                row("no block 0", "GENESIS_DIFFERS", json -> json.remove("genesisHash")),
                edited("a signature with more in it", "REPORT_MALFORMED", json -> in(json, "signature")
                        .put("note", "")),
                edited("a key in upper case", "BAD_ARGUMENT", json -> upper(in(json, "signature"), "publicKey")),
                edited("a signature in upper case", "REPORT_MALFORMED", json -> upper(in(json, "signature"), "value")),
                Arguments.of(
                        "signed by who hands it in", "ASSESSOR_NOT_INDEPENDENT", signed(content(), Officers.MAKER)),
                row("keys taken from the node", "KEY_SET_DIFFERS", json -> in(json, "keySet")
                        .put("from", "node")),
                row("other keys", "KEY_SET_DIFFERS", json -> in(json, "keySet").put("hash", Hash32.ZERO.toHex())),
                row("no keys", "KEY_SET_DIFFERS", json -> in(json, "keySet").remove("hash")),
                row("a time that is none", "BAD_ARGUMENT", json -> json.put("began", "yesterday")),
                row(
                        "six minutes ahead",
                        "REPORT_FROM_THE_FUTURE",
                        json -> json.put(
                                "began", START.toInstant().plusSeconds(360).toString())),
                row(
                        "a year old",
                        "ASSESSMENT_EXPIRED",
                        json -> json.put(
                                "began",
                                START.toInstant().minus(Duration.ofDays(365)).toString())),
                row(
                        "a check failed, whatever the verdict",
                        "REPORT_CONTRADICTS_ITSELF",
                        json -> outcome(json, "failed")),
                row("a check was not reached", "REPORT_CONTRADICTS_ITSELF", json -> outcome(json, "not reached")),
                row("an outcome that is none", "REPORT_MALFORMED", json -> outcome(json, "nearly")),
                row("the verdict is failed", "REPORT_CONTRADICTS_ITSELF", json -> json.put("verdict", "failed")),
                row("nothing was checked", "REPORT_CONTRADICTS_ITSELF", json -> json.putArray("checks")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsNoEvidence")
    void whatIsNoEvidenceIsRefusedWithItsReason(String what, String code, ObjectNode report) {
        assertThat(hub.refuse(Officers.MAKER, "registry", "assess", handedIn(report))
                        .code())
                .isEqualTo(code);
        assertThat(hub.read("registry/assessment/jiangsu")).isEmpty();
    }

    @Test
    void onlyAnOfficerHandsItInAndOnlyForAChainThatIsProposedOrRegistered() {
        ObjectNode report = signed(content(), Officers.ASSESSOR);
        assertThat(hub.refuse(Officers.ASSESSOR, "registry", "assess", handedIn(report))
                        .code())
                .isEqualTo("ROLE_MISSING");
        assertThat(hub.refuse(
                                Officers.MAKER,
                                "registry",
                                "assess",
                                handedIn(report).put("chainId", "zhejiang"))
                        .code())
                .isEqualTo("CHAIN_UNKNOWN");
    }

    @Test
    void timesAtTheBoundsAreTaken() {
        Instant oldest = START.toInstant().minus(Duration.ofDays(365)).plusMillis(1);
        ObjectNode first = content().put("began", oldest.toString());
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(first, Officers.ASSESSOR)));
        Instant ahead = START.toInstant().plusSeconds(300);
        ObjectNode second = content().put("began", ahead.toString());
        hub.succeed(Officers.MAKER, "registry", "assess", handedIn(signed(second, Officers.ASSESSOR)));
    }
}
