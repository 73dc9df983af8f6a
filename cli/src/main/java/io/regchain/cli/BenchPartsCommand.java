package io.regchain.cli;

import io.regchain.bench.parts.PartsBenchmark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The JMH benchmarks. */
@Command(
        name = "parts",
        description = {
            "Times the parts of a chain's work with JMH: verification for known and new keys beside the library's, "
                    + "signing, SM3, headers, transactions, certificates, the state tree. All of it takes about six minutes."
        },
        mixinStandardHelpOptions = true)
final class BenchPartsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "Only parts whose name contains this regular expression, such as KnownKey or StateTrees.")
    private String pattern;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "Seconds to measure each part for, after 5 of warm-up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--forks",
            defaultValue = "2",
            description = "Java processes for each part (default: ${DEFAULT-VALUE}); 0 runs in this one, to try it.")
    private int forks;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            defaultValue = "hub-bench-parts.log",
            description = "Where JMH writes its own account (default: ${DEFAULT-VALUE}).")
    private Path log;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as JSON as well.")
    private @Nullable Path json;

    @Override
    public Integer call() throws RunnerException {
        BenchOutput.requireBetween("--seconds", seconds, 1, 600);
        BenchOutput.requireBetween("--forks", forks, 0, 20);
        try {
            BenchOutput.tell(spec.commandLine().getOut(), new PartsBenchmark(pattern, forks, seconds, log).run(), json);
            return ExitCode.DONE;
        } catch (NoBenchmarksException e) {
            throw CommandFailure.ofUsage(
                    "no part has a name with \"" + pattern + "\"",
                    "Parts are Blocks, Certificates, KnownKey, OtherKeys, StateTrees.");
        }
    }
}
