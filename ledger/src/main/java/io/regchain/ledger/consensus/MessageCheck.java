package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Refusal;

/** What {@link MessageVerifier} found. */
public sealed interface MessageCheck {
    record Accepted(VerifiedMessage message) implements MessageCheck {}

    /** Drop the message; the refusal says why. */
    record Refused(Refusal refusal) implements MessageCheck {}
}
