package io.regchain.localchain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.localchain.simulation.CrossChainSimulation.Defect;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Acceptance: whatever happens, a packet and a settlement have one end. {@code -Dregchain.crosschain.seeds=10000} plays more. */
class CrossChainSimulationTest {
    @Test
    void every_packet_and_every_settlement_of_every_seed_has_one_end() {
        long seeds = Long.getLong("regchain.crosschain.seeds", 300);
        TreeMap<String, Integer> met = new TreeMap<>();
        for (long seed = 1; seed <= seeds; seed++) {
            CrossChainSimulation.play(seed, Defect.NONE)
                    .met()
                    .forEach((what, times) -> met.merge(what, times, Integer::sum));
        }
        assertThat(met)
                .containsKeys(
                        "packet: success",
                        "packet: VAULT_SAYS_NO",
                        "packet: PACKET_TIMED_OUT",
                        "packet: CHANNEL_CLOSED",
                        "settlement: COMMIT",
                        "settlement: OPERATOR_WITHDREW",
                        "settlement: SETTLEMENT_PAST_DEADLINE",
                        "fork frozen",
                        "forged block refused",
                        "lie refused",
                        "submitted again",
                        "submitted late",
                        "answer lost",
                        "relay crashed");
    }

    @Test
    void the_same_seed_is_the_same_story() {
        assertThat(CrossChainSimulation.play(7, Defect.NONE)).isEqualTo(CrossChainSimulation.play(7, Defect.NONE));
    }
}
