package io.regchain.registry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Refusal;
import io.regchain.registry.contract.AccessLifecycle.State;
import io.regchain.registry.contract.AccessLifecycle.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLifecycleTest {
    @ParameterizedTest(name = "{0}: propose {1}, approve {2}, reject {3}, suspend {4}, resume {5}")
    @CsvSource({
        "UNKNOWN,   yes, NO_PROPOSAL, NO_PROPOSAL, CHAIN_NOT_ACTIVE, CHAIN_NOT_SUSPENDED",
        "PROPOSED,  yes, yes, yes, CHAIN_NOT_ACTIVE, CHAIN_NOT_SUSPENDED",
        "ACTIVE,    CHAIN_ALREADY_REGISTERED, NO_PROPOSAL, NO_PROPOSAL, yes, CHAIN_NOT_SUSPENDED",
        "SUSPENDED, CHAIN_ALREADY_REGISTERED, NO_PROPOSAL, NO_PROPOSAL, CHAIN_NOT_ACTIVE, yes",
    })
    void everyStepInEveryStateIsOpenOrRefusedWithItsReason(
            State state, String propose, String approve, String reject, String suspend, String resume) {
        assertThat(answer(state, Step.PROPOSE)).isEqualTo(propose);
        assertThat(answer(state, Step.APPROVE)).isEqualTo(approve);
        assertThat(answer(state, Step.REJECT)).isEqualTo(reject);
        assertThat(answer(state, Step.SUSPEND)).isEqualTo(suspend);
        assertThat(answer(state, Step.RESUME)).isEqualTo(resume);
    }

    private static String answer(State state, Step step) {
        return AccessLifecycle.refuse(state, step, "jiangsu").map(Refusal::code).orElse("yes");
    }
}
