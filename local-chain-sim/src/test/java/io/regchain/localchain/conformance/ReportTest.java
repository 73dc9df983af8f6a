package io.regchain.localchain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The reports: unchanged or refused, readable by programs and people, and safe whatever a node puts into its answers. */
class ReportTest {
    private static final String HOSTILE =
            "</pre><script>alert(1)</script>\" onload='x' \u001b[2J\u0000 \u202e & ]]> \ud800 <!--";
    private static final Sm2PrivateKey ASSESSOR =
            Sm2PrivateKey.of(Hash32.ofHex("03".repeat(32)).toArray());

    @TempDir
    private Path folder;

    /** Everything passed on one node but what {@code more} finds. */
    private static ConformanceReport report(Consumer<Findings> more) {
        Findings findings = new Findings();
        for (Check check : Check.values()) {
            findings.passed(check.group().together() ? CheckResult.TOGETHER : "node 1", check);
        }
        more.accept(findings);
        return new ConformanceReport(
                new ChainId("jiangsu"),
                Instant.parse("2026-02-09T01:00:00Z"),
                List.of(new ConformanceReport.Node("node 1", "https://127.0.0.1:8443", "jiangsu-0")),
                ConformanceReport.KeySetFrom.REGISTRATION,
                Optional.of(Hash32.ZERO),
                Optional.of(Hash32.ZERO),
                Optional.of(42L),
                findings.results(List.of("node 1")));
    }

    private static ConformanceReport sound() {
        return report(findings -> {});
    }

    private static ConformanceReport hostile() {
        Exchange exchange = new Exchange(
                "https://127.0.0.1:8443/x",
                Question.post("/x", ConnectEncoding.JSON, Bytes.utf8("{}")),
                new Exchange.Answer(200, "text/html" + HOSTILE, Bytes.wrap(HOSTILE.getBytes(StandardCharsets.UTF_8))));
        return report(findings -> {
            findings.failed("node 1", Check.BLOCK, new Failure(HOSTILE, "something else", Optional.of(exchange)));
            findings.notApplicable(CheckResult.TOGETHER, Check.NODES_KEYS, "why", "remedy");
        });
    }

    private static String refusal(Bytes file) {
        return ConformanceReport.verify(file) instanceof ReportVerification.Refused refused
                ? refused.reason().code()
                : "holds";
    }

    private static Bytes edited(Bytes file, boolean withNewDigest, Consumer<ObjectNode> change) {
        ObjectNode json = CanonicalJson.decodeObject(file);
        change.accept(json);
        if (withNewDigest) {
            ObjectNode content = json.deepCopy();
            content.remove(List.of("digest", "signature"));
            json.put("digest", Sm3.hash(CanonicalJson.encode(content)).toHex());
        }
        return Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n");
    }

    @Test
    void an_unchanged_report_holds_and_says_who_signed_it_and_by_what_digest_it_is_named() {
        Bytes file = sound().toJson(Optional.of(ASSESSOR));

        assertThat(ConformanceReport.verify(file))
                .isEqualTo(new ReportVerification.Holds(
                        new ChainId("jiangsu"),
                        "2026-02-09T01:00:00Z",
                        true,
                        sound().counts(),
                        Sm3.hash(file),
                        Optional.of(ASSESSOR.publicKey())));
    }

    @Test
    void without_a_key_it_holds_but_nobody_answers_for_it() {
        assertThat(ConformanceReport.verify(hostile().toJson(Optional.empty())))
                .isInstanceOfSatisfying(ReportVerification.Holds.class, holds -> {
                    assertThat(holds.signer()).isEmpty();
                    assertThat(holds.passed()).isFalse();
                    assertThat(holds.counts().failed()).isEqualTo(1);
                });
    }

    @Test
    void a_change_of_any_single_byte_is_refused() {
        byte[] file = sound().toJson(Optional.of(ASSESSOR)).toArray();
        for (int i = 0; i < file.length; i += 97) {
            byte[] other = file.clone();
            other[i] ^= 1;
            assertThat(refusal(Bytes.wrap(other))).as("byte %d", i).isNotEqualTo("holds");
        }
    }

