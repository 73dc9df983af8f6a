package io.regchain.ledger.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.regchain.protocol.base.ChainId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The measurements of one validator, tagged with chain and validator; removed when it stops. */
final class ValidatorMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Timer commit;
    private final Timer verification;
    private final Timer disk;
    private final Timer execution;
    private final Counter transactions;
    private final Map<PeerMessage.Kind, Counter> dropped = new EnumMap<>(PeerMessage.Kind.class);

    ValidatorMeters(MeterRegistry registry, ChainId chainId, int index) {
        this.registry = registry;
        this.tags = Tags.of("chain", chainId.value(), "validator", Integer.toString(index));
        this.commit = timer("regchain.ledger.commit", "from the first wish for a block to the certified block applied");
        this.verification = timer("regchain.ledger.verification", "checking one consensus message");
        this.disk = timer("regchain.ledger.disk.sync", "writing votes or a block and forcing them to disk");
        this.execution = timer("regchain.ledger.execution", "executing one block");
        this.transactions = Counter.builder("regchain.ledger.transactions")
                .description("executed in certified blocks")
                .tags(tags)
                .register(registry);
        meters.add(transactions);
        for (PeerMessage.Kind kind : PeerMessage.Kind.values()) {
            Counter counter = Counter.builder("regchain.ledger.dropped")
                    .description("messages of peers given up because too much waited")
                    .tags(tags.and("kind", kind.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
            dropped.put(kind, counter);
            meters.add(counter);
        }
    }

    /** A peer's message that was given up because too much waited. */
    void dropped(PeerMessage message) {
        Objects.requireNonNull(dropped.get(message.kind())).increment();
    }

    private Timer timer(String name, String description) {
        Timer timer = Timer.builder(name).description(description).tags(tags).register(registry);
        meters.add(timer);
        return timer;
    }

    void gauge(String name, String description, Supplier<Number> value) {
        meters.add(Gauge.builder(name, value)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    void committed(long nanos, int executed) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
        transactions.increment(executed);
    }

    <T> T verifying(Supplier<T> work) {
        return timed(verification, work);
    }

    <T> T onDisk(Supplier<T> work) {
        return timed(disk, work);
    }

    <T> T executing(Supplier<T> work) {
        return timed(execution, work);
    }

    private static <T> T timed(Timer timer, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    void close() {
        meters.forEach(registry::remove);
    }
}
