package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.packet.PacketId;
import java.util.Optional;

/**
 * Where a call stands: in which stage, for whom it waits and since when, until when, and what would unblock it.
 *
 * @param deadline when it ends by itself if it is still in this stage; empty once it only travels back
 * @param nextRetry when the relay that it waits for begins its next pass
 * @param reason why it does not move; empty when it does
 * @param unblock one sentence that says what would unblock it and who must do it; empty when nobody need do anything
 */
public record CallStatus(
        PacketId id,
        Stage stage,
        WaitingFor waitingFor,
        Optional<BlockTime> since,
        Optional<BlockTime> deadline,
        Optional<BlockTime> nextRetry,
        Health health,
        Optional<Words> reason,
        Optional<Words> unblock) {
    /** The stages of a call, in their order. */
    public enum Stage {
        /** Its source is proven to have sent it; the hub has not taken it. */
        SENT,
        /** The hub has taken it; a supervisor must decide. */
        HELD,
        /** Routed: on the way to its destination, or its answer on the way back to the hub. */
        TO_DESTINATION,
        /** Ended on the hub; its source is not proven to have taken the end. */
        TO_SOURCE,
        /** Its source is proven to have taken the end. */
        DONE
    }

    public enum Health {
        MOVING,
        /** It moves or ends by itself, but takes longer than it should, or waits for a person within the deadline. */
        SLOW,
        /** It does not move before somebody acts. */
        STUCK,
        ENDED
    }

    public static CallStatus of(CallFacts facts, Now now) {
        return CallRules.judge(facts, now);
    }
}
