package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.protocol.lightclient.Misbehaviour;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.PacketKeys;
import java.util.Optional;

/** What the state of {@code packets} holds about the supervision chain; see {@link PacketKeys.Local}. */
final class HubState {
    private final ContractContext context;

    HubState(ContractContext context) {
        this.context = context;
    }

    /** The state entry a chain starts from. */
    static ObjectNode toJson(TrustedState trusted, TrustClock clock) {
        ObjectNode json = CanonicalJson.object()
                .put("height", trusted.height().value())
                .put("hash", trusted.blockHash().toHex())
                .put("time", trusted.time().epochMillis())
                .put("trustedAt", clock.since().epochMillis())
                .put("trustPeriod", clock.period().seconds());
        json.set("validators", BlockJson.of(trusted.validators()));
        return json;
    }

    private JsonNode entry() {
        return context.read(PacketKeys.Local.HUB)
                .orElseThrow(() -> new IllegalStateException("the genesis of this chain names no hub to trust"));
    }

    TrustedState trusted() {
        JsonNode json = entry();
        return new TrustedState(
                ChainId.SUPERVISION,
                new Height(json.get("height").longValue()),
                Hash32.ofHex(json.get("hash").textValue()),
                new BlockTime(json.get("time").longValue()),
                BlockJson.validatorSet(json.get("validators")));
    }

    TrustClock clock() {
        return clock(entry());
    }

    /** The trust clock in the entry that a chain keeps of the hub. */
    static TrustClock clock(JsonNode json) {
        return new TrustClock(
                new BlockTime(json.get("trustedAt").longValue()),
                TrustPeriod.ofSeconds(json.get("trustPeriod").longValue()));
    }

    /** What is trusted from now on; the trust clock begins anew. */
    void trust(TrustedState state) {
        context.write(PacketKeys.Local.HUB, toJson(state, new TrustClock(context.time(), clock().period())));
    }

    ClientStatus status() {
        return ClientStatus.of(openCase().isPresent(), clock(), context.time());
    }

    /** Refuses with {@code CLIENT_FROZEN} or {@code CLIENT_EXPIRED}: then nothing counts on the hub's word. */
    void requireUsable() {
        Refusals.raise(ClientRules.usable(ChainId.SUPERVISION, openCase().isPresent(), clock(), context.time()));
    }

    /** A header that was verified before: {hash, stateRoot, time}. */
    Optional<JsonNode> header(Height height) {
        return context.read(PacketKeys.Local.hubHeader(height));
    }

    void keep(BlockHeader header) {
        context.write(
                PacketKeys.Local.hubHeader(header.height()),
                CanonicalJson.object()
                        .put("hash", header.hash().toHex())
                        .put("stateRoot", header.stateRoot().toHex())
                        .put("time", header.time().epochMillis()));
    }

    Optional<ObjectNode> openCase() {
        return context.read(PacketKeys.Local.HUB_FROZEN).map(ObjectNode.class::cast);
    }

    /** The number of the case in which this header was decided about. */
    Optional<Long> decided(Hash32 header) {
        return context.read(PacketKeys.Local.hubDecided(header))
                .map(entry -> entry.path("case").longValue());
    }

    /**
     * Freezes the client on a certified header that contradicts a verified one.
     *
     * @param knownHash of the block that was verified at {@code knownHeight}; its certificate is to be had from the hub
     */
    void freeze(Misbehaviour.Kind kind, Height knownHeight, String knownHash, CertifiedHeader other) {
        ObjectNode open = CanonicalJson.object()
                .put("kind", kind.name())
                .put("knownHeight", knownHeight.value())
                .put("knownHash", knownHash)
                .put("since", context.time().epochMillis())
                .put("reportedBy", context.origin().fingerprint().toHex());
        open.set("other", other.toJson());
        context.write(PacketKeys.Local.HUB_FROZEN, open);
        context.emit(
                "hubMisbehaviourFound",
                CanonicalJson.object()
                        .put("kind", kind.name())
                        .put("height", other.header().height().value())
                        .put("hash", other.header().hash().toHex()));
    }

    /** Ends the open case; it stays on record, and what it was about does not freeze the client again. */
    long decide(ObjectNode open, Hash32 header, ObjectNode decision) {
        long number = 1;
        while (context.read(PacketKeys.Local.hubCase(number)).isPresent()) {
            number++;
        }
        ObjectNode decided = open.deepCopy();
        decided.set("decision", decision);
        context.write(PacketKeys.Local.hubCase(number), decided);
        context.write(
                PacketKeys.Local.hubDecided(header), CanonicalJson.object().put("case", number));
        context.delete(PacketKeys.Local.HUB_FROZEN);
        return number;
    }
}
