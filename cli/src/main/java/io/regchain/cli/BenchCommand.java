package io.regchain.cli;

import io.regchain.cli.bench.Machine;
import io.regchain.cli.bench.Measurement;
import io.regchain.cli.bench.Stopwatch;
import io.regchain.cli.bench.Workloads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the operations that everything else is made of, on one thread. */
@Command(
        name = "bench",
        description = "Times signatures, hashes and the state tree on this machine, on one core.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "Seconds to measure each operation for, after as long a warm-up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > 600) {
            throw CommandFailure.ofUsage("--seconds is " + seconds, "Give a whole number from 1 to 600.");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.here().line());
        out.printf(Locale.ROOT, "%-44s %14s %12s %12s%n", "operation", "per second", "p50", "p99");
        Stopwatch stopwatch = new Stopwatch(Duration.ofSeconds(seconds));
        List.copyOf(Workloads.all()).forEach(workload -> print(out, stopwatch.measure(workload)));
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, Measurement measured) {
        out.printf(
                Locale.ROOT,
                "%-44s %,14.0f %9.1f µs %9.1f µs%n",
                measured.name(),
                measured.perSecond(),
                measured.p50Micros(),
                measured.p99Micros());
        out.flush();
    }
}
