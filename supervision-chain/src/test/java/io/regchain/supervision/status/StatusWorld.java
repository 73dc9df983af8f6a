package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A chain that is well at one moment, to be broken in one place. The two clocks differ, as in a rehearsal. */
final class StatusWorld {
    static final Instant MACHINE = Instant.parse("2026-11-26T04:00:00Z");
    static final BlockTime BUSINESS = BlockTime.of(Instant.parse("2026-02-10T02:00:00Z"));
    static final Now NOW = new Now(BUSINESS, MACHINE);

    final ChainId chain;
    String registration = "ACTIVE";
    boolean frozen;
    Duration sinceHeader = Duration.ofHours(1);
    long reported = 12;
    long verified = 12;
    long proven = 12;
    Optional<Duration> step = Optional.of(Duration.ofSeconds(5));
    Optional<Duration> answered = Optional.of(Duration.ofSeconds(5));
    Optional<Duration> observerFails = Optional.empty();
    Optional<Duration> relayFails = Optional.empty();
    boolean relayed = true;
    boolean paused;
    ObjectFacts objects = ObjectFacts.NONE;

    StatusWorld(String chain) {
        this.chain = new ChainId(chain);
    }

    StatusWorld with(UnaryOperator<StatusWorld> change) {
        return change.apply(this);
    }

    ChainStatus status() {
        return ChainStatus.of(facts(), NOW);
    }

    private ChainFacts facts() {
        BlockTime trusted = new BlockTime(BUSINESS.epochMillis() - sinceHeader.toMillis());
        return new ChainFacts(
                chain,
                registration,
                new ClientHealth(frozen, new TrustClock(trusted, TrustPeriod.DEFAULT)),
                new Height(verified),
                new Height(proven),
                step.map(this::observer),
                relayed ? Optional.of(relay()) : Optional.empty(),
                3,
                1,
                objects,
                ObjectBounds.DEFAULT);
    }

    private ObserverStatus observer(Duration step) {
        return new ObserverStatus(
                chain,
                new Height(reported),
                new Height(proven),
                Optional.of(ago(step)),
                "waiting for height 13",
                ago(step),
                answered.map(StatusWorld::ago),
                observerFails.isPresent() ? 7 : 0,
                observerFails.map(StatusWorld::ago),
                observerFails.map(since -> "connection refused"),
                observerFails.map(since -> MACHINE.plusSeconds(20)),
                Optional.empty());
    }

    private RelayStatus relay() {
        return new RelayStatus(
                chain,
                Optional.of(ago(Duration.ofSeconds(2))),
                Optional.of(MACHINE.plusSeconds(18)),
                relayFails.isPresent() ? 5 : 0,
                relayFails.map(StatusWorld::ago),
                relayFails.map(since -> "packet jiangsu/zhejiang/main/7: ROLE_MISSING"),
                Optional.empty(),
                List.of(),
                paused);
    }

    private static Instant ago(Duration time) {
        return MACHINE.minus(time);
    }
}
