package io.regchain.bench.parts;

import io.regchain.bench.Figure;
import io.regchain.bench.Machine;
import io.regchain.bench.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of this package, each in Java processes of its own. */
public final class PartsBenchmark {
    private final String pattern;
    private final int forks;
    private final int seconds;
    private final Path log;

    /**
     * @param pattern regular expression that a benchmark's name must contain
     * @param forks Java processes for each; 0 runs in this one, which is good for trying only
     * @param seconds of measurement in each
     * @param log where JMH writes its long account
     */
    public PartsBenchmark(String pattern, int forks, int seconds, Path log) {
        this.pattern = pattern;
        this.forks = forks;
        this.seconds = seconds;
        this.log = log;
    }

    /** @throws RunnerException when no benchmark has such a name, or one fails */
    public Report run() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(getClass().getPackageName().replace(".", "\\.") + "\\..*(" + pattern + ").*")
                .forks(forks)
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC")
                .warmupIterations(forks == 0 ? 1 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL)
                .output(log.toString())
                .build();
        return report(new Runner(options).run());
    }

    private Report report(Collection<RunResult> results) {
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : results) {
            String name = name(result);
            var primary = result.getPrimaryResult();
            figures.add(new Figure(name, name, primary.getScore(), primary.getScoreUnit()));
            figures.add(new Figure(name + "-error", "  99.9 % error", primary.getScoreError(), primary.getScoreUnit()));
        }
        return new Report(
                Machine.here(),
                "configuration: JMH, one thread, %d processes each, 5 s warm-up, %d s measured; JMH's account is in %s"
                        .formatted(forks, seconds, log),
                figures,
                List.of());
    }

    private String name(RunResult result) {
        String name = result.getParams()
                .getBenchmark()
                .substring(getClass().getPackageName().length() + 1);
        List<String> parameters = result.getParams().getParamsKeys().stream()
                .map(key -> key + " " + result.getParams().getParam(key))
                .toList();
        return parameters.isEmpty() ? name : name + " (" + String.join(", ", parameters) + ")";
    }
}
