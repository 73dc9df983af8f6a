package io.regchain.localchain.rule;

import io.regchain.protocol.base.Refusal;

/** What the rules say to a transfer. */
public sealed interface TransferDecision {
    record Allowed(TransferPlan plan) implements TransferDecision {}

    record Refused(Refusal reason) implements TransferDecision {}
}
