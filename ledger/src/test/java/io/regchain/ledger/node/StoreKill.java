package io.regchain.ledger.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** Kills a {@link KilledProcess} under load again and again on one data directory, and then looks at what is left. */
final class StoreKill {
    private final Path directory;
    private final SortedMap<Hash32, Height> acknowledged = new TreeMap<>();
    private final Random random = new Random(20_261_125);

    StoreKill(Path directory) {
        this.directory = directory;
    }

    /** Arguments: rounds, and a directory. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        StoreKill killing = new StoreKill(Files.createDirectories(Path.of(arguments[1])));
        long start = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            int more = killing.round(5 + killing.random.nextInt(40));
            boolean look = round % 10 == 0 || round == rounds;
            String found = look ? killing.requireEverythingIsThere() : "";
            System.out.printf(
                    Locale.ROOT,
                    "round %d: killed after %d receipts, %d in all, %.0f s so far%s%n",
                    round,
                    more,
                    killing.acknowledged.size(),
                    (System.nanoTime() - start) / 1e9,
                    found);
        }
        System.out.println("all " + rounds + " rounds passed");
        System.exit(0);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Kills it some moment after so many receipts, in the middle of whatever it is writing then. */
    int round(int receiptsWanted) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int receipts = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                if (acknowledges(line) && ++receipts == receiptsWanted) {
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
                    // By its handle, which leaves open what it has said until then.
                    process.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (receipts < receiptsWanted) {
            throw new AssertionError("the process ended by itself after " + receipts + " receipts");
        }
        return receipts;
    }

    /** A last line may be cut. */
    private boolean acknowledges(String line) {
        String[] words = line.split(" ");
        boolean receipt = words.length == 3 && words[0].matches("[0-9a-f]{64}") && words[2].equals("done");
        if (receipt) {
            acknowledged.put(Hash32.ofHex(words[0]), new Height(Long.parseLong(words[1])));
        }
        return receipt;
    }

    /** Starts the chain once more, here. @return what was found, for people */
    String requireEverythingIsThere() throws Exception {
        ActorSystem<Void> system = LedgerSystem.embedded("after");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(directory, new SimpleMeterRegistry()));
        try {
            TestChain chain = TestChain.of("beijing", 4);
            ChainHandle handle = cluster.host(chain.config(), chain.keys());
            handle.ready(Duration.ofMinutes(2)).toCompletableFuture().get(2, TimeUnit.MINUTES);
            ChainNode best = handle.localNodes().stream()
                    .max(Comparator.comparing(ChainNode::height))
                    .orElseThrow();
            acknowledged.forEach((id, height) -> requireAt(best, id, height));
            requireOneCertifiedChainWithoutRepetition(best);
            return ", all of them in " + best.height() + " certified blocks";
        } finally {
            system.terminate();
            cluster.closed().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    private static void requireAt(ChainNode node, Hash32 id, Height height) {
        if (!node.transaction(id).map(TransactionRecord::height).equals(java.util.Optional.of(height))) {
            throw new AssertionError("transaction " + id + ", acknowledged at " + height + ", is not there");
        }
    }

    private static void requireOneCertifiedChainWithoutRepetition(ChainNode node) {
        TreeSet<Hash32> seen = new TreeSet<>();
        Hash32 parent = node.block(Height.ZERO).orElseThrow().hash();
        for (long h = 1; h <= node.height().value(); h++) {
            CertifiedBlock block = node.block(new Height(h)).orElseThrow();
            boolean certified = CertificateVerifier.verify(
                            block.block().header(), block.certificate().orElseThrow(), block.validators())
                    instanceof VerifiedHeader;
            boolean follows = block.block().header().parentHash().equals(parent);
            boolean fresh = block.block().transactions().stream().allMatch(transaction -> seen.add(transaction.id()));
            if (!certified || !follows || !fresh) {
                throw new AssertionError("block " + h + ": certified " + certified + ", follows its parent " + follows
                        + ", without repetition " + fresh);
            }
            parent = block.hash();
        }
    }
}
