package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.packet.PacketKeys;
import java.util.List;
import java.util.Optional;

/**
 * A state of the supervision chain for contracts other than {@code packets}, which keeps the light client: the header
 * handed in is verified and kept there, and the proof handed in is held against it.
 */
final class ProvenHub {
    private final Hash32 stateRoot;
    private final BlockTime time;
    private final StateProof proof;

    private ProvenHub(Hash32 stateRoot, BlockTime time, StateProof proof) {
        this.stateRoot = stateRoot;
        this.time = time;
        this.proof = proof;
    }

    /** Refuses with {@code CLIENT_FROZEN} or {@code CLIENT_EXPIRED}: then nothing that waits for the hub's word should begin. */
    static void requireUsable(ContractContext context) {
        JsonNode kept = context.readOf(PacketKeys.CONTRACT, PacketKeys.Local.HUB)
                .orElseThrow(() -> new IllegalStateException("the genesis of this chain names no hub to trust"));
        boolean frozen =
                context.readOf(PacketKeys.CONTRACT, PacketKeys.Local.HUB_FROZEN).isPresent();
        Refusals.raise(ClientRules.usable(ChainId.SUPERVISION, frozen, HubState.clock(kept), context.time()));
    }

    /**
     * From {@code {header, certificate, nextValidators?, proof}}; refused with the light client's own codes.
     *
     * @return empty when the header froze the client: that is to be answered, with {@link HubCheck.Froze}, not refused
     */
    static Optional<ProvenHub> verify(ContractContext context, Arguments in) {
        ObjectNode headers = CanonicalJson.object();
        ObjectNode header = headers.putArray("headers").addObject();
        for (String field : List.of("header", "certificate", "nextValidators")) {
            if (in.has(field)) {
                header.set(field, in.node().get(field));
            }
        }
        JsonNode answer = context.call(PacketKeys.CONTRACT, "updateHub", headers);
        if (answer.path("frozen").booleanValue()) {
            return Optional.empty();
        }
        BlockHeader verified =
                Refusals.decoded("HUB_HEADER_MALFORMED", "header", () -> BlockHeader.decode(in.hex("header")));
        JsonNode kept = context.readOf(PacketKeys.CONTRACT, PacketKeys.Local.hubHeader(verified.height()))
                .orElseThrow(() -> new ContractRefusal(
                        "HUB_HEADER_UNKNOWN", "the header of block " + verified.height() + " was not taken"));
        StateProof proof = Refusals.decoded("PROOF_MALFORMED", "proof", () -> StateProof.decode(in.hex("proof")));
        return Optional.of(new ProvenHub(
                Hash32.ofHex(kept.get("stateRoot").textValue()),
                new BlockTime(kept.get("time").longValue()),
                proof));
    }

    BlockTime time() {
        return time;
    }

    void requirePresent(String key, JsonNode value, String code) {
        Refusals.unless(
                proof.provesPresence(stateRoot, key, CanonicalJson.encode(value)),
                code,
                () -> "the proof does not show that the hub's state holds this value at " + key);
    }

    void requireAbsent(String key) {
        Refusals.unless(
                proof.provesAbsence(stateRoot, key),
                "ABSENCE_NOT_PROVEN",
                () -> "the proof does not show that the hub's state holds nothing at " + key);
    }
}
