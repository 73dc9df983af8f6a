package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a write to the state costs as the state grows: blocks of {@value WRITES} writes to random keys, time and bytes per
 * write, each block forced. Run {@code main} with a directory and the greatest number of keys.
 */
final class StateScaleBench {
    private static final int WRITES = 3_000;
    private static final int MEASURED_BLOCKS = 20;
    private final StateLog log;
    private final SplittableRandom random = new SplittableRandom(1);

    private StateScaleBench(Path directory) {
        this.log = new StateLog(new DirectoryDisk(directory), StateSettings.DEFAULT);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "state-scale");
        new StateScaleBench(directory).run(Long.parseLong(arguments[1]), System.out);
    }

    private void run(long most, PrintStream out) {
        long keys = 0;
        for (long target = 10_000; target <= most; target *= 10) {
            while (keys < target) {
                long from = keys;
                long count = Math.min(50_000, target - keys);
                append(i -> from + i, count);
                keys += count;
            }
            measure(keys, out);
        }
    }

    private interface KeyOf {
        long key(long i);
    }

    private long append(KeyOf keyOf, long count) {
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        for (long i = 0; i < count; i++) {
            writes.put("accounts/" + keyOf.key(i), Optional.of(Bytes.utf8("balance " + random.nextLong())));
        }
        long bytes = log.append(Hash32.ZERO, log.latest().with(writes));
        log.force();
        return bytes;
    }

    private void measure(long keys, PrintStream out) {
        for (int warm = 0; warm < MEASURED_BLOCKS; warm++) {
            append(i -> random.nextLong(keys), WRITES);
        }
        long bytes = 0;
        long start = System.nanoTime();
        for (int block = 0; block < MEASURED_BLOCKS; block++) {
            bytes += append(i -> random.nextLong(keys), WRITES);
        }
        double micros = (System.nanoTime() - start) / 1e3 / MEASURED_BLOCKS / WRITES;
        out.printf(
                Locale.ROOT,
                "%,12d keys: %.1f us and %,d bytes per write%n",
                keys,
                micros,
                bytes / MEASURED_BLOCKS / WRITES);
    }
}
