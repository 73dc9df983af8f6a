package io.regchain.cli;

import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.localchain.scenario.Journal;
import io.regchain.localchain.scenario.Narrator;
import io.regchain.localchain.scenario.Scenario;
import io.regchain.localchain.scenario.ScenarioProblem;
import io.regchain.localchain.scenario.ScenarioReader;
import io.regchain.localchain.scenario.ScenarioResult;
import io.regchain.localchain.scenario.ScenarioRunner;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Markets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays scenario files on a federation of their own. */
@Command(
        name = "sim",
        description = {
            "Plays scenarios on real chains: steps and what each must come to; "
                    + "and lets whole chains run into every kind of trouble, each from a seed."
        },
        subcommands = FuzzCommand.class,
        mixinStandardHelpOptions = true)
final class SimCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "What shall be simulated? For example: sim run S4, or sim fuzz --ledger");
    }

    @Command(
            name = "run",
            description = {
                "Starts the markets a scenario needs, plays it, and ends.",
                "Exit code 0 when every step came to what the file says; 1 at the first that did not, with its name; "
                        + "3 when the file or the data directory cannot be used."
            },
            mixinStandardHelpOptions = true)
    int play(
            @Parameters(
                            paramLabel = "FILE",
                            description =
                                    "A scenario file, or the name of one that comes with the program: S3, S4, S5, A8, "
                                            + "or one of IBC's such as TestTransfer_AutoRelay (docs/conformance.md).")
                    String file,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description = "Keep the state here, and go on from it. Default: a temporary directory.")
                    @Nullable
                    Path data) {
        try {
            return play(scenario(file), Optional.ofNullable(data)) ? ExitCode.DONE : ExitCode.CHECK_FAILED;
        } catch (ScenarioProblem problem) {
            throw CommandFailure.ofEnvironment(String.valueOf(problem.getMessage()), problem.remedy());
        } catch (FederationProblem problem) {
            throw CommandFailure.ofEnvironment(String.valueOf(problem.getMessage()), problem.remedy());
        }
    }

    private static Scenario scenario(String file) {
        Path path = Path.of(file);
        return Files.exists(path)
                ? ScenarioReader.read(path)
                : ScenarioReader.bundled(file).orElseGet(() -> ScenarioReader.read(path));
    }

    private boolean play(Scenario scenario, Optional<Path> data) {
        Path directory = data.orElseGet(SimCommand::temporary);
        Logs.toFile(directory.resolve("hub.log"));
        Federation federation = Federation.start(FederationSettings.of(directory, plans(scenario)));
        try (Journal journal = Journal.open(federation.directory().root())) {
            ScenarioResult result = ScenarioRunner.run(
                    federation,
                    scenario,
                    journal,
                    new Narrator(spec.commandLine().getOut()));
            return result.passed();
        } finally {
            if (data.isPresent()) {
                federation.close();
            } else {
                federation.closeAndForget();
            }
        }
    }

    private static List<MarketPlan> plans(Scenario scenario) {
        List<MarketPlan> plans = new ArrayList<>();
        for (ChainId market : scenario.markets()) {
            plans.add(Markets.byChain(market)
                    .map(MarketPlan::of)
                    .orElseThrow(() -> new ScenarioProblem(
                            scenario.source() + ": there is no market \"" + market + "\"",
                            "Name markets by their chain ids, such as jiangsu.")));
        }
        return plans;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("regchain-sim");
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "no temporary directory can be made (" + e + ")", "Give a directory with --data DIR.");
        }
    }
}
