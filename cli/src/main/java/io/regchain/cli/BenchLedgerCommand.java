package io.regchain.cli;

import io.regchain.bench.Report;
import io.regchain.bench.ledger.LedgerBenchmark;
import io.regchain.bench.ledger.LedgerLoad;
import io.regchain.bench.ledger.ScaleBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A chain, or many, in this process. */
@Command(
        name = "ledger",
        description = {
            "Measures one chain with all its validators in this process: SM2-signed transfers with 256 bytes of arguments, "
                    + "each validator verifying every signature, votes, blocks and state on disk.",
            "Default: throughput. With --latency one transaction at a time; with --scale 36 chains that idle."
        },
        mixinStandardHelpOptions = true)
final class BenchLedgerCommand implements Callable<Integer> {
    /** More than this machine class commits, so that the supply does not run out. */
    private static final int SIGNED_PER_SECOND = 4_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--validators",
            defaultValue = "4",
            description = "Validators of the chain, such as 4, 7, 10, 16 or 22 (default: ${DEFAULT-VALUE}).")
    private int validators;

    @Option(names = "--seconds", defaultValue = "60", description = "Seconds to measure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "90",
            description = "Seconds of load before, so that the code is compiled (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--in-flight",
            defaultValue = "2000",
            description = "Transactions submitted and not yet committed (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--accounts",
            defaultValue = "10000",
            description = "Accounts in the state, up to 10000000 (default: ${DEFAULT-VALUE}).")
    private long accounts;

    @Option(
            names = "--senders",
            defaultValue = "1000",
            description = "Accounts that sign (default: ${DEFAULT-VALUE}, at most all).")
    private int senders;

    @Option(
            names = "--sign",
            defaultValue = "before",
            description = "When transfers are signed: before the clock starts, or live, on the same processors"
                    + " (default: ${DEFAULT-VALUE}).")
    private LedgerLoad.Signing signing;

    @Option(
            names = "--transactions",
            defaultValue = "0",
            description = "How many to sign before the clock starts (default: 4000 for each second).")
    private int transactions;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "An empty or new folder on the disk to be measured. Default: a temporary one, removed at the end.")
    private @Nullable Path data;

    @Option(names = "--latency", description = "One transaction at a time: how long each waits for its receipt.")
    private boolean latency;

    @Option(
            names = "--count",
            defaultValue = "500",
            description = "Transactions measured with --latency (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--scale", description = "36 chains of 4 validators with nothing to do.")
    private boolean scale;

    @Option(names = "--profile", description = "Also tells which methods the processors spend their time in.")
    private boolean profile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as JSON as well.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        try (BenchFolder folder = BenchFolder.open(data)) {
            BenchOutput.tell(spec.commandLine().getOut(), measure(folder.path()), json);
        }
        return ExitCode.DONE;
    }

    private void check() {
        BenchOutput.requireBetween("--validators", validators, 4, 22);
        BenchOutput.requireBetween("--seconds", seconds, 1, 3_600);
        BenchOutput.requireBetween("--warmup", warmup, 0, 3_600);
        BenchOutput.requireBetween("--in-flight", inFlight, 1, 10_000);
        BenchOutput.requireBetween("--accounts", accounts, 1, 10_000_000);
        BenchOutput.requireBetween("--senders", senders, 1, 100_000);
        BenchOutput.requireBetween("--count", count, 1, 1_000_000);
        BenchOutput.requireBetween("--transactions", transactions, 0, 20_000_000);
    }

    private Report measure(Path folder) throws IOException, InterruptedException {
        Duration measured = Duration.ofSeconds(seconds);
        if (scale) {
            return new ScaleBenchmark(36, folder, Duration.ofSeconds(10), measured, this::progress).run();
        }
        LedgerLoad load = new LedgerLoad(
                validators,
                Duration.ofSeconds(warmup),
                measured,
                inFlight,
                folder,
                accounts,
                (int) Math.min(senders, accounts),
                signing,
                transactions > 0 ? transactions : SIGNED_PER_SECOND * (warmup + seconds));
        LedgerBenchmark benchmark = new LedgerBenchmark(load, this::progress);
        return latency ? benchmark.latency(count) : benchmark.throughput(profile);
    }

    private void progress(String step) {
        spec.commandLine().getErr().println("  " + step);
    }
}
