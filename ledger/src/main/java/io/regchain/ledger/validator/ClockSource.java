package io.regchain.ledger.validator;

import io.regchain.protocol.base.BlockTime;
import java.time.Instant;

/** Where a validator takes the time from that it proposes for a block: the system clock, or a clock moved by a story. */
@FunctionalInterface
public interface ClockSource {
    ClockSource SYSTEM = () -> BlockTime.of(Instant.now());

    BlockTime now();
}