    @Test
    void what_was_edited_is_refused_with_its_reason() {
        Bytes file = hostile().toJson(Optional.of(ASSESSOR));
        Bytes unsigned = hostile().toJson(Optional.empty());
        Consumer<ObjectNode> verdict = json -> json.put("verdict", "passed");

        assertThat(refusal(edited(file, false, verdict))).isEqualTo("REPORT_DIGEST_MISMATCH");
        assertThat(refusal(edited(file, true, verdict))).isEqualTo("REPORT_SIGNATURE_INVALID");
        assertThat(refusal(edited(unsigned, true, verdict))).isEqualTo("REPORT_CONTRADICTS_ITSELF");
        assertThat(refusal(edited(unsigned, true, json -> ((ArrayNode) json.get("checks")).remove(3))))
                .isEqualTo("REPORT_INCOMPLETE");
        assertThat(refusal(edited(file, false, json -> ((ObjectNode) json.get("signature"))
                        .put(
                                "publicKey",
                                Sm2PrivateKey.of(Hash32.ofHex("04".repeat(32)).toArray())
                                        .publicKey()
                                        .toHex()))))
                .isEqualTo("REPORT_SIGNATURE_INVALID");
        assertThat(refusal(Bytes.utf8(file.toUtf8() + "\n"))).isEqualTo("REPORT_NOT_CANONICAL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "{\"format\":\"regchain/evidence/1\"}", "{\"format\":\"regchain/conformance/1\"}"
            })
    void what_is_no_report_is_refused(String file) {
        assertThat(refusal(Bytes.utf8(file))).startsWith("REPORT_");
    }

    @Test
    void the_junit_report_parses_and_counts_what_the_report_counts() throws Exception {
        ConformanceReport report = hostile();

        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(ReportXml.write(report).toArray()));

        Element root = document.getDocumentElement();
        assertThat(root.getAttribute("tests"))
                .isEqualTo(Integer.toString(report.results().size()));
        assertThat(document.getElementsByTagName("testcase").getLength())
                .isEqualTo(report.results().size());
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("JR/T 0314 7.3 table 4");
        assertThat(failure.getTextContent()).contains("POST https://127.0.0.1:8443/x", "{}", "<script>alert(1)");
    }

    @Test
    void the_page_carries_no_script_of_a_node_and_needs_nothing_from_elsewhere() {
        String page = new String(ReportHtml.write(hostile()).toArray(), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "NOT PASSED", "获取区块信息", "JR/T 0314 7.3 table 4");
        assertThat(page)
                .doesNotContain("<script", "onload='", "<!--", "\u001b", "\u0000", "\u202e", "http-equiv=\"refresh");
        assertThat(page).contains("default-src 'none'").doesNotContain("src=", "href=");
        assertThat(new String(ReportHtml.write(sound()).toArray(), StandardCharsets.UTF_8))
                .contains("PASSED 通过");
    }

    @Test
    void the_terminal_shows_the_call_the_bytes_and_the_clause_but_no_control_characters() {
        String text = String.join("\n", ReportText.lines(hostile()));

        assertThat(text)
                .contains("✗ T4.block on node 1", "JR/T 0314 7.3 table 4", "POST https://127.0.0.1:8443/x", "HTTP 200");
        assertThat(text).doesNotContain("\u001b", "\u0000", "\u202e");
    }

    @Test
    void all_three_are_written_and_the_digest_is_that_of_the_file() throws Exception {
        Hash32 digest = ReportFiles.write(folder.resolve("new/folder"), sound(), Optional.empty());

        assertThat(folder.resolve("new/folder"))
                .isDirectoryContaining("glob:**conformance.html")
                .isDirectoryContaining("glob:**conformance.xml");
        assertThat(Sm3.hash(Bytes.wrap(Files.readAllBytes(folder.resolve("new/folder/conformance.json")))))
                .isEqualTo(digest);
    }

    @Test
    void what_was_not_reached_counts_as_not_passed_and_names_what_failed_before() {
        Findings findings = new Findings();
        findings.failed("node 1", Check.STATUS, new Failure("nothing", "something", Optional.empty()));
        List<CheckResult> results = findings.results(List.of("node 1"));

        assertThat(results).hasSize(Check.values().length);
        assertThat(results)
                .filteredOn(result -> result.check() == Check.BLOCK)
                .singleElement()
                .satisfies(result -> assertThat(result.outcome())
                        .isEqualTo(new Outcome.NotReached(
                                "an earlier answer lacked what it needs; failed before it: T3.status")));
    }

    @Test
    void long_bodies_are_cut_and_protobuf_is_shown_in_hexadecimal() {
        assertThat(ShownBytes.of(Bytes.utf8("国".repeat(2_000)), "application/json"))
                .startsWith("国国")
                .endsWith("(6000 bytes in all)")
                .hasSizeLessThan(ShownBytes.MOST);
        assertThat(ShownBytes.of(Bytes.ofHex("0a01ff"), "application/proto")).isEqualTo("hex 0a01ff");
        assertThat(ShownBytes.of(Bytes.ofHex("ff00"), "application/json")).isEqualTo("hex ff00");
    }
}
