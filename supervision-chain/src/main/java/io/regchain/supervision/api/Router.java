package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of the API: method and path template to a handler that may wait. Every template stands in the OpenAPI
 * document, and a test holds the two against each other.
 */
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)}");

    /** @param path the template's variables by name */
    record Call(HttpRequest request, Map<String, String> path, String body) {
        String path(String name) {
            return Objects.requireNonNull(path.get(name), () -> "the template has no variable " + name);
        }

        /** @throws ApiProblem 400 when the address's query is not well-formed */
        Optional<String> query(String name) {
            try {
                return request.getUri().query().get(name);
            } catch (IllegalUriException e) {
                throw ApiProblem.badRequest("the query of the address is not well-formed: " + e.getMessage());
            }
        }

        /** @throws ApiProblem 400 unless it is an integer in the range */
        long number(String name, String value, long min, long max) {
            try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                LOG.debug("not a number: {}", name);
            }
            throw ApiProblem.badRequest(name + " should be an integer from " + min + " to " + max);
        }

        long number(String name) {
            return number(name, path(name), 0, Long.MAX_VALUE);
        }

        Optional<Long> queryNumber(String name) {
            return query(name).map(value -> number(name, value, 0, Long.MAX_VALUE));
        }

        int limit() {
            return query("limit")
                    .map(value -> (int) number("limit", value, 1, 200))
                    .orElse(50);
        }
    }

    @FunctionalInterface
    interface Handler {
        HttpResponse answer(Call call);
    }

    private record Entry(String method, String template, Pattern pattern, List<String> names, Handler handler) {}

    private final List<Entry> entries = new ArrayList<>();

    Router on(String method, String template, Handler handler) {
        List<String> names = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            names.add(variables.group(1));
        }
        String regex = VARIABLE.matcher(template.replace(".", "\\.")).replaceAll("([^/]+)");
        entries.add(new Entry(method, template, Pattern.compile(regex), names, handler));
        return this;
    }

    /** All {@code METHOD template} lines, in order. */
    List<String> table() {
        return entries.stream().map(e -> e.method() + " " + e.template()).toList();
    }

    /** Empty when no template has this path. */
    Optional<CompletionStage<HttpResponse>> route(HttpRequest request, String body, Executor blocking) {
        String path = request.getUri().getPathString();
        List<String> methods = new ArrayList<>();
        for (Entry entry : entries) {
            Matcher matcher = entry.pattern().matcher(path);
            if (!matcher.matches()) {
                continue;
            }
            methods.add(entry.method());
            if (entry.method().equals(request.method().value())) {
                Call call = new Call(request, variables(entry, matcher), body);
                return Optional.of(CompletableFuture.supplyAsync(() -> answer(entry, call), blocking));
            }
        }
        if (methods.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CompletableFuture.completedFuture(problem(new ApiProblem(
                405,
                "METHOD_NOT_ALLOWED",
                path + " takes " + String.join(", ", methods),
                "use one of these methods"))));
    }

    private static Map<String, String> variables(Entry entry, Matcher matcher) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < entry.names().size(); i++) {
            values.put(entry.names().get(i), matcher.group(i + 1));
        }
        return values;
    }

    private static HttpResponse answer(Entry entry, Call call) {
        try {
            return entry.handler().answer(call);
        } catch (ApiProblem problem) {
            return problem(problem);
        } catch (DecodeException bad) {
            return problem(ApiProblem.badRequest(String.valueOf(bad.getMessage())));
        } catch (RuntimeException fault) {
            LOG.error("the hub's own fault in {} {}", entry.method(), entry.template(), fault);
            return problem(new ApiProblem(
                    500, "INTERNAL", "the hub failed on its own account", "try again; the hub's log says why"));
        }
    }

    static HttpResponse problem(ApiProblem problem) {
        return json(problem.toJson()).withStatus(problem.status());
    }

    static HttpResponse json(JsonNode json) {
        return HttpResponse.create()
                .withEntity(
                        ContentTypes.APPLICATION_JSON,
                        ByteString.fromArrayUnsafe(CanonicalJson.encode(json).unsafeArray()));
    }

    /** A file to be kept and checked offline: its bytes must reach the reader as they are. */
    static HttpResponse file(String name, Bytes content) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Content-Disposition", "attachment; filename=\"" + name + "\""))
                .withEntity(ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(content.unsafeArray()));
    }
}
