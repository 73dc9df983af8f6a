package io.regchain.supervision.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.supervision.index.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One-time links, sessions and tokens. */
class AccessDeskTest {
    private static final Visitor JIANGSU = new Visitor(
            "regulator-1",
            Visitor.Role.PROVINCIAL_REGULATOR,
            new Scope.Only(new TreeSet<>(List.of("jiangsu"))),
            "江苏监管",
            "Jiangsu regulator");

    private final TestClock clock = new TestClock();
    private final AccessDesk desk = new AccessDesk(clock);

    /** A clock that stands still until it is moved. */
    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-02-09T01:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void a_session_lives_until_it_is_unused_for_too_long_and_looking_does_not_use_it() {
        String session = desk.login(desk.oneTimeLogin(JIANGSU)).orElseThrow();
        assertThat(desk.lives(session)).isTrue();

        clock.pass(AccessDesk.IDLE.minusSeconds(1));
        assertThat(desk.lives(session)).isTrue();
        clock.pass(Duration.ofSeconds(2));
        assertThat(desk.lives(session)).isFalse();
    }

    @Test
    void a_session_that_was_logged_out_lives_no_more() {
        String session = desk.login(desk.oneTimeLogin(JIANGSU)).orElseThrow();

        desk.logout(session);

        assertThat(desk.lives(session)).isFalse();
        assertThat(desk.lives("never opened")).isFalse();
    }

    @Test
    void a_link_opens_one_session_once() {
        String link = desk.oneTimeLogin(JIANGSU);

        Optional<String> session = desk.login(link);

        assertThat(session.flatMap(desk::bySession)).contains(JIANGSU);
        assertThat(desk.login(link)).isEmpty();
    }

    @Test
    void a_link_that_was_never_handed_out_opens_nothing() {
        desk.oneTimeLogin(JIANGSU);

        assertThat(desk.login("")).isEmpty();
        assertThat(desk.login("made-up")).isEmpty();
    }

    @Test
    void a_link_ends_after_its_time() {
        String early = desk.oneTimeLogin(JIANGSU);
        String late = desk.oneTimeLogin(JIANGSU);

        clock.pass(AccessDesk.LINK_LIFE);
        assertThat(desk.login(early)).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(desk.login(late)).isEmpty();
    }

    @Test
    void a_session_lives_while_it_is_used_and_ends_when_it_is_idle() {
        String session = desk.login(desk.oneTimeLogin(JIANGSU)).orElseThrow();

        clock.pass(AccessDesk.IDLE);
        assertThat(desk.bySession(session)).isPresent();
        clock.pass(AccessDesk.IDLE);
        assertThat(desk.bySession(session)).isPresent();
        clock.pass(AccessDesk.IDLE.plusMillis(1));
        assertThat(desk.bySession(session)).isEmpty();
        assertThat(desk.bySession(session)).isEmpty();
    }

    @Test
    void logging_out_ends_the_session() {
        String session = desk.login(desk.oneTimeLogin(JIANGSU)).orElseThrow();

        desk.logout(session);

        assertThat(desk.bySession(session)).isEmpty();
    }

    @Test
    void links_sessions_and_tokens_do_not_stand_for_each_other() {
        String link = desk.oneTimeLogin(JIANGSU);
        String token = desk.apiToken(JIANGSU);
        String session = desk.login(desk.oneTimeLogin(JIANGSU)).orElseThrow();

        assertThat(desk.byApiToken(token)).contains(JIANGSU);
        assertThat(desk.byApiToken(link)).isEmpty();
        assertThat(desk.byApiToken(session)).isEmpty();
        assertThat(desk.bySession(link)).isEmpty();
        assertThat(desk.bySession(token)).isEmpty();
        assertThat(desk.login(session)).isEmpty();
        assertThat(desk.login(token)).isEmpty();
    }

    @Test
    void what_is_handed_out_has_256_bits_and_never_repeats() {
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            String token = desk.apiToken(JIANGSU);
            assertThat(token).hasSize(43);
            assertThat(seen.add(token)).isTrue();
        }
    }
}
