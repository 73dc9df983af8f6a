package io.regchain.supervision.api;

import io.regchain.supervision.access.AccessDesk;
import io.regchain.supervision.access.Visitor;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asks, and whether they may: every refusal is a line of the audit log. */
final class Gatekeeper {
    static final String COOKIE = "regchain-session";
    private static final Logger AUDIT = LoggerFactory.getLogger("audit.access");

    private final AccessDesk desk;

    Gatekeeper(AccessDesk desk) {
        this.desk = desk;
    }

    AccessDesk desk() {
        return desk;
    }

    /** @throws ApiProblem 401 when nobody is recognised, 403 for a change asked for by a page of another site */
    Visitor visitor(HttpRequest request) {
        Optional<Visitor> byToken = bearer(request).flatMap(desk::byApiToken);
        if (byToken.isPresent()) {
            return byToken.get();
        }
        Visitor visitor = session(request).flatMap(desk::bySession).orElseThrow(() -> {
            AUDIT.info(
                    "refused {} {}: no session",
                    request.method().value(),
                    request.getUri().path());
            return new ApiProblem(
                    401,
                    "NOT_LOGGED_IN",
                    "this needs a session or an API token",
                    "open a login link, or send Authorization: Bearer with a token");
        });
        if (!request.method().equals(HttpMethods.GET)
                && request.getHeader("X-Requested-With").isEmpty()) {
            throw new ApiProblem(
                    403,
                    "CROSS_SITE",
                    "a change needs the header X-Requested-With",
                    "send it from the page's own script");
        }
        return visitor;
    }

    /** Whether the visitor of this request is still let in: a session ends, a program's token does not. */
    BooleanSupplier lasting(HttpRequest request) {
        if (bearer(request).flatMap(desk::byApiToken).isPresent()) {
            return () -> true;
        }
        Optional<String> session = session(request);
        return () -> session.map(desk::lives).orElse(false);
    }

    /** @throws ApiProblem 403 when the chain lies outside the visitor's area */
    void requireSight(Visitor visitor, HttpRequest request, String... anyOf) {
        for (String chain : anyOf) {
            if (visitor.scope().sees(chain)) {
                return;
            }
        }
        AUDIT.warn(
                "refused {} {}: outside the area of {}",
                visitor.id(),
                request.getUri().path(),
                visitor.displayNameEn());
        throw new ApiProblem(
                403,
                "OUT_OF_SCOPE",
                visitor.displayNameEn() + " sees its own area only; this belongs to " + String.join(" and ", anyOf),
                "ask the regulator of that area, or CSRC");
    }

    /** @throws ApiProblem 403 when the visitor has none of the roles */
    void requireRole(Visitor visitor, HttpRequest request, Visitor.Role... roles) {
        for (Visitor.Role role : roles) {
            if (visitor.role() == role) {
                return;
            }
        }
        AUDIT.warn(
                "refused {} {}: role {}",
                visitor.id(),
                request.getUri().path(),
                visitor.role().code());
        throw new ApiProblem(
                403,
                "ROLE_MISSING",
                "the role " + visitor.role().code() + " may not do this",
                "log in with another role");
    }

    static Optional<String> session(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header instanceof Cookie cookie) {
                for (var pair : cookie.getCookies()) {
                    if (pair.name().equals(COOKIE)) {
                        return Optional.of(pair.value());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bearer(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()).strip());
    }
}
