package io.regchain.cli;

import io.regchain.bench.Machine;
import io.regchain.ledger.simulation.ChainSimulation;
import io.regchain.ledger.simulation.Fuzz;
import io.regchain.ledger.simulation.Setup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs whole chains from seeds through every kind of trouble. */
@Command(
        name = "fuzz",
        description = {
            "Runs whole chains (consensus, pool, execution, catching up, storage) on virtual time, network and disks, "
                    + "each from one seed, through loss, delay, partition, wrong clocks, crashes with torn writes, lost disks and "
                    + "validators that lie; checkers look on after every step. The same seed is the same run, always.",
            "Exit code 0 when no rule was broken; 1 at the first seed that broke one, whose story is then written down."
        },
        mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {
    private static final int LAST_LINES = 40;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ledger", required = true, description = "Chains of the ledger engine.")
    private boolean ledger;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many seeds (default: ${DEFAULT-VALUE}).")
    private long seeds;

    @Option(
            names = "--first",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(names = "--seed", paramLabel = "SEED", description = "Plays this one seed and tells its whole story.")
    private @Nullable Long one;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Seeds at the same time (default: as many as there are cores).")
    private @Nullable Integer threads;

    @Option(
            names = "--transcript",
            paramLabel = "FILE",
            description =
                    "Where the story goes (default: a file in the temporary directory, or the screen with --seed).")
    private @Nullable Path transcript;

    @Override
    public Integer call() {
        if (seeds < 1 || (threads != null && threads < 1)) {
            throw CommandFailure.ofUsage("--seeds and --threads are at least 1", "Give whole numbers above zero.");
        }
        return Logs.withoutLedger(() -> one == null ? many() : story(one));
    }

    private int many() {
        PrintWriter out = spec.commandLine().getOut();
        int atOnce = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        out.println(Machine.here().line());
        out.printf(Locale.ROOT, "%,d seeds from %d on, %d at a time%n", seeds, first, atOnce);
        out.flush();
        long start = System.nanoTime();
        Fuzz.Result result = new Fuzz(Setup::ofSeed, atOnce).run(first, seeds, progress(out, start));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(Locale.ROOT, "%,d seeds in %,d s. What they met:%n", result.seeds(), took.toSeconds());
        out.print(result.tally().lines());
        return result.failure().map(failure -> failed(out, failure)).orElseGet(() -> passed(out));
    }

    private java.util.function.LongConsumer progress(PrintWriter out, long start) {
        AtomicLong told = new AtomicLong(start);
        return done -> {
            long before = told.get();
            long now = System.nanoTime();
            if (now - before > Duration.ofSeconds(10).toNanos() && told.compareAndSet(before, now)) {
                out.printf(Locale.ROOT, "  %,d of %,d%n", done, seeds);
                out.flush();
            }
        };
    }

    private int passed(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "No rule was broken; everything was done within %d s after the faults stopped, as it must.%n",
                ChainSimulation.BOUND / 1000);
        return ExitCode.DONE;
    }

    private int failed(PrintWriter out, Fuzz.Failure failure) {
        out.println("A RULE WAS BROKEN: " + failure.what());
        List<String> lines = Fuzz.transcript(Setup.ofSeed(failure.seed()));
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(out::println);
        Path file = transcript == null ? temporary(failure.seed()) : transcript;
        write(file, lines);
        out.println(
                "The whole story is in " + file + ". Play it again:  ./hub sim fuzz --ledger --seed " + failure.seed());
        return ExitCode.CHECK_FAILED;
    }

    private int story(long seed) {
        List<String> lines = Fuzz.transcript(Setup.ofSeed(seed));
        if (transcript == null) {
            lines.forEach(spec.commandLine().getOut()::println);
        } else {
            write(transcript, lines);
            spec.commandLine().getOut().println(lines.get(lines.size() - 1));
        }
        return lines.get(lines.size() - 1).startsWith(Fuzz.VIOLATION) ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    private static Path temporary(long seed) {
        return Path.of(System.getProperty("java.io.tmpdir"), "regchain-seed-" + seed + ".txt");
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the transcript cannot be written to " + file + " (" + e + ")",
                    "Give another file with --transcript FILE.");
        }
    }
}
