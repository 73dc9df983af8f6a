package io.regchain.cli;

import io.regchain.bench.Report;
import io.regchain.bench.calls.CallBenchmark;
import io.regchain.bench.calls.CallLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cross-chain calls through a federation in this process. */
@Command(
        name = "calls",
        description = {
            "Measures cross-chain calls A → hub → B → hub → A through a whole federation in this process: each market "
                    + "forwards an investor's orders to its neighbour, whose register judges and answers them. All "
                    + "signatures, certificates and proofs are verified, everything is on disk.",
            "Default: throughput, and what the CPU time of a call is spent for. With --latency one call at a time."
        },
        mixinStandardHelpOptions = true)
final class BenchCallsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--markets",
            defaultValue = "5",
            description = "Local chains, of 4 validators each (default: ${DEFAULT-VALUE}).")
    private int markets;

    @Option(names = "--seconds", defaultValue = "60", description = "Seconds to measure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "90",
            description = "Seconds of load before, so that the code is compiled (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--in-flight",
            defaultValue = "100",
            description = "Calls of each market that have not ended (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "An empty or new folder on the disk to be measured. Default: a temporary one, removed at the end.")
    private @Nullable Path data;

    @Option(names = "--latency", description = "One call at a time: how long each takes to its certified answer.")
    private boolean latency;

    @Option(
            names = "--count",
            defaultValue = "200",
            description = "Calls measured with --latency (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--profile", description = "Also tells which methods the processors spend their time in.")
    private boolean profile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as JSON as well.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchOutput.requireBetween("--markets", markets, 2, 30);
        BenchOutput.requireBetween("--seconds", seconds, 1, 3_600);
        BenchOutput.requireBetween("--warmup", warmup, 0, 3_600);
        BenchOutput.requireBetween("--in-flight", inFlight, 1, 500);
        BenchOutput.requireBetween("--count", count, 1, 1_000_000);
        Logs.quietLibraries();
        try (BenchFolder folder = BenchFolder.open(data)) {
            BenchOutput.tell(spec.commandLine().getOut(), measure(folder.path()), json);
        }
        return ExitCode.DONE;
    }

    private Report measure(Path folder) throws IOException, InterruptedException {
        CallLoad load =
                new CallLoad(markets, Duration.ofSeconds(warmup), Duration.ofSeconds(seconds), inFlight, folder);
        CallBenchmark benchmark =
                new CallBenchmark(load, step -> spec.commandLine().getErr().println("  " + step));
        return latency ? benchmark.latency(count) : benchmark.throughput(profile);
    }
}
