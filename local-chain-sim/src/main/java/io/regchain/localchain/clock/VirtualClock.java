package io.regchain.localchain.clock;

import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.BlockTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clock that runs as fast as the real one and can be set forward, never back. It is kept in a file, so that a story
 * goes on after a restart: from the last kept time, not from the machine's. All chains of one federation share it.
 *
 * <p>Between two moves it is kept at least every {@link #KEEP_EVERY}, whenever somebody reads it; after a crash it may
 * stand up to that much behind what was shown last. Block time never goes back for it: a block is never older than its
 * parent.
 */
public final class VirtualClock implements ClockSource {
    static final Duration KEEP_EVERY = Duration.ofSeconds(5);
    private static final Pattern FORM = Pattern.compile("virtual-clock 1\n(\\d{1,16})\n");
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Nanoseconds of a steady clock, such as {@code System::nanoTime}. */
    @FunctionalInterface
    public interface Elapsed {
        long nanos();
    }

    private final Path file;
    private final Elapsed elapsed;
    private long baseMillis;
    private long baseNanos;
    private long keptMillis;

    private VirtualClock(Path file, Elapsed elapsed, long millis) {
        this.file = file;
        this.elapsed = elapsed;
        this.baseMillis = millis;
        this.baseNanos = elapsed.nanos();
    }

    /**
     * Goes on where the file stands, or starts at {@code first} when there is none.
     *
     * @throws IllegalArgumentException when the file is not a clock's, naming it
     * @throws UncheckedIOException when the file can be neither read nor written
     */
    public static VirtualClock open(Path file, Instant first) {
        return open(file, first, System::nanoTime);
    }

    static VirtualClock open(Path file, Instant first, Elapsed elapsed) {
        long millis = Files.exists(file) ? read(file) : first.toEpochMilli();
        VirtualClock clock = new VirtualClock(file, elapsed, millis);
        clock.keep(millis);
        return clock;
    }

    @Override
    public synchronized BlockTime now() {
        long millis = current();
        if (millis - keptMillis >= KEEP_EVERY.toMillis()) {
            keep(millis);
        }
        return new BlockTime(millis);
    }

    /**
     * Sets the clock forward; the new time is on disk before anybody reads it.
     *
     * @throws IllegalArgumentException when {@code to} lies before now
     */
    public synchronized void moveTo(Instant to) {
        long now = current();
        if (to.toEpochMilli() < now) {
            throw new IllegalArgumentException(
                    "the clock only goes forward: it is " + Instant.ofEpochMilli(now) + ", not before " + to);
        }
        keep(to.toEpochMilli());
        baseMillis = to.toEpochMilli();
        baseNanos = elapsed.nanos();
    }

    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock only goes forward, not by " + by);
        }
        synchronized (this) {
            moveTo(Instant.ofEpochMilli(current()).plus(by));
        }
    }

    private long current() {
        return baseMillis + (elapsed.nanos() - baseNanos) / NANOS_PER_MILLI;
    }

    private static long read(Path file) {
        try {
            Matcher matcher = FORM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        file + " is not the file of a virtual clock; remove it to start anew");
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the clock file " + file, e);
        }
    }

    /** A whole new file beside, forced to disk, then renamed over the old one. */
    private void keep(long millis) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        byte[] text = ("virtual-clock 1\n" + millis + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel out = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the clock file " + file, e);
        }
        keptMillis = millis;
    }
}
