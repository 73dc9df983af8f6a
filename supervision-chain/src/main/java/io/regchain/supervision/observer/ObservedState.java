package io.regchain.supervision.observer;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.supervision.node.SupervisionLedger;
import java.util.Optional;

/**
 * Where the observation of a chain goes on, read from the supervision chain's state alone: an observer keeps nothing of
 * its own, so a crash loses nothing.
 *
 * @param trusted the light client's state
 * @param height the height to take next
 * @param objects how many of that height's objects are taken already
 */
record ObservedState(TrustedState trusted, Height height, int objects) {
    /** Empty while the chain is not registered. */
    static Optional<ObservedState> load(SupervisionLedger ledger, ChainId chain) {
        Optional<JsonNode> progress = ledger.read("objects/" + chain + "/progress");
        Height next = new Height(progress.map(p -> p.path("height").longValue()).orElse(1L));
        int objects = progress.map(p -> p.path("objects").intValue()).orElse(0);
        return trustedBefore(ledger, chain, next).map(trusted -> new ObservedState(trusted, next, objects));
    }

    /** The state that decides {@code next}: the header before it, which may lie below the light client's latest. */
    private static Optional<TrustedState> trustedBefore(SupervisionLedger ledger, ChainId chain, Height next) {
        Optional<JsonNode> registration = ledger.read("registry/chain/" + chain);
        if (next.value() == 1) {
            return registration.map(json -> trusted(
                    chain,
                    Height.ZERO,
                    json.path("genesisHash").asText(),
                    json.path("genesisTime").longValue(),
                    json.get("validators")));
        }
        Height before = new Height(next.value() - 1);
        return ledger.read("light-clients/" + chain + "/header/" + before)
                .flatMap(header -> ledger.read("light-clients/" + chain + "/set/"
                                + header.path("nextValidatorSetHash").asText())
                        .map(set -> trusted(
                                chain,
                                before,
                                header.path("hash").asText(),
                                header.path("time").longValue(),
                                set)));
    }

    private static TrustedState trusted(ChainId chain, Height height, String hash, long time, JsonNode validators) {
        return new TrustedState(
                chain, height, Hash32.ofHex(hash), new BlockTime(time), BlockJson.validatorSet(validators));
    }
}
