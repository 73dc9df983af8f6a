package io.regchain.localchain.federation;

import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.localchain.gateway.NodeGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The door of a public node, always at the same address: closed, nobody is answered there. */
final class SeatDoor {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final NodeGateway gateway;
    private final TlsIdentity identity;
    private final int port;
    private Optional<ServerBinding> open = Optional.empty();

    SeatDoor(NodeGateway gateway, TlsIdentity identity, int port) {
        this.gateway = gateway;
        this.identity = identity;
        this.port = port;
    }

    NodeGateway gateway() {
        return gateway;
    }

    /** A door that is open already stays so. */
    CompletableFuture<ServerBinding> open() {
        Optional<ServerBinding> already = binding();
        return already.isPresent()
                ? CompletableFuture.completedFuture(already.get())
                : gateway.bind(identity, port)
                        .toCompletableFuture()
                        .whenComplete((binding, problem) -> keep(Optional.ofNullable(binding)));
    }

    private synchronized Optional<ServerBinding> binding() {
        return open;
    }

    private synchronized void keep(Optional<ServerBinding> binding) {
        open = binding;
    }

    /** Completes when nobody can come in any more, and who was within has been shown out. */
    CompletableFuture<Void> close() {
        return leave().map(binding ->
                        binding.terminate(LAST_WORDS).toCompletableFuture().<Void>thenApply(done -> null))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private synchronized Optional<ServerBinding> leave() {
        Optional<ServerBinding> was = open;
        open = Optional.empty();
        return was;
    }
}
