package io.regchain.localchain.sandbox;

import io.regchain.localchain.federation.MarketPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Which sandbox to start, and where.
 *
 * @param httpPort of the hub's API and pages on the loopback interface; 0 lets the system choose
 * @param pages the dashboards
 * @param reader hears every line as it is written, on any thread, one at a time
 * @param begun hears each time the hub has begun, at first and anew
 */
public record SandboxSettings(
        Path dataDir,
        MarketPlan partner,
        int httpPort,
        Function<HttpRequest, Optional<HttpResponse>> pages,
        Consumer<Line> reader,
        Consumer<Sandbox> begun) {}
