package io.regchain.ledger.validator;

import io.regchain.ledger.storage.DirectoryDisk;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A validator without a chain begins with the state of a long one, of which one server lies; all on real files. */
final class StateSyncRun {
    private final ServedChain served = new ServedChain();
    private final Path directory;
    private final long blocks;

    /**
     * @param liars what the lying server was refused for
     * @param proven how many values were proven from the new store, at several heights
     */
    record Result(
            double openSeconds,
            double syncSeconds,
            long bytesMoved,
            long questions,
            SortedMap<Integer, Refusal> liars,
            long proven,
            Height end) {}

    StateSyncRun(Path directory, long blocks) {
        this.directory = directory;
        this.blocks = blocks;
    }

    /** Arguments: how many blocks, and a directory. With a third one, only the chain is made, and not closed. */
    public static void main(String[] arguments) throws Exception {
        long blocks = Long.parseLong(arguments[0]);
        StateSyncRun run = new StateSyncRun(Files.createDirectories(Path.of(arguments[1])), blocks);
        if (arguments.length > 2) {
            run.served.grow(run.served.open(new HastyDisk(run.sourceDisk()), 0), blocks);
            Runtime.getRuntime().halt(0);
        }
        say("%,d blocks made in %.1f s by a process that ended as if killed", blocks, seconds(run::makeElsewhere));
        Result result = run.sync();
        say("the server's store opened in %.2f s", result.openSeconds());
        say("the new validator has the state of block %s in %.2f s", result.end(), result.syncSeconds());
        say("%,d bytes moved in %,d answers and questions", result.bytesMoved(), result.questions());
        say("a lying server was refused: %s", result.liars());
        say("%,d proofs from the new store verify", result.proven());
        System.exit(result.end().value() == blocks && result.liars().size() == 1 ? 0 : 1);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static <T> T required(Supplier<T> work, double[] seconds) {
        long start = System.nanoTime();
        T made = work.get();
        seconds[0] = (System.nanoTime() - start) / 1e9;
        return made;
    }

    private DirectoryDisk sourceDisk() {
        return new DirectoryDisk(directory.resolve("server"));
    }

    private void makeElsewhere() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                StateSyncRun.class.getName(),
                Long.toString(blocks),
                directory.toString(),
                "make");
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("the chain could not be made");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void makeSource() {
        try (ValidatorStore source = served.open(sourceDisk(), 0)) {
            served.grow(source, blocks);
        }
    }

    Result sync() {
        double[] open = new double[1];
        double[] sync = new double[1];
        try (ValidatorStore source = required(() -> served.open(sourceDisk(), 0), open)) {
            DirectoryDisk disk = new DirectoryDisk(directory.resolve("new"));
            JoiningExchange exchange = new JoiningExchange(
                    served,
                    disk,
                    StateSync.DEFAULT,
                    SnapshotLies.liar(new SnapshotDesk(source, 0)::answer, SnapshotLies.leaves(SnapshotLies::alterOne)),
                    new SnapshotDesk(source, 2)::answer,
                    new SnapshotDesk(source, 3)::answer);
            Joining.End end = required(exchange::run, sync);
            Height height = end instanceof Joining.End.Synced synced ? synced.height() : Height.ZERO;
            return new Result(
                    open[0],
                    sync[0],
                    exchange.bytesMoved(),
                    exchange.asked.size(),
                    exchange.joining.liars(),
                    goOn(source, disk),
                    height);
        }
    }

    /** Ten more blocks, as catching up would bring them, and proofs of old and new values at old and new heights. */
    private long goOn(ValidatorStore source, DirectoryDisk disk) {
        long proven = 0;
        try (ValidatorStore store = served.open(disk, JoiningExchange.SELF)) {
            served.grow(source, blocks + 10);
            for (long h = blocks + 1; h <= blocks + 10; h++) {
                served.follow(store, source.block(new Height(h)));
            }
            for (long written = 1; written <= blocks; written += Math.max(1, blocks / 1_000)) {
                proven += ServedChain.proves(store, blocks, written) ? 1 : 0;
                proven += ServedChain.proves(store, blocks + 10, written) ? 1 : 0;
            }
        }
        return proven;
    }
}
