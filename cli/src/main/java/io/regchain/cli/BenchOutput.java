package io.regchain.cli;

import io.regchain.bench.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the bench commands tell what they measured. */
final class BenchOutput {
    private BenchOutput() {}

    static void requireBetween(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw CommandFailure.ofUsage(
                    option + " is " + value, "Give a whole number from " + least + " to " + most + ".");
        }
    }

    static void tell(PrintWriter out, Report report, @Nullable Path json) {
        report.lines().forEach(out::println);
        out.flush();
        writeJson(report, json);
    }

    static void writeJson(Report report, @Nullable Path json) {
        if (json == null) {
            return;
        }
        try {
            report.writeJson(json);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the figures cannot be written to " + json + ": " + e.getMessage(),
                    "Name a file in a folder that exists and may be written to.");
        }
    }
}
