package io.regchain.localchain.scenario;

import io.regchain.protocol.base.BlockTime;

/** Hears how a scenario goes, on the thread that runs it. */
public interface ScenarioListener {
    default void scenarioBegins(Scenario scenario) {}

    /** @param now virtual time */
    default void stepBegins(Scenario scenario, int number, Step step, BlockTime now) {}

    default void stepEnded(Scenario scenario, StepReport report) {}

    default void scenarioEnded(ScenarioResult result) {}

    /** Hears nothing. */
    static ScenarioListener silent() {
        return new ScenarioListener() {};
    }
}
