package io.regchain.protocol.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import java.util.Optional;

/**
 * How a leg stands on its own chain, as the supervision chain sees it proven.
 *
 * @param reason why it was refused; only then
 */
public record LegRecord(State state, Optional<Refusal> reason) {
    public enum State {
        /** The asset is set aside for this settlement and no other. */
        LOCKED,
        /** The chain will not lock it. */
        REFUSED,
        /** The asset has changed hands. */
        COMMITTED,
        /** The asset is its owner's again. */
        RELEASED
    }

    public LegRecord {
        if (reason.isPresent() != (state == State.REFUSED)) {
            throw new IllegalArgumentException("a refused leg has a reason, and no other");
        }
    }

    public static LegRecord of(State state) {
        return new LegRecord(state, Optional.empty());
    }

    public static LegRecord refused(Refusal reason) {
        return new LegRecord(State.REFUSED, Optional.of(reason));
    }

    /** What this leg is once the decision has reached it. */
    public LegRecord after(Decision decision) {
        if (state != State.LOCKED) {
            return this;
        }
        return of(decision instanceof Decision.Commit ? State.COMMITTED : State.RELEASED);
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object().put("state", state.name());
        reason.ifPresent(why -> json.put("code", why.code()).put("message", why.message()));
        return json;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static LegRecord fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            State state = fields.parsed("state", 16, State::valueOf);
            Optional<Refusal> reason = state == State.REFUSED
                    ? Optional.of(new Refusal(fields.text("code", 64), fields.anyText("message", Decision.MAX_MESSAGE)))
                    : Optional.empty();
            fields.end();
            return new LegRecord(state, reason);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not the record of a leg: " + e.getMessage(), e);
        }
    }
}
