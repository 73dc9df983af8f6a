package io.regchain.localchain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.ProductCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stories on real chains, and a run that is cut off in the middle. */
class ScenarioRunTest {
    private static final List<MarketPlan> MARKETS = plans("shanghai", "jiangsu", "zhejiang");

    private static List<MarketPlan> plans(String... chains) {
        return Stream.of(chains)
                .map(id -> MarketPlan.of(Markets.byChain(new ChainId(id)).orElseThrow()))
                .toList();
    }

    private static final Scenario HUB = ScenarioReader.read(
            "T1.yaml",
            """
            format: regchain/scenario/1
            id: T1
            title: {zh: 监管链, en: The hub}
            participants: {markets: [jiangsu], people: []}
            steps:
              - id: pause
                actor: supervision
                action: pause-relay
                with: {chain: jiangsu}
                say: {zh: 暂停, en: A relay is paused}
                expect: {outcome: success}
              - id: time
                actor: supervision
                action: pass-time
                with: {minutes: 5}
                say: {zh: 时间过去, en: Time passes}
                expect: {outcome: success}
              - id: propose
                actor: supervision
                action: officer
                with:
                  role: admission-maker
                  contract: routes
                  method: propose
                  arguments: {id: t-1, source: jiangsu, sourceContract: inquiries, destination: zhejiang, destinationContract: registration, method: statement, effectiveFrom: 0, expiresAt: 1}
                say: {zh: 提议路由, en: A route is proposed}
                expect: {outcome: success}
            """);

    @TempDir
    private Path folder;

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the run as a crash would, right after a step and before the clock moves on. */
    private record CutAfter(String step) implements ScenarioListener {
        @Override
        public void stepEnded(Scenario scenario, StepReport report) {
            if (report.step().id().equals(step)) {
                throw new CutOff();
            }
        }
    }

    @Test
    void both_stories_pass_and_a_run_that_was_cut_off_goes_on_without_doing_anything_twice() throws IOException {
        Scenario s3 = ScenarioReader.bundled("S3").orElseThrow();
        Scenario s4 = ScenarioReader.bundled("S4").orElseThrow();
        Federation first = Federation.start(FederationSettings.of(folder, MARKETS));
        String proposed;
        try (Journal journal = Journal.open(folder)) {
            assertPassed(ScenarioRunner.run(first, s3, journal, ScenarioListener.silent()));
            proposed = proposal(ScenarioRunner.run(first, HUB, journal, ScenarioListener.silent()));
            assertThatThrownBy(() -> ScenarioRunner.run(first, s4, journal, new CutAfter("buy-1")))
                    .isInstanceOf(CutOff.class);
        } finally {
            first.close();
        }
        loseTheEndOf(folder.resolve("scenario-journal.jsonl"));
        loseTheProposalIn(folder.resolve("scenario-journal.jsonl"));

        Federation second = Federation.start(FederationSettings.of(folder, MARKETS));
        try (Journal journal = Journal.open(folder)) {
            ScenarioResult result = ScenarioRunner.run(second, s4, journal, ScenarioListener.silent());
            assertPassed(result);
            assertThat(report(result, "holders").fromJournal()).isTrue();
            assertThat(report(result, "buy-1").fromJournal()).isFalse();
            assertThat(second.market(new ChainId("shanghai"))
                            .books()
                            .register(ProductCode.parse("SH000101G.S2601"))
                            .orElseThrow()
                            .holders())
                    .isEqualTo(3);
            ScenarioResult again = ScenarioRunner.run(second, s3, journal, ScenarioListener.silent());
            assertThat(again.reports()).allMatch(report -> report.fromJournal() && report.passed());
            ScenarioResult hub = ScenarioRunner.run(second, HUB, journal, ScenarioListener.silent());
            assertThat(second.hub().relayPaused(new ChainId("jiangsu")))
                    .as("what ended with the program is done again")
                    .isTrue();
            assertThat(report(hub, "time").fromJournal()).isTrue();
            assertThat(proposal(hub))
                    .as("what was certified, but not written down, is found")
                    .isEqualTo(proposed);
            assertRefersToWhatIsThere(second);
        } finally {
            second.close();
        }
    }

    @Test
    void shares_in_shanghai_and_money_in_shenzhen_settle_together_or_not_at_all() throws IOException {
        assertPasses("S5", "shanghai", "shenzhen");
    }

    @Test
    void the_supervision_chain_asks_and_is_asked() throws IOException {
        assertPasses("A8", "shanghai", "zhejiang");
    }

    private void assertPasses(String id, String... markets) throws IOException {
        Scenario story = ScenarioReader.bundled(id).orElseThrow();
        Federation federation = Federation.start(FederationSettings.of(folder, plans(markets)));
        try (Journal journal = Journal.open(folder)) {
            assertPassed(ScenarioRunner.run(federation, story, journal, ScenarioListener.silent()));
            assertRefersToWhatIsThere(federation);
        } finally {
            federation.close();
        }
    }

    /** JR/T 0314 6.5 g): every reference of our markets' business names a snapshot that the hub has. */
    private static void assertRefersToWhatIsThere(Federation federation) {
        federation.markets().forEach(market -> assertThat(federation
                        .index()
                        .anomalies(market.chainId().value(), -1, 200)
                        .findValuesAsText("code"))
                .as(market.chainId().value())
                .doesNotContain("REFERENCE_UNKNOWN", "OBJECT_VERSION_GAP"));
    }

    /** The transfer was certified, but the line that says so was cut off while it was written. */
    private static void loseTheEndOf(Path journal) throws IOException {
        List<String> lines = Files.readAllLines(journal, StandardCharsets.UTF_8);
        String last = lines.get(lines.size() - 1);
        assertThat(last).contains("\"step\":\"buy-1\"");
        Files.write(journal, lines.subList(0, lines.size() - 1), StandardCharsets.UTF_8);
        Files.writeString(journal, last.substring(0, last.length() / 2), StandardOpenOption.APPEND);
    }

    private static void loseTheProposalIn(Path journal) throws IOException {
        List<String> kept = Files.readAllLines(journal, StandardCharsets.UTF_8).stream()
                .filter(line -> !(line.contains("\"outcome\"") && line.contains("\"step\":\"propose\"")))
                .toList();
        String end = Files.readString(journal);
        Files.writeString(journal, String.join("\n", kept) + (end.endsWith("\n") ? "\n" : ""));
    }

    /** The transaction that proposed the route. */
    private static String proposal(ScenarioResult result) {
        assertPassed(result);
        return report(result, "propose")
                .outcome()
                .orElseThrow()
                .result()
                .path("transaction")
                .asText();
    }

    private static void assertPassed(ScenarioResult result) {
        assertThat(result.failed().map(report -> report.step().id() + ": " + report.problems()))
                .isEqualTo(Optional.empty());
        assertThat(result.passed()).isTrue();
    }

    private static StepReport report(ScenarioResult result, String step) {
        return result.reports().stream()
                .filter(report -> report.step().id().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
