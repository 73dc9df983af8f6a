package io.regchain.cli;

import io.regchain.cli.demo.DemoOptions;
import io.regchain.cli.demo.DemoRun;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Markets;
import io.regchain.supervision.status.ObjectBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub demo}: the whole federation in one process, two stories told and proven, then business until Ctrl-C. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a supervision chain and local chains of real validators in one process, tells the stories S3 "
                    + "(an investor recognised in another province) and S4 (a transfer and the five-trading-day rule) with what "
                    + "proves each step, prints login links for the dashboards, and keeps a trickle of business going until Ctrl-C."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by Ctrl-C, or by --exit",
            "1:a story did not come out as told",
            "2:wrong usage",
            "3:the port is taken, or the data directory or the S3 store cannot be used"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the state here, and go on from it. Default: a temporary directory, removed at the end.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description =
                    "Where the dashboards and the API listen on 127.0.0.1; 0 lets the system choose. Default: 8080.")
    private int port;

    @Option(
            names = "--markets",
            paramLabel = "WHICH",
            defaultValue = "five",
            description =
                    "five (the pilot markets), all (35), or chain ids with commas; the stories need jiangsu, zhejiang"
                            + " and shanghai. Default: five.")
    private String markets = "five";

    @Option(names = "--quiet", description = "Print the result and the links only.")
    private boolean quiet;

    @Option(names = "--exit", description = "End after the stories instead of keeping business going.")
    private boolean exit;

    @Option(
            names = "--late-after",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "From when on after the business a record on a local chain is called late. Default: 3600.")
    private long lateAfter = ObjectBounds.DEFAULT.lateAfter().toSeconds();

    @Mixin
    private SnapshotOptions snapshots = new SnapshotOptions();

    @Override
    public Integer call() {
        DemoOptions options =
                new DemoOptions(Optional.ofNullable(data), port, plans(), snapshots.settings(), bounds(), quiet, exit);
        FreePort.require(spec.commandLine(), port);
        try {
            return new DemoRun(options, spec.commandLine().getOut()).run();
        } catch (FederationProblem problem) {
            throw CommandFailure.ofEnvironment(String.valueOf(problem.getMessage()), problem.remedy());
        }
    }

    private ObjectBounds bounds() {
        if (lateAfter < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--late-after should be 0 seconds or more, not " + lateAfter);
        }
        return new ObjectBounds(
                Duration.ofSeconds(lateAfter), ObjectBounds.DEFAULT.aheadAfter(), ObjectBounds.DEFAULT.window());
    }

    private List<MarketPlan> plans() {
        return switch (markets) {
            case "five" -> MarketPlan.pilots();
            case "all" -> MarketPlan.all();
            default -> named();
        };
    }

    private List<MarketPlan> named() {
        List<MarketPlan> plans = new ArrayList<>();
        for (String name : markets.split(",")) {
            plans.add(plan(name.strip()));
        }
        List<String> missing = new ArrayList<>(List.of("jiangsu", "zhejiang", "shanghai"));
        plans.forEach(plan -> missing.remove(plan.chainId().value()));
        if (!missing.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--markets lacks " + String.join(", ", missing) + ", which the stories need");
        }
        return plans;
    }

    private MarketPlan plan(String name) {
        try {
            return Markets.byChain(new ChainId(name)).map(MarketPlan::of).orElseThrow(IllegalArgumentException::new);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--markets: there is no market \"" + name
                            + "\"; say five, all, or chain ids such as jiangsu,zhejiang,shanghai");
        }
    }
}
