package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import java.util.Optional;
import java.util.function.Function;

/** How it stands with the light client of a chain, read from the supervision chain's state by contracts and shell alike. */
public record ClientHealth(boolean frozen, TrustClock clock) {
    private static final String PREFIX = LightClientsContract.NAME + "/";
    static final String TRUST_PERIOD = "trust-period";

    /** The full state key under which genesis may give the trust period of clients that have none of their own. */
    public static final String TRUST_PERIOD_KEY = PREFIX + TRUST_PERIOD;

    /**
     * @param state what stands under a full state key
     * @return empty while the chain is not registered
     */
    public static Optional<ClientHealth> read(Function<String, Optional<JsonNode>> state, ChainId chain) {
        return state.apply("registry/chain/" + chain)
                .map(registration -> new ClientHealth(
                        state.apply(PREFIX + ClientCases.openKey(chain)).isPresent(),
                        new TrustClock(since(state, chain, registration), period(state, chain))));
    }

    public ClientStatus status(BlockTime now) {
        return ClientStatus.of(frozen, clock, now);
    }

    /** Before the first header the officers who admitted the chain vouch for its trust root. */
    private static BlockTime since(Function<String, Optional<JsonNode>> state, ChainId chain, JsonNode registration) {
        String admitted = registration.has("approvedAt") ? "approvedAt" : "genesisTime";
        return new BlockTime(state.apply(PREFIX + chain + "/latest")
                .map(latest -> latest.path("trustedAt"))
                .orElseGet(() -> registration.path(admitted))
                .longValue());
    }

    private static TrustPeriod period(Function<String, Optional<JsonNode>> state, ChainId chain) {
        return state.apply(PREFIX + chain + "/" + TRUST_PERIOD)
                .or(() -> state.apply(TRUST_PERIOD_KEY))
                .map(entry -> TrustPeriod.ofSeconds(entry.path("seconds").longValue()))
                .orElse(TrustPeriod.DEFAULT);
    }
}
