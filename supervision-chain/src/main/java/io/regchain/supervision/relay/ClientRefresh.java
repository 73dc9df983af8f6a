package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.packet.PacketKeys;
import java.util.Optional;

/**
 * Brings a local chain a header of the hub when a third of its client's trust period has passed without one. The block
 * that takes it is at the same time what the hub's client of that chain lives on. When the hub itself has been idle, its
 * last header is no news and refreshes nothing, but the block it leaves makes the hub make one, and the next pass brings
 * that.
 */
final class ClientRefresh {
    private final LocalLedger local;
    private final ClockSource clock;
    /** The client is young until then: it need not be looked at. */
    private BlockTime notBefore = new BlockTime(0);
    /** Since the state of this height a header is on its way: nothing is due before the hub has verified a later one. */
    private Optional<Height> brought = Optional.empty();

    ClientRefresh(LocalLedger local, ClockSource clock) {
        this.local = local;
        this.clock = clock;
    }

    /** @param verified the height whose state would be looked at */
    boolean worthALook(Height verified) {
        boolean waiting = brought.map(height -> verified.compareTo(height) <= 0).orElse(false);
        return !waiting && clock.now().compareTo(notBefore) >= 0;
    }

    /** @param trust how old the client is; a chain that shows none has no light client of ours */
    boolean due(Optional<TrustClock> trust) {
        trust.ifPresent(known -> notBefore = known.staleFrom());
        BlockTime now = clock.now();
        return trust.filter(known -> !known.expired(now) && now.compareTo(known.staleFrom()) >= 0)
                .isPresent();
    }

    /** @param client the local chain's entry {@code packets/hub} */
    static Optional<TrustClock> clockOf(Optional<JsonNode> client) {
        return client.filter(entry -> entry.has("trustedAt"))
                .map(entry -> new TrustClock(
                        new BlockTime(entry.path("trustedAt").longValue()),
                        TrustPeriod.ofSeconds(entry.path("trustPeriod").longValue())));
    }

    TransactionRecord bring(Height verified, HubProof hub) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.putArray("headers").add(hub.shown());
        TransactionRecord record = local.submit(PacketKeys.CONTRACT, "updateHub", arguments)
                .toCompletableFuture()
                .join();
        if (record.receipt().succeeded()) {
            brought = Optional.of(verified);
        }
        return record;
    }
}
