package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that somebody does, and what is expected of it.
 *
 * @param at the virtual time the clock is set forward to; empty: it goes on from the step before
 * @param actor id of a market or a person of the scenario
 * @param arguments may hold references {@code ${step.field}} to results of earlier steps
 */
public record Step(
        String id,
        Optional<Instant> at,
        String actor,
        Action action,
        ObjectNode arguments,
        Wording narration,
        Expectation expectation) {
    public Step {
        arguments = arguments.deepCopy();
    }
}
