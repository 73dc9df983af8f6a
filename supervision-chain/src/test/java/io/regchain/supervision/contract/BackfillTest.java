package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.regchain.protocol.base.Height;
import io.regchain.supervision.node.Backoff;
import io.regchain.supervision.observer.Backfill;
import io.regchain.supervision.observer.ObserverActor;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import io.regchain.supervision.snapshot.EarlierBodies;
import io.regchain.supervision.snapshot.MemorySnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After an outage of many blocks the observer fetches all of them, in order, with the contracts of the hub behind it. */
class BackfillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long OUTAGE = 40;

    private final ServedWorld served = new ServedWorld();
    private final ServedWorld.Node first = served.new Node("jiangsu-0");
    private final ServedWorld.Node second = served.new Node("jiangsu-1");
    private final List<ObserverStatus> board = new CopyOnWriteArrayList<>();
    private Optional<ActorSystem<ObserverActor.Command>> observer = Optional.empty();

    private void outage(long blocks) {
        for (long i = 0; i < blocks; i++) {
            if (i % 4 == 0) {
                served.world.write(HubWorld.sealed("report-" + i), HubWorld.sealed("second-" + i));
            } else {
                served.world.local.emptyBlock();
            }
        }
    }

    private void observe() {
        observer = Optional.of(ActorSystem.create(
                ObserverActor.create(new ObserverActor.Setup(
                        HubWorld.JIANGSU,
                        List.of(first.gateway(), second.gateway()),
                        served.ledger(),
                        new EarlierBodies(served.ledger()::read, new CheckedSnapshots(new MemorySnapshots())),
                        Runnable::run,
                        PATIENCE,
                        new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)),
                        () -> HubWorld.START,
                        board::add)),
                "observer"));
    }

    @AfterEach
    void stop() throws Exception {
        if (observer.isPresent()) {
            observer.get().terminate();
            observer.get().getWhenTerminated().toCompletableFuture().get();
        }
    }

    private void awaitTaken(long height) {
        await().atMost(PATIENCE).until(() -> served.taken() == height);
    }

    private static LongStream heights(long last) {
        return LongStream.rangeClosed(1, last);
    }

    @Test
    void every_missed_block_and_object_is_taken_in_order_one_height_at_a_time_and_the_board_tells_how_far_it_is() {
        outage(OUTAGE);

        observe();
        awaitTaken(OUTAGE);
        await().atMost(PATIENCE)
                .until(() -> board.get(board.size() - 1).backfill().isEmpty());

        assertThat(served.asked)
                .containsExactlyElementsOf(heights(OUTAGE).boxed().toList());
        for (long i = 0; i < OUTAGE; i += 4) {
            assertThat(served.world.hub.read("objects/jiangsu/report-" + i + "/0"))
                    .isPresent();
            assertThat(served.world.hub.read("objects/jiangsu/second-" + i + "/0"))
                    .isPresent();
        }
        List<Long> done = board.stream()
                .flatMap(status -> status.backfill().stream().map(backfill -> backfill.done(status.verified())))
                .distinct()
                .toList();
        assertThat(done).isSorted().contains(0L, 1L, OUTAGE / 2, OUTAGE - 1);
        assertThat(board.stream().flatMap(status -> status.backfill().stream())).allSatisfy(backfill -> {
            assertThat(backfill.from()).isEqualTo(new Height(1));
            assertThat(backfill.to()).isEqualTo(new Height(OUTAGE));
        });
        assertThat(served.anomalies()).isEmpty();
    }

    @Test
    void blocks_that_one_node_keeps_no_more_come_from_the_other_one() {
        outage(OUTAGE);
        heights(OUTAGE / 2).forEach(first.lacks::add);

        observe();
        awaitTaken(OUTAGE);

        assertThat(served.anomalies()).isEmpty();
    }

    @Test
    void nodes_that_keep_different_heights_give_the_whole_together() {
        outage(OUTAGE);
        heights(OUTAGE).forEach(height -> (height % 2 == 0 ? first : second).lacks.add(height));

        observe();
        awaitTaken(OUTAGE);

        assertThat(served.anomalies()).isEmpty();
    }

    @Test
    void a_height_that_no_node_gives_is_named_once_holds_up_what_follows_and_is_taken_when_it_is_there_again() {
        outage(OUTAGE);
        first.lacks.add(7L);
        second.lacks.add(7L);

        observe();
        await().atMost(PATIENCE)
                .until(() -> served.asked.stream().filter(height -> height == 7).count()
                        > 6); // three times from each of the two

        assertThat(served.taken()).isEqualTo(6);
        assertThat(served.anomalies()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.path("code").asText()).isEqualTo("HEIGHT_UNAVAILABLE");
            assertThat(anomaly.path("height").longValue()).isEqualTo(7);
            assertThat(anomaly.path("message").asText()).contains("jiangsu-0 answered", "jiangsu-1 answered");
        });
        assertThat(board.stream().flatMap(status -> status.problem().stream()))
                .anyMatch(problem -> problem.contains("HEIGHT_UNAVAILABLE"));
        synchronized (served) {
            second.lacks.clear();
        }
        awaitTaken(OUTAGE);
    }

    @Test
    void nodes_that_are_away_are_asked_until_they_are_back() {
        outage(OUTAGE);
        synchronized (served) {
            first.away = true;
            second.away = true;
        }
        observe();
        await().atMost(PATIENCE)
                .until(() -> !board.isEmpty() && board.get(board.size() - 1).failures() > 3);
        assertThat(served.taken()).isZero();

        synchronized (served) {
            second.away = false;
        }
        awaitTaken(OUTAGE);

        assertThat(served.anomalies()).isEmpty();
    }

    @Test
    void a_hub_that_was_stopped_meanwhile_goes_on_where_it_had_come_to() throws Exception {
        outage(OUTAGE / 2);
        observe();
        awaitTaken(OUTAGE / 2);
        stop();
        outage(OUTAGE / 2);
        served.asked.clear();

        observe();
        awaitTaken(OUTAGE);

        assertThat(served.asked)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(OUTAGE / 2 + 1, OUTAGE).boxed().toList());
        assertThat(board.stream()
                        .flatMap(status -> status.backfill().stream())
                        .map(Backfill::from)
                        .map(Height::value))
                .contains(OUTAGE / 2 + 1);
    }
}
