package io.regchain.supervision.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.supervision.access.AccessDesk;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.H2QueryIndex;
import io.regchain.supervision.index.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live events over HTTP: they go to those who are logged in, as long as they are. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveFeedTest {
    private static final Visitor OPERATOR =
            new Visitor("operator-1", Visitor.Role.HUB_OPERATOR, new Scope.All(), "监管", "operator");

    /** Stands still until it is moved; moved by the test, read by the hub. */
    private static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-02-09T01:00:00Z"));

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
            return now.get();
        }
    }

    private final ActorSystem system = ActorSystem.create("live");
    private final MovableClock clock = new MovableClock();
    private final AccessDesk desk = new AccessDesk(clock);
    private final Gatekeeper gate = new Gatekeeper(desk);
    private final H2QueryIndex index = H2QueryIndex.memory("live-feed");
    private final LiveFeed feed = new LiveFeed(system, index);
    private final HttpClient client = HttpClient.newHttpClient();
    private ServerBinding binding;

    @BeforeEach
    void bind() throws Exception {
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bindSync(request -> feed.stream(gate.visitor(request).scope(), gate.lasting(request)))
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get();
        index.close();
    }

    private Stream<String> events(String name, String value) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + binding.localAddress().getPort() + "/"))
                .header(name, value)
                .build();
        HttpResponse<Stream<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofLines()).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private String login() {
        return desk.login(desk.oneTimeLogin(OPERATOR)).orElseThrow();
    }

    @Test
    void the_stream_of_a_session_ends_at_its_logout() {
        String session = login();
        Iterator<String> lines =
                events("Cookie", Gatekeeper.COOKIE + "=" + session).iterator();
        assertThat(lines.next()).isEqualTo(": connected");

        desk.logout(session);

        assertEnds(lines);
    }

    @Test
    void the_stream_of_a_session_ends_when_the_session_was_not_used_for_too_long() {
        Iterator<String> lines =
                events("Cookie", Gatekeeper.COOKIE + "=" + login()).iterator();
        assertThat(lines.next()).isEqualTo(": connected");

        clock.now.updateAndGet(now -> now.plus(Duration.ofMinutes(31)));

        assertEnds(lines);
    }

    @Test
    void nothing_is_told_after_the_logout() {
        String session = login();
        Iterator<String> lines =
                events("Cookie", Gatekeeper.COOKIE + "=" + session).iterator();
        assertThat(lines.next()).isEqualTo(": connected");

        desk.logout(session);
        feed.applied(new io.regchain.protocol.base.Height(7));

        assertEnds(lines);
    }

    @Test
    void the_stream_of_a_program_goes_on_although_others_log_out() {
        Iterator<String> lines =
                events("Authorization", "Bearer " + desk.apiToken(OPERATOR)).iterator();
        assertThat(lines.next()).isEqualTo(": connected");
        String session = login();
        Iterator<String> others =
                events("Cookie", Gatekeeper.COOKIE + "=" + session).iterator();

        desk.logout(session);
        assertEnds(others);
        feed.applied(new io.regchain.protocol.base.Height(7));

        assertThat(Stream.generate(lines::next)
                        .filter(line -> line.startsWith("event: "))
                        .findFirst())
                .contains("event: overview");
    }

    /** The connection is ended by the hub, and brought no event. */
    private static void assertEnds(Iterator<String> lines) {
        while (lines.hasNext()) {
            assertThat(lines.next()).doesNotStartWith("event: ");
        }
    }
}
