package io.regchain.localchain.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualClockTest {
    private static final Instant STORY = Instant.parse("2026-02-10T02:00:00Z");

    @TempDir
    Path folder;

    /** A steady clock that a test turns by hand. */
    private static final class Hand implements VirtualClock.Elapsed {
        private Duration passed = Duration.ofDays(3);

        void pass(Duration duration) {
            passed = passed.plus(duration);
        }

        @Override
        public long nanos() {
            return passed.toNanos();
        }
    }

    private final Hand hand = new Hand();

    private VirtualClock open() {
        return VirtualClock.open(folder.resolve("data/clock"), STORY, hand);
    }

    @Test
    void it_starts_at_the_story_and_runs_with_real_time() {
        VirtualClock clock = open();
        assertThat(clock.now().toInstant()).isEqualTo(STORY);
        hand.pass(Duration.ofMillis(1_500));
        assertThat(clock.now().toInstant()).isEqualTo(STORY.plusMillis(1_500));
    }

    @Test
    void it_is_set_forward_and_runs_on_from_there() {
        VirtualClock clock = open();
        clock.moveTo(Instant.parse("2026-02-24T01:00:00Z"));
        hand.pass(Duration.ofSeconds(2));
        assertThat(clock.now().toInstant()).isEqualTo(Instant.parse("2026-02-24T01:00:02Z"));
        clock.advance(Duration.ofDays(1));
        assertThat(clock.now().toInstant()).isEqualTo(Instant.parse("2026-02-25T01:00:02Z"));
    }

    @Test
    void it_never_goes_back() {
        VirtualClock clock = open();
        hand.pass(Duration.ofSeconds(10));
        assertThatThrownBy(() -> clock.moveTo(STORY.plusSeconds(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only goes forward");
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.now().toInstant()).isEqualTo(STORY.plusSeconds(10));
    }

    @Test
    void a_move_survives_a_restart() {
        open().moveTo(Instant.parse("2026-02-24T01:00:00Z"));
        hand.pass(Duration.ofHours(9));
        assertThat(open().now().toInstant()).isEqualTo(Instant.parse("2026-02-24T01:00:00Z"));
    }

    @Test
    void what_was_shown_is_kept_to_a_few_seconds() {
        VirtualClock clock = open();
        for (int i = 0; i < 100; i++) {
            hand.pass(Duration.ofMillis(700));
            clock.now();
        }
        Instant shown = clock.now().toInstant();
        assertThat(open().now().toInstant()).isBetween(shown.minus(VirtualClock.KEEP_EVERY), shown);
    }

    @Test
    void a_file_of_something_else_is_refused_by_name() throws Exception {
        Path file = folder.resolve("data/clock");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "virtual-clock 1\n12x\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }
}
