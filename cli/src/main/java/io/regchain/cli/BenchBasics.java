package io.regchain.cli;

import io.regchain.bench.Figure;
import io.regchain.bench.Machine;
import io.regchain.bench.Report;
import io.regchain.bench.basics.Measurement;
import io.regchain.bench.basics.Stopwatch;
import io.regchain.bench.basics.Workload;
import io.regchain.bench.basics.Workloads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the operations that everything else is made of, on one thread. */
final class BenchBasics {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "Seconds to measure each operation for, after as long a warm-up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as JSON as well.")
    private java.nio.file.@Nullable Path json;

    int run() {
        BenchOutput.requireBetween("--seconds", seconds, 1, 600);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.here().line());
        out.printf(Locale.ROOT, "%-44s %14s %12s %12s%n", "operation", "per second", "p50", "p99");
        Stopwatch stopwatch = new Stopwatch(Duration.ofSeconds(seconds));
        List<Figure> figures = new ArrayList<>();
        for (Workload workload : Workloads.all()) {
            Measurement measured = stopwatch.measure(workload);
            print(out, measured);
            figures.add(new Figure(measured.name(), measured.name(), measured.perSecond(), "1/s"));
        }
        String configuration = "configuration: one thread, " + seconds + " s warm-up, " + seconds + " s measured";
        BenchOutput.writeJson(new Report(Machine.here(), configuration, figures, List.of()), json);
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
