package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.merkle.StateProof;

/** A header of a local chain that this chain's light client has verified: what proofs are checked against. */
record ProvenHeader(ChainId chain, Height height, Hash32 hash, Hash32 stateRoot, BlockTime time, int seals) {

    /**
     * Refuses with {@code HEADER_UNKNOWN} when no verified header stands at this height, and with {@code CLIENT_FROZEN} or
     * {@code CLIENT_EXPIRED} when the chain contradicted itself or was not heard of for the whole trust period: then none of
     * its headers proves anything.
     */
    static ProvenHeader require(ContractContext context, ChainId chain, Height height) {
        ClientState client = new ClientState(context, chain);
        client.requireUsable();
        JsonNode entry = client.header(height)
                .orElseThrow(() -> new ContractRefusal(
                        "HEADER_UNKNOWN",
                        "no verified header of " + chain + " at height " + height + "; submit the header first"));
        return new ProvenHeader(
                chain,
                height,
                Hash32.ofHex(entry.path("hash").asText()),
                Hash32.ofHex(entry.path("stateRoot").asText()),
                new BlockTime(entry.path("time").longValue()),
                entry.path("certificate").path("seals").size());
    }

    /** Refuses with {@code PROOF_INVALID} unless the proof shows exactly this value under the key. */
    StateProof requirePresent(Arguments in, String key, Bytes value) {
        StateProof proof = proof(in);
        if (!proof.provesPresence(stateRoot, key, value)) {
            throw new ContractRefusal(
                    "PROOF_INVALID",
                    "the proof does not show the given value under " + key + " in the state of " + chain + " at height "
                            + height);
        }
        return proof;
    }

    /** Refuses with {@code PROOF_INVALID} unless the proof shows that nothing stands under the key. */
    StateProof requireAbsent(Arguments in, String key) {
        StateProof proof = proof(in);
        if (!proof.provesAbsence(stateRoot, key)) {
            throw new ContractRefusal(
                    "PROOF_INVALID",
                    "the proof does not show that " + key + " is absent in the state of " + chain + " at height "
                            + height);
        }
        return proof;
    }

    private static StateProof proof(Arguments in) {
        try {
            return StateProof.decode(in.hex("proof"));
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument proof should be a state proof: " + e.getMessage());
        }
    }

    /** What an event says about the evidence behind it. */
    ObjectNode provenBy(String key, StateProof proof) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chain", chain.value())
                .put("height", height.value())
                .put("headerHash", hash.toHex())
                .put("stateKey", key)
                .put("seals", seals)
                .put("proofSiblings", proof.siblings().size());
    }
}
