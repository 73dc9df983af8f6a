package io.regchain.registry.contract;

import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/** A chain's way into the federation as a table: which step is open in which state. */
final class AccessLifecycle {
    /** Where a chain stands; a proposal may stand only beside no admitted chain. */
    enum State {
        UNKNOWN,
        PROPOSED,
        ACTIVE,
        SUSPENDED
    }

    enum Step {
        PROPOSE,
        APPROVE,
        REJECT,
        SUSPEND,
        RESUME
    }

    private AccessLifecycle() {}

    /** Empty when the step is open, else why not and what would be. */
    static Optional<Refusal> refuse(State state, Step step, String chain) {
        boolean open =
                switch (step) {
                    // A pending proposal may be replaced; its digest changes, so an approval of the old one fails.
                    case PROPOSE -> state == State.UNKNOWN || state == State.PROPOSED;
                    case APPROVE, REJECT -> state == State.PROPOSED;
                    case SUSPEND -> state == State.ACTIVE;
                    case RESUME -> state == State.SUSPENDED;
                };
        return open ? Optional.empty() : Optional.of(refusal(state, step, chain));
    }

    private static Refusal refusal(State state, Step step, String chain) {
        String subject = "the chain \"" + chain + "\" is " + state + "; ";
        return switch (step) {
            case PROPOSE ->
                new Refusal("CHAIN_ALREADY_REGISTERED", subject + "only a chain not yet admitted can be proposed");
            case APPROVE, REJECT ->
                new Refusal("NO_PROPOSAL", subject + "there is no proposal to decide; it should be proposed first");
            case SUSPEND -> new Refusal("CHAIN_NOT_ACTIVE", subject + "only an active chain can be suspended");
            case RESUME -> new Refusal("CHAIN_NOT_SUSPENDED", subject + "only a suspended chain can be resumed");
        };
    }
}
