package io.regchain.localchain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.federation.Federation;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.supervision.contract.Roles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own chains pass, every check made; only the calls that the kit does not make itself yet are left out. */
class ConformanceKitTest {
    @TempDir
    private static Path directory;

    private static Rehearsal rehearsal;

    @BeforeAll
    static void start() {
        rehearsal = Rehearsal.start(directory);
    }

    @AfterAll
    static void stop() {
        rehearsal.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jiangsu", "zhejiang"})
    void our_own_chains_pass(String chain) {
        List<String> told = new ArrayList<>();
        KitSettings settings = KitSettings.of(rehearsal.endpoints(chain), rehearsal.token())
                .withAnnounced(rehearsal.validators(chain));

        ConformanceReport report = ConformanceKit.run(settings, Clock.systemUTC(), told::add);

        assertThat(ReportText.lines(report).stream().filter(line -> line.contains("✗") || line.contains("not reached")))
                .isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.keySetFrom()).isEqualTo(ConformanceReport.KeySetFrom.REGISTRATION);
        assertThat(report.nodes()).extracting(ConformanceReport.Node::name).containsExactly(chain + "-0", chain + "-1");
        assertThat(told).isNotEmpty();
    }

    /** A6.3, from the run of the kit to the register. */
    @Test
    void a_report_signed_by_a_known_assessor_is_evidence_for_the_register() {
        Sm2PrivateKey assessor = ContractHarness.key("assessor");
        String digest = officer(Roles.ADMISSION_MAKER, "roles", "propose", role(assessor))
                .path("digest")
                .asText();
        officer(Roles.ADMISSION_CHECKER, "roles", "approve", role(assessor).put("digest", digest));
        Federation federation = rehearsal.federation();
        Hash32 genesis = federation
                .market(new ChainId("jiangsu"))
                .node(0)
                .block(Height.ZERO)
                .orElseThrow()
                .hash();
        KitSettings settings = KitSettings.of(rehearsal.endpoints("jiangsu"), rehearsal.token())
                .withAnnounced(rehearsal.validators("jiangsu"))
                .withGenesis(genesis);
        Clock clock = Clock.fixed(federation.clock().now().toInstant(), ZoneOffset.UTC);
        Bytes file = ConformanceKit.run(settings, clock, line -> {}).toJson(Optional.of(assessor));
        ObjectNode evidence = CanonicalJson.object().put("chainId", "jiangsu");
        evidence.set("report", CanonicalJson.decode(Bytes.utf8(file.toUtf8().strip())));

        JsonNode taken = officer(Roles.ADMISSION_MAKER, "registry", "assess", evidence);

        assertThat(taken.path("report").asText()).isEqualTo(Sm3.hash(file).toHex());
        assertThat(taken.path("passed").asInt()).isGreaterThan(150);
    }

    private static ObjectNode role(Sm2PrivateKey assessor) {
        ObjectNode role = CanonicalJson.object()
                .put("publicKey", assessor.publicKey().toHex())
                .put("name", "测评机构");
        role.putArray("roles").add("assessor");
        return role;
    }

    private static JsonNode officer(String role, String contract, String method, ObjectNode arguments) {
        TransactionRecord record = rehearsal
                .federation()
                .officer(role)
                .submit(contract, method, arguments)
                .toCompletableFuture()
                .join();
        assertThat(record.receipt().succeeded())
                .as(record.receipt().code() + ": " + record.receipt().message())
                .isTrue();
        return CanonicalJson.decode(record.receipt().result());
    }

    @Test
    void on_both_chains_together_every_check_but_the_documented_two_was_made() {
        List<Check> made = new ArrayList<>();
        for (String chain : List.of("jiangsu", "zhejiang")) {
            KitSettings settings = KitSettings.of(rehearsal.endpoints(chain), rehearsal.token());
            ConformanceKit.run(settings, Clock.systemUTC(), line -> {}).results().stream()
                    .filter(result -> result.outcome() instanceof Outcome.Passed)
                    .forEach(result -> made.add(result.check()));
        }
        List<Check> left = new ArrayList<>(List.of(Check.values()));
        left.removeAll(made);
        assertThat(left).containsExactly(Check.TLS, Check.PACKETS_TEST_CALL);
    }

    @Test
    void without_the_registrations_set_the_report_says_that_it_rests_on_the_nodes_own_word() {
        KitSettings settings = KitSettings.of(rehearsal.endpoints("jiangsu"), rehearsal.token());

        ConformanceReport report = ConformanceKit.run(settings, Clock.systemUTC(), line -> {});

        assertThat(report.keySetFrom().words()).contains("taken from the node");
        assertThat(report.keySet()).contains(rehearsal.validators("jiangsu").hash());
    }
}
