package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.index.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.BroadcastHub;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;

/**
 * Server-sent events: {@code overview} with the hub's height for every block, and each new line of the ticker under its
 * kind, to those whose area it concerns, as long as they are logged in. A slow reader loses ticks, never the connection;
 * the page asks again.
 */
final class LiveFeed {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** What one supervision block brought. */
    private record Tick(long height, List<JsonNode> rows) {}

    private final QueryIndex index;
    private final SourceQueueWithComplete<Tick> queue;
    private final Source<Tick, NotUsed> ticks;
    private long lastSeq;

    LiveFeed(ClassicActorSystemProvider system, QueryIndex index) {
        this.index = index;
        Pair<SourceQueueWithComplete<Tick>, Source<Tick, NotUsed>> pair = Source.<Tick>queue(
                        64, OverflowStrategy.dropHead())
                .toMat(BroadcastHub.of(Tick.class, 64), Keep.both())
                .run(system);
        this.queue = pair.first();
        this.ticks = pair.second();
        this.ticks.runWith(Sink.ignore(), system);
        this.lastSeq = newest(rows());
    }

    private ArrayNode rows() {
        return index.feed(
                new QueryIndex.Page(new Scope.All(), Optional.empty(), Optional.empty(), QueryIndex.Page.MAX_LIMIT));
    }

    private static long newest(ArrayNode rows) {
        return rows.isEmpty() ? 0 : rows.get(0).path("seq").longValue();
    }

    /** The index has this supervision block; called for one block after the other. */
    void applied(Height height) {
        ArrayNode rows = rows();
        List<JsonNode> fresh = new ArrayList<>();
        rows.forEach(row -> {
            if (row.path("seq").longValue() > lastSeq) {
                fresh.add(0, row);
            }
        });
        lastSeq = Math.max(lastSeq, newest(rows));
        queue.offer(new Tick(height.value(), fresh));
    }

    /** @param lasts asked before every event and every second: the stream ends with the visitor's session */
    HttpResponse stream(Scope scope, BooleanSupplier lasts) {
        Source<ByteString, NotUsed> events = ticks.buffer(16, OverflowStrategy.dropHead())
                .mapConcat(tick -> events(tick, scope))
                .merge(Source.tick(LOOK_AGAIN, LOOK_AGAIN, ByteString.emptyByteString()), true)
                .takeWhile(event -> lasts.getAsBoolean())
                .filter(ByteString::nonEmpty)
                .keepAlive(KEEP_ALIVE, () -> ByteString.fromString(": still here\n\n"))
                .prepend(Source.single(ByteString.fromString(": connected\n\nretry: 2000\n\n")));
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.parse("text/event-stream"), events));
    }

    private static List<ByteString> events(Tick tick, Scope scope) {
        List<ByteString> events = new ArrayList<>();
        events.add(event("overview", CanonicalJson.object().put("height", tick.height())));
        for (JsonNode row : tick.rows()) {
            if (scope.sees(row.path("chain").asText())
                    || scope.sees(row.path("otherChain").asText())) {
                events.add(event(row.path("kind").asText(), row));
            }
        }
        return events;
    }

    private static ByteString event(String name, JsonNode data) {
        return ByteString.fromString(
                "event: " + name + "\ndata: " + CanonicalJson.encode(data).toUtf8() + "\n\n");
    }
}
