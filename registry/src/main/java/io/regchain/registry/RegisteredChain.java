package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;

/**
 * A chain the registry has admitted: the value of state key {@code registry/chain/<chain>}, the registration's JSON with
 * {@code digest, state, proposedBy, approvedBy, approvedAt, changedBy, changedAt, reason} added.
 *
 * @param proposedBy name in the roles list of the first pair of eyes
 * @param approvedBy name of the second
 * @param approvedAt block time of the approval
 * @param changedBy who set the present state: a key's fingerprint or a contract
 * @param reason why the chain is suspended; empty while it is active
 */
public record RegisteredChain(
        Registration registration,
        State state,
        String proposedBy,
        String approvedBy,
        BlockTime approvedAt,
        String changedBy,
        BlockTime changedAt,
        String reason) {

    private static final List<String> OWN =
            List.of("digest", "state", "proposedBy", "approvedBy", "approvedAt", "changedBy", "changedAt", "reason");

    public enum State {
        ACTIVE,
        /** Cross-chain calls of and to this chain are refused; its headers and objects are still observed. */
        SUSPENDED
    }

    public Hash32 digest() {
        return registration.digest();
    }

    public RegisteredChain suspended(String by, BlockTime at, String why) {
        return new RegisteredChain(registration, State.SUSPENDED, proposedBy, approvedBy, approvedAt, by, at, why);
    }

    public RegisteredChain resumed(String by, BlockTime at) {
        return new RegisteredChain(registration, State.ACTIVE, proposedBy, approvedBy, approvedAt, by, at, "");
    }

    public ObjectNode toJson() {
        return registration
                .toJson()
                .put("digest", digest().toHex())
                .put("state", state.name())
                .put("proposedBy", proposedBy)
                .put("approvedBy", approvedBy)
                .put("approvedAt", approvedAt.epochMillis())
                .put("changedBy", changedBy)
                .put("changedAt", changedAt.epochMillis())
                .put("reason", reason);
    }

    /** @throws DecodeException when the value is not what this record writes, or its digest does not fit */
    public static RegisteredChain fromJson(JsonNode json) {
        ObjectNode rest = CanonicalJson.object();
        ObjectNode own = CanonicalJson.object();
        json.properties().forEach(member -> (OWN.contains(member.getKey()) ? own : rest)
                .set(member.getKey(), member.getValue()));
        Registration registration = Registration.fromJson(rest);
        JsonForm form = JsonForm.of(own, "a registered chain", OWN.toArray(String[]::new));
        if (!registration.digest().toHex().equals(form.text("digest"))) {
            throw new DecodeException("digest does not belong to the registration");
        }
        return new RegisteredChain(
                registration,
                state(form.text("state")),
                form.text("proposedBy"),
                form.text("approvedBy"),
                new BlockTime(form.number("approvedAt")),
                form.text("changedBy"),
                new BlockTime(form.number("changedAt")),
                form.text("reason"));
    }

    private static State state(String text) {
        for (State state : State.values()) {
            if (state.name().equals(text)) {
                return state;
            }
        }
        throw new DecodeException("state should be ACTIVE or SUSPENDED, not \"" + text + "\"");
    }
}
