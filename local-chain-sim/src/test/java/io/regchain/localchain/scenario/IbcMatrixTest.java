package io.regchain.localchain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of IBC's end-to-end matrix, one after the other on one federation. */
@TestInstance(Lifecycle.PER_CLASS)
class IbcMatrixTest {
    private static final String BEGINNING = "World";

    private Federation federation;
    private Journal journal;

    @BeforeAll
    void start(@TempDir Path folder) {
        federation = Federation.start(FederationSettings.of(
                folder,
                Stream.of("jiangsu", "zhejiang", "anhui")
                        .map(id ->
                                MarketPlan.of(Markets.byChain(new ChainId(id)).orElseThrow()))
                        .toList()));
        journal = Journal.open(folder);
    }

    @AfterAll
    void stop() {
        journal.close();
        federation.close();
    }

    static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(IbcMatrixTest.class.getResource("/scenarios/ibc"))
                        .toURI()))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .filter(name -> !name.equals(BEGINNING))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_scenario_comes_to_what_it_says(String name) {
        Scenario scenario = ScenarioReader.bundled(name).orElseThrow();
        assertThat(scenario.title().en()).startsWith(name + ": ");
        assertThat(scenario.title().zh()).startsWith(name + "：");

        ScenarioResult result = ScenarioRunner.run(federation, scenario, journal, ScenarioListener.silent());

        assertThat(result.failed().map(report -> report.step().id() + ": " + report.problems()))
                .isEqualTo(Optional.empty());
        assertThat(result.scenario()).isEqualTo(scenario);
    }

    @ParameterizedTest
    @CsvSource({
        "TestIFTTransfer_BatchedRecvAck, zhejiang, receive",
        "TestIFTTransfer_BatchedRecvAck, jiangsu, acknowledge",
        "TestIFTTransfer_BatchedTimeout, jiangsu, timeout"
    })
    void what_the_batched_scenarios_carry_stands_in_one_transaction(String name, String chain, String method) {
        Scenario scenario = ScenarioReader.bundled(name).orElseThrow();
        ScenarioRunner.run(federation, scenario, journal, ScenarioListener.silent());

        ChainNode node = federation.market(new ChainId(chain)).node(0);
        int most = Stream.iterate(
                        node.height(),
                        height -> height.compareTo(Height.ZERO) > 0,
                        height -> new Height(height.value() - 1))
                .flatMap(height -> node.block(height).orElseThrow().block().transactions().stream())
                .filter(transaction -> transaction.method().equals(CarriedSteps.METHOD))
                .mapToInt(transaction -> (int)
                        CanonicalJson.decode(transaction.arguments()).path("steps").findValuesAsText("method").stream()
                                .filter(method::equals)
                                .count())
                .max()
                .orElse(0);
        assertThat(most).isGreaterThanOrEqualTo(3);
    }

    @Test
    void with_one_expectation_altered_a_scenario_fails_at_that_step() throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(
                        IbcMatrixTest.class.getResource("/scenarios/ibc/TestGMPCall_ErrorAcknowledgement.yaml"))
                .toURI());
        String altered = Files.readString(file)
                .replace("id: IBC-10", "id: IBC-99")
                .replace("code: BALANCE_TOO_SMALL", "code: BALANCE_TOO_LARGE");

        ScenarioResult result = ScenarioRunner.run(
                federation, ScenarioReader.read("altered.yaml", altered), journal, ScenarioListener.silent());

        StepReport failed = result.failed().orElseThrow();
        assertThat(failed.step().id()).isEqualTo("too-many");
        assertThat(failed.problems())
                .singleElement()
                .asString()
                .startsWith("code: expected BALANCE_TOO_LARGE, found refused BALANCE_TOO_SMALL");
    }

    @Test
    void what_must_not_stand_in_the_state_is_looked_for() throws IOException, URISyntaxException {
        Path file = Path.of(
                Objects.requireNonNull(IbcMatrixTest.class.getResource("/scenarios/ibc/TestGMPCall_AutoRelay.yaml"))
                        .toURI());
        String altered = Files.readString(file)
                .replace("id: IBC-09", "id: IBC-98")
                .stripTrailing()
                .concat(
                        "\n      state:\n        - {chain: zhejiang, key: accounts/account/ZJ00000102, absent: true}\n");

        ScenarioResult result = ScenarioRunner.run(
                federation, ScenarioReader.read("altered.yaml", altered), journal, ScenarioListener.silent());

        assertThat(result.failed().orElseThrow().problems())
                .singleElement()
                .asString()
                .startsWith("state zhejiang accounts/account/ZJ00000102: expected nothing, found {");
    }

    @Test
    void of_a_market_whose_first_node_is_down_nothing_is_asked() {
        String story =
                """
                format: regchain/scenario/1
                id: IBC-97
                title: {zh: 停机, en: Down}
                after: World
                participants: {markets: [jiangsu, zhejiang, anhui], people: []}
                steps:
                  - id: stop
                    actor: anhui
                    action: stop-node
                    with: {node: 1}
                    say: {zh: 停机, en: A node goes down}
                    expect: {outcome: success}
                  - id: money
                    actor: anhui
                    action: open-money
                    with: {code: Q000000101, account: AH-M-0097}
                    say: {zh: 开户, en: An account}
                    expect: {outcome: success}
                """;
        try {
            ScenarioResult result = ScenarioRunner.run(
                    federation, ScenarioReader.read("down.yaml", story), journal, ScenarioListener.silent());

            assertThat(result.failed().orElseThrow().problems())
                    .singleElement()
                    .asString()
                    .startsWith("node 1 of anhui is down");
        } finally {
            federation.startNode(new ChainId("anhui"), 0);
        }
        assertThat(federation.market(new ChainId("anhui")).runs(0)).isTrue();
    }
}
