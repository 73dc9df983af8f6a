package io.regchain.cli;

import io.regchain.bench.Machine;
import io.regchain.ledger.simulation.Seeds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs whole federations, or whole chains, from seeds through every kind of trouble. */
@Command(
        name = "fuzz",
        description = {
            "Runs whole federations on virtual time, each from one seed: three local chains and the hub with their "
                    + "contracts, observers and several relays, through outages, lost and late and repeated submissions, a relay "
                    + "that lies and chains that lie; in the end every packet and every settlement must have had one end.",
            "With --ledger it runs whole chains of the ledger engine instead (consensus, pool, execution, catching up, "
                    + "storage), through loss, delay, partition, wrong clocks, crashes with torn writes, lost disks and "
                    + "validators that lie. The same seed is the same run, always.",
            "Exit code 0 when no rule was broken; 1 at the first seed that broke one, whose story is then written down."
        },
        mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {
    private static final int LAST_LINES = 40;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ledger", description = "Chains of the ledger engine instead of federations.")
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
        SeedGame.Played played = game().play(first, seeds, atOnce, progress(out, start));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.printf(Locale.ROOT, "%,d seeds in %,d s. What they met:%n", played.seeds(), took.toSeconds());
        out.print(played.met());
        return played.failure().map(failure -> failed(out, failure)).orElseGet(() -> passed(out));
    }

    private SeedGame game() {
        return ledger ? new LedgerSeeds() : new FederationSeeds();
    }

    private LongConsumer progress(PrintWriter out, long start) {
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
        out.println(game().promise());
        return ExitCode.DONE;
    }

    private int failed(PrintWriter out, Seeds.Failure failure) {
        out.println("A RULE WAS BROKEN: " + failure.what());
        List<String> lines = game().story(failure.seed()).lines();
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(out::println);
        Path file = transcript == null ? temporary(failure.seed()) : transcript;
        write(file, lines);
        out.println("The whole story is in " + file + ". Play it again:  ./hub sim fuzz " + game().option() + "--seed "
                + failure.seed());
        return ExitCode.CHECK_FAILED;
    }

    private int story(long seed) {
        SeedGame.Told told = game().story(seed);
        if (transcript == null) {
            told.lines().forEach(spec.commandLine().getOut()::println);
        } else {
            write(transcript, told.lines());
            spec.commandLine().getOut().println(told.lines().get(told.lines().size() - 1));
        }
        return told.sound() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
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
