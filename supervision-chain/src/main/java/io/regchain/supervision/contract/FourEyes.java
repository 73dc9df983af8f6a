package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;

/**
 * A change that one officer proposes and another approves (A3.2). The approval names the digest of what it approves, so
 * that nobody approves a proposal that was replaced in the meantime.
 */
final class FourEyes {
    static final int MAX_REASON = 500;
    private static final String PROPOSAL = "proposal/";

    private FourEyes() {}

    /** Keeps the proposal under {@code proposal/<id>} and returns its digest. */
    static Hash32 propose(ContractContext context, String id, ObjectNode content) {
        Roles.require(context, Roles.ADMISSION_MAKER);
        Hash32 digest = digest(content);
        ObjectNode proposal = JsonNodeFactory.instance
                .objectNode()
                .put("digest", digest.toHex())
                .put("proposedBy", context.origin().fingerprint().toHex())
                .put("proposedAt", context.time().epochMillis());
        proposal.set("content", content);
        context.write(PROPOSAL + id, proposal);
        return digest;
    }

    /** Ends the proposal and returns its content; refused for the proposer's own key and for another digest. */
    static ObjectNode approve(ContractContext context, String id, Hash32 digest) {
        Roles.require(context, Roles.ADMISSION_CHECKER);
        JsonNode proposal = context.read(PROPOSAL + id)
                .orElseThrow(() -> new ContractRefusal(
                        "PROPOSAL_UNKNOWN", "there is no open proposal " + id + "; propose it first"));
        if (proposal.path("proposedBy")
                .asText()
                .equals(context.origin().fingerprint().toHex())) {
            throw new ContractRefusal(
                    "FOUR_EYES",
                    "the proposal " + id + " must be approved by another key than the one that proposed it");
        }
        if (!proposal.path("digest").asText().equals(digest.toHex())) {
            throw new ContractRefusal(
                    "PROPOSAL_CHANGED",
                    "the open proposal " + id + " has the digest "
                            + proposal.path("digest").asText() + ", not " + digest
                            + "; read it again before approving");
        }
        context.delete(PROPOSAL + id);
        return (ObjectNode) proposal.get("content");
    }

    /** Why, in words: 1 to {@value #MAX_REASON} characters, not blank. */
    static String reason(Arguments in) {
        String reason = in.text("reason");
        int length = reason.codePointCount(0, reason.length());
        if (reason.isBlank() || length > MAX_REASON) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT", "argument reason should have 1 to " + MAX_REASON + " characters, not " + length);
        }
        return reason;
    }

    static Hash32 digest(ObjectNode content) {
        return Sm3.hash(CanonicalJson.encode(content));
    }
}
