package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.RegisteredChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits until the hub has verified and stored what a step did, and tells what it verified. */
final class HubWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Federation federation;

    HubWatch(Federation federation) {
        this.federation = federation;
    }

    /**
     * From a chain that is suspended the hub takes nothing, so there it is not waited for.
     *
     * @throws StepFailure when the hub does not get there
     */
    List<ProofFacts> await(Outcome outcome) {
        return outcome.trails().stream()
                .filter(trail -> !suspended(trail.chain()))
                .map(this::await)
                .toList();
    }

    private boolean suspended(ChainId chain) {
        return hubState("registry/chain/" + chain)
                .map(registration -> registration.path("state").asText().equals(RegisteredChain.State.SUSPENDED.name()))
                .orElse(false);
    }

    private ProofFacts await(Outcome.Trail trail) {
        ChainId chain = trail.chain();
        if (!federation.awaitVerified(chain, trail.height(), PATIENCE)) {
            throw new StepFailure("the hub has not verified block " + trail.height() + " of " + chain + " within "
                    + PATIENCE.toSeconds() + " s");
        }
        List<String> objects = objectsAt(chain, trail.height());
        objects.forEach(object -> awaitStored(chain, object));
        JsonNode header =
                hubState("light-clients/" + chain + "/header/" + trail.height()).orElseThrow();
        return new ProofFacts(
                chain,
                trail.height(),
                trail.transaction(),
                Hash32.ofHex(header.path("hash").asText()),
                header.path("certificate").path("seals").size(),
                federation.market(chain).plan().seats().size(),
                objects,
                federation.hubNode().height());
    }

    /** What the block wrote, as {@code id/version}. */
    private List<String> objectsAt(ChainId chain, Height height) {
        List<String> objects = new ArrayList<>();
        federation
                .market(chain)
                .node(0)
                .read(height, "objects/at/" + height)
                .map(CanonicalJson::decode)
                .ifPresent(list -> list.forEach(entry -> objects.add(
                        entry.path("id").asText() + "/" + entry.path("version").asLong())));
        return objects;
    }

    private void awaitStored(ChainId chain, String object) {
        ChainNode hub = federation.hubNode();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = hub.height();
        while (hub.read(seen, "objects/" + chain + "/" + object).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StepFailure("the hub has not stored " + object + " of " + chain
                        + "; see the anomalies it recorded of this chain");
            }
            seen = hub.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
    }

    private Optional<JsonNode> hubState(String key) {
        return federation.hubNode().read(key).map(CanonicalJson::decode);
    }
}
