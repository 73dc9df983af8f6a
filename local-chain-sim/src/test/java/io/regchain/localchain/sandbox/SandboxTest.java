package io.regchain.localchain.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.JavaScriptChain;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.localchain.federation.NodeJs;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.CommitCertificate;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An integrator's day: one sandbox, and a chain that is absent, half finished, there, spoiled, mended, called, calling, and
 * begun anew. The chain is the one in JavaScript, started from the file that the sandbox writes and from nothing else.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final ChainId SICHUAN = new ChainId("sichuan");
    private static final Logger LOG = LoggerFactory.getLogger(SandboxTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static SpoiledNodes nodes;
    private static Optional<JavaScriptChain> chain = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        nodes = new SpoiledNodes();
        sandbox = Sandbox.start(new SandboxSettings(
                directory.resolve("sandbox"),
                MarketPlan.of(Markets.byChain(JIANGSU).orElseThrow()),
                0,
                request -> Optional.empty(),
                SandboxTest::keep,
                begun -> begun.chainFile(SICHUAN, Optional.of(applicant()))));
    }

    @AfterAll
    static void stop() {
        chain.ifPresent(JavaScriptChain::close);
        sandbox.close();
        nodes.close();
    }

    /** For whoever looks at what a run that failed was told. */
    private static void keep(Line line) {
        LOG.info("{}", line);
    }

    private static Applicant applicant() {
        return new Applicant(
                nodes.addresses().stream()
                        .map(uri -> new NodeAddress(uri, Optional.of("letters"), Optional.empty()))
                        .toList(),
                Optional.of(SICHUAN),
                Optional.empty());
    }

    /** From the sandbox's file, but where the system has a port. */
    private static JavaScriptChain startChain() throws Exception {
        Path programs = NodeJs.prepared(directory);
        ObjectNode settings = (ObjectNode) CanonicalJson.decode(
                Bytes.wrap(Files.readAllBytes(sandbox.testKeys().resolve("sichuan.json"))));
        settings.putArray("endpoints");
        JavaScriptChain started = JavaScriptChain.start(programs, directory, settings);
        chain = Optional.of(started);
        nodes.leadTo(started.endpoints());
        return started;
    }

    private static JavaScriptChain chain() {
        assumeTrue(chain.isPresent(), "there is no chain without Node.js");
        return chain.orElseThrow();
    }

    private static Line awaitLine(long from, String what) {
        return awaitLine(from, what, line -> line.text().contains(what));
    }

    private static Line awaitLine(long from, String what, Predicate<Line> which) {
        return await(what)
                .atMost(PATIENCE)
                .until(() -> find(from, which), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Line> find(long from, Predicate<Line> which) {
        return sandbox.blackboard().from(from).stream()
                .map(Blackboard.Numbered::line)
                .filter(which)
                .findFirst();
    }

    private static long now() {
        return sandbox.blackboard().count();
    }

    private static List<String> toldOf(PacketId packet) {
        return sandbox.blackboard().from(0).stream()
                .map(Blackboard.Numbered::line)
                .filter(line -> line.packet().equals(Optional.of(packet)))
                .map(Line::text)
                .toList();
    }

    private static void seal(String id) {
        JsonNode sealed = chain().seal(JavaScriptChain.disclosure(SICHUAN, id));
        assertThat(sealed.path("outcome").asText()).as(sealed.toString()).isEqualTo("SUCCESS");
    }

    @Test
    @Order(1)
    void a_chain_that_does_not_answer_is_waited_for_and_a_wrong_answer_is_told_with_function_and_clause() {
        sandbox.join(applicant());

        Line waiting = awaitLine(0, "waiting for node 1");

        assertThat(waiting.mark()).isEqualTo(Line.Mark.WAITING);
        assertThat(waiting.text()).contains(nodes.addresses().get(0).toString(), "start it");

        nodes.leadTo(List.of(sandbox.hub(), sandbox.hub())); // something answers there that is no node

        Line wrong = awaitLine(0, "answered ListNetworks");
        assertThat(wrong.mark()).isEqualTo(Line.Mark.WRONG);
        assertThat(wrong.text()).contains("HTTP 404");
        assertThat(wrong.more()).anyMatch(more -> more.contains("JR/T 0314 7.2 table 3 获取可用网络列表"));
        assertThat(find(0, line -> line.text().contains("admitted"))).isEmpty();
        nodes.leadTo(List.of());
    }

    @Test
    @Order(2)
    void a_chain_that_runs_on_the_test_keys_is_admitted_without_further_ado_and_its_first_block_is_explained()
            throws Exception {
        startChain();

        awaitLine(0, "registration proposed by the ");
        awaitLine(0, "registration approved by the ");
        Line admitted = awaitLine(0, "sichuan is admitted");
        Line idle = awaitLine(0, "the hub has verified no block of sichuan above block 0 yet");
        seal("disclosure-1");

        assertThat(admitted.more())
                .anyMatch(more -> more.startsWith("every check of the interface: ./hub conformance")
                        && more.contains("--endpoint " + nodes.addresses().get(1) + " --chain-id sichuan"));
        assertThat(idle.more()).anyMatch(more -> more.startsWith("act:    have your chain make block 1"));
        Line first = awaitLine(0, "block 1 verified");
        assertThat(first.more())
                .anyMatch(more -> more.startsWith("hash link"))
                .anyMatch(more -> more.startsWith("certificate: 4 of 4 validators sealed it, 3 are a quorum"))
                .anyMatch(more -> more.startsWith("keys"));
        awaitLine(0, "disclosure-1 version 0 (infodisclosure, create) stored");
        Line remark = awaitLine(0, "remarked: REFERENCE_UNKNOWN");
        assertThat(remark.mark()).isEqualTo(Line.Mark.NOTE);
    }

    @Test
    @Order(3)
    void a_certificate_without_a_quorum_is_refused_with_its_clause_until_it_is_mended() {
        chain();
        long from = now();
        nodes.spoil(NodeMethods.GET_CONSENSUS_STATE, SandboxTest::withTwoSeals);
        seal("disclosure-2");

        Line refused = awaitLine(from, "refused: QUORUM_NOT_REACHED at height 2");

        assertThat(refused.mark()).isEqualTo(Line.Mark.WRONG);
        assertThat(refused.more())
                .anyMatch(more -> more.startsWith("clause: JR/T 0314 7.1"))
                .anyMatch(more -> more.contains("3 of 4"));
        assertThat(find(from, line -> line.text().contains("disclosure-2 version 0 (infodisclosure, create) stored")))
                .isEmpty();
        nodes.heal();
        awaitLine(from, "block 2 verified: follows block 1");
        awaitLine(from, "disclosure-2 version 0 (infodisclosure, create) stored");
    }

    private static GetConsensusStateResponse withTwoSeals(GetConsensusStateResponse answer) {
        if (!answer.hasCertificate()) {
            return answer;
        }
        CommitCertificate certificate = answer.getCertificate();
        return answer.toBuilder()
                .setCertificate(certificate.toBuilder()
                        .clearSeals()
                        .addAllSeals(certificate.getSealsList().subList(0, 2)))
                .build();
    }

    @Test
    @Order(4)
    void an_error_of_a_function_is_told_once_with_what_it_should_answer_and_its_end_as_well() {
        chain();
        long from = now();
        nodes.spoil(answer -> answer.path().endsWith("/ListObjectIds")
                ? new SpoiledNodes.Answer(answer.path(), 500, new byte[0])
                : answer);
        seal("disclosure-3");

        Line wrong = awaitLine(from, "node 1 (" + nodes.addresses().get(0) + ") answered ListObjectIds with HTTP 500");
        awaitLine(from, "node 2 (" + nodes.addresses().get(1) + ") answered ListObjectIds with HTTP 500");

        assertThat(wrong.more()).anyMatch(more -> more.contains("table 6"));
        nodes.heal();
        awaitLine(from, "answers ListObjectIds now");
        awaitLine(from, "disclosure-3 version 0");
        assertThat(sandbox.blackboard().from(from).stream()
                        .filter(line -> line.line().text().contains(wrong.text())))
                .hasSize(1);
    }

    @Test
    @Order(5)
    void a_call_of_the_partner_is_told_stage_by_stage_to_its_end() {
        chain();
        PacketId packet = sandbox.call();

        awaitLine(0, packet + " is done", line -> line.last() && line.packet().equals(Optional.of(packet)));

        assertThat(toldOf(packet).stream().map(text -> text.replaceAll("block \\d+", "block N")))
                .containsSubsequence(
                        packet + " at the hub: proven under block N of jiangsu, route transfer-order allows"
                                + " transfers → transfers.requestTransfer",
                        packet
                                + " (transfers → transfers.requestTransfer): acknowledgement proven under block N of sichuan:"
                                + " PRODUCT_UNKNOWN: no product "
                                + PartnerMarket.productOf(
                                                Markets.byChain(SICHUAN).orElseThrow())
                                        .text()
                                + " is listed here",
                        packet + " is done: that jiangsu took its end is proven under block N of jiangsu");
        assertThat(toldOf(packet))
                .anyMatch(text -> text.startsWith(packet + " sent by jiangsu in its block "))
                .anyMatch(text -> text.startsWith(packet + ": your chain executed packets.receive in its block "))
                .anyMatch(text -> text.startsWith(packet + ": jiangsu took its end in block "));
    }

    @Test
    @Order(6)
    void a_call_to_the_partner_made_as_the_sandbox_says_succeeds() {
        chain();
        JsonNode payload = sandbox.callToPartner().path("payload");
        ObjectNode order =
                ((ObjectNode) payload.deepCopy()).put("requestId", "S-1").put("destination", "jiangsu");
        long from = now();

        JsonNode sent = chain().call("transfers", "forwardOrder", order);

        assertThat(sent.path("outcome").asText()).as(sent.toString()).isEqualTo("SUCCESS");
        PacketId packet = awaitLine(from, "sichuan/jiangsu/main/0 is done", Line::last)
                .packet()
                .orElseThrow();
        assertThat(toldOf(packet))
                .anyMatch(text -> text.contains("received by jiangsu")
                        && text.endsWith("transfers → transfers.requestTransfer succeeded"))
                .anyMatch(text -> text.contains(": your chain executed packets.acknowledge in its block "));
    }

    @Test
    @Order(7)
    void when_the_chain_begins_anew_the_sandbox_does_with_the_same_block_0_of_the_hub() throws Exception {
        chain().close();
        nodes.leadTo(List.of());
        long from = now();
        awaitLine(from, "is silent");
        byte[] file = Files.readAllBytes(sandbox.testKeys().resolve("sichuan.json"));
        URI hub = sandbox.hub();

        startChain();

        Line anew = awaitLine(from, "beginning anew: sichuan has another block 0");
        awaitLine(from, "sichuan is admitted");
        seal("disclosure-1");
        awaitLine(from, "block 1 verified");
        awaitLine(from, "disclosure-1 version 0 (infodisclosure, create) stored");
        assertThat(anew.more()).isNotEmpty();
        assertThat(sandbox.hub()).isEqualTo(hub);
        assertThat(Files.readAllBytes(sandbox.testKeys().resolve("sichuan.json")))
                .isEqualTo(file);
        assertThat(chain().said()).isEmpty();
    }

    @Test
    @Order(8)
    void no_line_is_a_fault_of_the_sandbox_and_the_officers_keys_lie_in_their_folder() throws IOException {
        assertThat(find(0, line -> line.text().contains("fault of the sandbox")))
                .isEmpty();
        JsonNode key = CanonicalJson.decode(
                Bytes.wrap(Files.readAllBytes(sandbox.testKeys().resolve("hub-admission-maker.json"))));
        assertThat(key.path("label").asText()).startsWith("TEST KEY");
        assertThat(key.path("publicKey").asText())
                .isEqualTo(sandbox.federation()
                        .hubKeys()
                        .admissionMaker()
                        .publicKey()
                        .toHex());
    }

    @Test
    @Order(9)
    void chains_that_cannot_begin_anew_end_the_sandbox_which_says_why() throws IOException {
        long from = now();
        Files.writeString(directory.resolve("sandbox").resolve("federation.json"), "{");

        assertThatThrownBy(() -> sandbox.anew()).isInstanceOf(FederationProblem.class);

        assertThat(sandbox.broken().toCompletableFuture()).isCompleted();
        assertThat(find(from, line -> line.text().contains("could not begin anew")))
                .isPresent();
    }
}
