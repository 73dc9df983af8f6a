package io.regchain.localchain.federation;

import io.regchain.supervision.snapshot.S3Settings;
import io.regchain.supervision.status.ObjectBounds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What federation to start, and where.
 *
 * @param snapshots the S3 store for the snapshots of data objects; empty: a folder of the data directory
 * @param bounds from when on the objects of a chain are called late
 * @param httpPort of the hub's API and pages on the loopback interface; 0 lets the system choose
 * @param firstTime what the virtual clock shows at the very first start
 * @param pages the dashboards
 * @param progress hears what is being done, one line at a time
 */
public record FederationSettings(
        Path dataDir,
        List<MarketPlan> markets,
        Optional<S3Settings> snapshots,
        ObjectBounds bounds,
        int httpPort,
        Instant firstTime,
        Function<HttpRequest, Optional<HttpResponse>> pages,
        Consumer<String> progress) {
    /** Stories begin on Monday, 9 February 2026, 9 o'clock in China. */
    public static final Instant STORY_BEGINS = Instant.parse("2026-02-09T01:00:00Z");

    public FederationSettings {
        markets = List.copyOf(markets);
        if (markets.isEmpty()) {
            throw new IllegalArgumentException("a federation has at least one market");
        }
    }

    public static FederationSettings of(Path dataDir, List<MarketPlan> markets) {
        return new FederationSettings(
                dataDir,
                markets,
                Optional.empty(),
                ObjectBounds.DEFAULT,
                0,
                STORY_BEGINS,
                request -> Optional.empty(),
                line -> {});
    }
}
