package io.regchain.supervision.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands out one-time login links, sessions and API tokens, all 256 random bits, and recognises them. Nothing is kept
 * beyond the process: a restart ends all sessions. Thread-safe.
 */
public final class AccessDesk {
    static final Duration LINK_LIFE = Duration.ofHours(12);
    static final Duration IDLE = Duration.ofMinutes(30);
    private static final int MAX_SESSIONS = 10_000;

    private record Link(Visitor visitor, Instant until) {}

    private record Session(Visitor visitor, Instant lastSeen) {}

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final ConcurrentHashMap<String, Link> links = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Visitor> tokens = new ConcurrentHashMap<>();

    public AccessDesk(Clock clock) {
        this.clock = clock;
    }

    /** A token that opens one session, once, within {@link #LINK_LIFE}. */
    public String oneTimeLogin(Visitor visitor) {
        String token = fresh();
        links.put(token, new Link(visitor, clock.instant().plus(LINK_LIFE)));
        return token;
    }

    /** The session of a one-time token; empty when the token is unknown, used or too old. */
    public Optional<String> login(String token) {
        Link link = links.remove(token);
        if (link == null || clock.instant().isAfter(link.until())) {
            return Optional.empty();
        }
        forgetIdle();
        if (sessions.size() >= MAX_SESSIONS) {
            return Optional.empty();
        }
        String session = fresh();
        sessions.put(session, new Session(link.visitor(), clock.instant()));
        return Optional.of(session);
    }

    /** Who a session belongs to; using it keeps it alive. */
    public Optional<Visitor> bySession(String session) {
        Session found = sessions.computeIfPresent(
                session, (id, old) -> idle(old) ? null : new Session(old.visitor(), clock.instant()));
        return Optional.ofNullable(found).map(Session::visitor);
    }

    /** Whether a session is still open; looking does not keep it alive. */
    public boolean lives(String session) {
        Session found = sessions.get(session);
        return found != null && !idle(found);
    }

    public void logout(String session) {
        sessions.remove(session);
    }

    /** A token for programs, valid until the process ends. */
    public String apiToken(Visitor visitor) {
        String token = fresh();
        tokens.put(token, visitor);
        return token;
    }

    public Optional<Visitor> byApiToken(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    private boolean idle(Session session) {
        return session.lastSeen().plus(IDLE).isBefore(clock.instant());
    }

    private void forgetIdle() {
        sessions.values().removeIf(this::idle);
    }

    private String fresh() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
