package io.regchain.ledger.storage;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * A log by height in files of a bounded size, {@code prefix-<first height>.log}, so that old heights are dropped by
 * removing files and opening costs the end of the last file only. One thread writes; any may read.
 */
final class SegmentedLog implements AutoCloseable {
    static final long SEGMENT_BYTES = 64L << 20;

    private final Disk disk;
    private final String prefix;
    private final int maxPayload;
    private final long segmentBytes;
    /** By first height; the last one is appended to. */
    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    /** A file that is opened when it is asked for. */
    private final class Segment {
        private final Height base;
        private java.util.Optional<HeightLog> log = java.util.Optional.empty();

        Segment(Height base) {
            this.base = base;
        }

        HeightLog log() {
            HeightLog open = log.orElseGet(() -> new HeightLog(disk, name(base), base, maxPayload));
            log = java.util.Optional.of(open);
            return open;
        }

        void close() {
            log.ifPresent(HeightLog::close);
        }
    }

    /** @param base the first height of a new log */
    SegmentedLog(Disk disk, String prefix, Height base, int maxPayload, long segmentBytes) {
        this.disk = disk;
        this.prefix = prefix;
        this.maxPayload = maxPayload;
        this.segmentBytes = segmentBytes;
        for (String file : disk.list()) {
            if (file.matches(prefix + "-\\d{18}\\.log")) {
                enter(new Height(Long.parseLong(file.substring(prefix.length() + 1, prefix.length() + 19))));
            }
        }
        if (segments.isEmpty()) {
            enter(base);
        }
        requireNoGap();
    }

    private void enter(Height base) {
        segments.put(base.value(), new Segment(base));
    }

    private String name(Height base) {
        return prefix + "-" + String.format(java.util.Locale.ROOT, "%018d", base.value());
    }

    /** The last file and, when it is new, the one before it are read; the others when they are asked for. */
    private void requireNoGap() {
        HeightLog last = last();
        Map.Entry<Long, Segment> before = segments.lowerEntry(last.base().value());
        if (last.isEmpty() && before != null) {
            requireEnd(before.getValue().log(), last.base());
        }
    }

    private static void requireEnd(HeightLog log, Height end) {
        if (!log.next().equals(end)) {
            throw new StorageException("the file " + log + " is damaged: it should hold all heights before " + end
                    + " but ends before " + log.next());
        }
    }

    private HeightLog last() {
        return segments.lastEntry().getValue().log();
    }

    /** The lowest height it holds. */
    synchronized Height first() {
        return segments.firstEntry().getValue().base;
    }

    synchronized Height next() {
        return last().next();
    }

    synchronized boolean isEmpty() {
        return first().equals(next());
    }

    synchronized void append(Bytes content) {
        HeightLog log = last();
        if (log.size() >= segmentBytes) {
            log.force();
            enter(log.next());
        }
        last().append(ByteBuffer.wrap(content.unsafeArray()));
    }

    void force() {
        HeightLog log;
        synchronized (this) {
            log = last();
        }
        log.force();
    }

    Bytes read(Height height) {
        HeightLog log;
        synchronized (this) {
            Map.Entry<Long, Segment> segment = segments.floorEntry(height.value());
            if (segment == null) {
                throw new StorageException.Pruned(prefix + " are", first());
            }
            log = segment.getValue().log();
            Map.Entry<Long, Segment> after = segments.higherEntry(segment.getKey());
            if (after != null) {
                requireEnd(log, after.getValue().base);
            }
        }
        return log.read(height);
    }

    /** Removes the files that hold heights below {@code height} only. */
    synchronized void dropBelow(Height height) {
        while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= height.value()) {
            Segment dropped = segments.pollFirstEntry().getValue();
            dropped.close();
            HeightLog.delete(disk, name(dropped.base));
        }
    }

    /** Drops what is above {@code last}. */
    synchronized void cutBackTo(Height last) {
        while (segments.size() > 1 && segments.lastKey() > last.value()) {
            Segment dropped = segments.pollLastEntry().getValue();
            dropped.close();
            HeightLog.delete(disk, name(dropped.base));
        }
        last().cutBackTo(last);
    }

    /** Drops everything; the next height appended is {@code base}. */
    synchronized void restartAt(Height base) {
        segments.values().forEach(segment -> {
            segment.close();
            HeightLog.delete(disk, name(segment.base));
        });
        segments.clear();
        enter(base);
    }

    @Override
    public synchronized void close() {
        segments.values().forEach(Segment::close);
    }

    @Override
    public String toString() {
        return disk.describe(prefix);
    }
}
