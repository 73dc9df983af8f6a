package io.regchain.protocol.base;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Block time in milliseconds since the UNIX epoch, UTC: the only time a contract sees. */
public record BlockTime(long epochMillis) implements Comparable<BlockTime> {
    /** Calendars are read in China standard time, UTC+8. */
    public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    public BlockTime {
        if (epochMillis < 0) {
            throw new IllegalArgumentException("block time lies before 1970: " + epochMillis);
        }
    }

    public static BlockTime of(Instant instant) {
        return new BlockTime(instant.toEpochMilli());
    }

    public Instant toInstant() {
        return Instant.ofEpochMilli(epochMillis);
    }

    public ZonedDateTime inChina() {
        return toInstant().atZone(CHINA);
    }

    @Override
    public int compareTo(BlockTime other) {
        return Long.compare(epochMillis, other.epochMillis);
    }

    @Override
    public String toString() {
        return toInstant().toString();
    }
}
