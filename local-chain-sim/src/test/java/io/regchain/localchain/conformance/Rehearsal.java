package io.regchain.localchain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.localchain.scenario.Journal;
import io.regchain.localchain.scenario.ScenarioListener;
import io.regchain.localchain.scenario.ScenarioReader;
import io.regchain.localchain.scenario.ScenarioResult;
import io.regchain.localchain.scenario.ScenarioRunner;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A running federation on which a story was played, so that its chains hold objects, and packets both ways. */
final class Rehearsal implements AutoCloseable {
    private final Federation federation;

    private Rehearsal(Federation federation) {
        this.federation = federation;
    }

    static Rehearsal start(Path directory) {
        List<MarketPlan> markets = Stream.of("jiangsu", "zhejiang", "shanghai")
                .map(id -> MarketPlan.of(Markets.byChain(new ChainId(id)).orElseThrow()))
                .toList();
        Federation federation = Federation.start(FederationSettings.of(directory, markets));
        try (Journal journal = Journal.open(directory)) {
            ScenarioResult story = ScenarioRunner.run(
                    federation, ScenarioReader.bundled("S3").orElseThrow(), journal, ScenarioListener.silent());
            assertThat(story.passed()).isTrue();
        }
        return new Rehearsal(federation);
    }

    Federation federation() {
        return federation;
    }

    /** An integrator's token for every chain. */
    String token() {
        return federation
                .desk()
                .apiToken(new Visitor("kit", Visitor.Role.INTEGRATOR, new Scope.All(), "检测", "conformance kit"));
    }

    /** The addresses at which the nodes of a chain are shown. */
    List<URI> endpoints(String chain) {
        return IntStream.of(0, 1)
                .mapToObj(i -> URI.create("http://127.0.0.1:" + federation.windowPort() + "/nodes/" + chain + "/" + i))
                .toList();
    }

    ValidatorSet validators(String chain) {
        return federation.market(new ChainId(chain)).plan().validators(federation.keys());
    }

    /** The key of a consensus node of jiangsu or another chain of four, by its name. */
    Sm2PrivateKey validatorKey(String name) {
        return federation.keys().key("validator " + name);
    }

    @Override
    public void close() {
        federation.close();
    }
}
