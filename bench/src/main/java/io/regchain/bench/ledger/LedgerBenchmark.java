package io.regchain.bench.ledger;

import io.regchain.bench.Figure;
import io.regchain.bench.Machine;
import io.regchain.bench.Percentiles;
import io.regchain.bench.Profile;
import io.regchain.bench.Report;
import io.regchain.bench.Usage;
import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One chain under load: how much it takes, what that costs, and how long one transaction waits when nobody else asks. */
public final class LedgerBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LedgerLoad load;
    private final Consumer<String> progress;

    /** @param progress hears of what is being done */
    public LedgerBenchmark(LedgerLoad load, Consumer<String> progress) {
        this.load = load;
        this.progress = progress;
    }

    /** Keeps the chain busy. @param profiled also tells where the processors spend their time */
    public Report throughput(boolean profiled) throws IOException, InterruptedException {
        List<Sm2PrivateKey> senders = Transfers.senders(load.senders());
        try (BenchedChain chain = BenchedChain.one(load, senders)) {
            fill(chain);
            Transfers transfers = new Transfers(chain.chainId(), senders, load.accounts());
            Iterator<Transaction> supply = supply(transfers);
            try (LoadDriver driver = new LoadDriver(chain.nodes(), supply, load.inFlight())) {
                progress.accept("warming up for " + load.warmup().toSeconds() + " s");
                windows(driver, load.warmup());
                return measure(chain, driver, profiled);
            }
        }
    }

    private Iterator<Transaction> supply(Transfers transfers) {
        if (load.signing() == LedgerLoad.Signing.LIVE) {
            return transfers;
        }
        progress.accept("signing " + load.supply() + " transactions");
        return transfers.take(load.supply()).iterator();
    }

    private Report measure(BenchedChain chain, LoadDriver driver, boolean profiled)
            throws IOException, InterruptedException {
        progress.accept("measuring for " + load.measured().toSeconds() + " s");
        try (Profile profile = Profile.start()) {
            Usage before = Usage.now(chain.meters());
            long blocks = driver.blocks();
            long[] windows = windows(driver, load.measured());
            Usage used = Usage.now(chain.meters()).since(before);
            List<String> notes = new ArrayList<>();
            if (driver.exhausted()) {
                notes.add("The transactions signed before the clock started ran out: the last windows are too low. Give"
                        + " more with --transactions.");
            }
            if (profiled) {
                notes.addAll(profile.stop().tables());
            }
            return new Report(Machine.here(), load.line(), figures(windows, driver.blocks() - blocks, used), notes);
        }
    }

    /** Transactions committed in each second of a time. */
    private static long[] windows(LoadDriver driver, Duration time) throws InterruptedException {
        long[] windows = new long[(int) time.toSeconds()];
        long start = System.nanoTime();
        long before = driver.committed();
        for (int i = 0; i < windows.length; i++) {
            long end = start + TimeUnit.SECONDS.toNanos(i + 1);
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            long now = driver.committed();
            windows[i] = now - before;
            before = now;
        }
        return windows;
    }

    private List<Figure> figures(long[] windows, long blocks, Usage used) {
        long total = Arrays.stream(windows).sum();
        long[] sorted = windows.clone();
        Arrays.sort(sorted);
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("committed", "committed transactions, mean", total / used.wallSeconds(), "1/s"),
                new Figure("committed-median", "  median of 1 s windows", sorted[sorted.length / 2], "1/s"),
                new Figure("committed-min", "  slowest window", sorted[0], "1/s"),
                new Figure("committed-max", "  fastest window", sorted[sorted.length - 1], "1/s"),
                new Figure("blocks", "blocks with transactions", blocks / used.wallSeconds(), "1/s"),
                new Figure("block-size", "  transactions in one, mean", total / (double) Math.max(1, blocks), ""),
                new Figure("transaction-bytes", "canonical bytes of one transaction", transactionBytes(), "bytes"),
                new Figure("cpu", "CPU per transaction, the whole process", 1e3 * used.cpuSeconds() / total, "ms"),
                new Figure("busy", "processors busy", 100 * used.cpuSeconds() / used.wallSeconds(), "% of one core"),
                new Figure(
                        "gc", "stopped by the garbage collector", 100 * used.gcSeconds() / used.wallSeconds(), "%")));
        used.timers()
                .forEach((name, seconds) -> figures.add(new Figure(
                        name,
                        "  " + name + ", all validators",
                        100 * seconds / used.cpuSeconds(),
                        "% of the CPU time used")));
        return figures;
    }

    private int transactionBytes() {
        List<Sm2PrivateKey> one = Transfers.senders(1);
        return new Transfers(new io.regchain.protocol.base.ChainId("bench"), one, 1)
                .next()
                .canonical()
                .size();
    }

    /** Transactions one at a time, at one node after the other. */
    public Report latency(int count) {
        List<Sm2PrivateKey> senders = Transfers.senders(load.senders());
        try (BenchedChain chain = BenchedChain.one(load, senders)) {
            fill(chain);
            Transfers transfers = new Transfers(chain.chainId(), senders, load.accounts());
            progress.accept("warming up for " + load.warmup().toSeconds() + " s");
            long end = System.nanoTime() + load.warmup().toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                once(chain.nodes().get(i % load.validators()), transfers.next());
            }
            progress.accept("measuring " + count + " transactions");
            double[] millis = new double[count];
            for (int i = 0; i < count; i++) {
                millis[i] = once(chain.nodes().get(i % load.validators()), transfers.next());
            }
            return latencyReport(millis);
        }
    }

    /** Milliseconds from handing in to the receipt of a certified block, at the same node. */
    private static double once(ChainNode node, Transaction transaction) {
        long start = System.nanoTime();
        node.submit(transaction)
                .thenCompose(taken -> node.awaitReceipt(transaction.id(), PATIENCE))
                .toCompletableFuture()
                .join();
        return (System.nanoTime() - start) / 1e6;
    }

    private Report latencyReport(double[] millis) {
        Percentiles waits = Percentiles.of(millis);
        String configuration = load.line().replaceFirst("\\d+ in flight", "one at a time");
        return new Report(
                Machine.here(),
                configuration,
                List.of(
                        new Figure("latency-p50", "submit to certified receipt, p50", waits.at(50), "ms"),
                        new Figure("latency-p99", "submit to certified receipt, p99", waits.at(99), "ms"),
                        new Figure("latency-max", "submit to certified receipt, longest", waits.at(100), "ms")),
                List.of());
    }

    private void fill(BenchedChain chain) {
        int fillers = Math.toIntExact(load.accounts() - load.senders());
        if (fillers > 0) {
            progress.accept("opening " + fillers + " accounts");
            new Fillers(fillers).open(chain.chainId(), chain.nodes().get(0));
        }
    }
}
