package io.regchain.localchain.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.regchain.ledger.contract.Contract;
import io.regchain.localchain.simulation.CrossChainSimulation.Defect;
import io.regchain.protocol.base.ChainId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation's checkers see what they are there for. */
class PlantedBugsTest {
    /** Bugs that a tired hand might write, one at a time. */
    private enum Planted implements Defect {
        A_DESTINATION_FORGETS_WHAT_IT_RECEIVED {
            @Override
            public Contract in(ChainId chain, Contract honest) {
                return local(chain, honest, "packets") ? FaultyContract.blind(honest, "in/") : honest;
            }
        },
        A_SOURCE_FORGETS_WHAT_HAS_ENDED {
            @Override
            public Contract in(ChainId chain, Contract honest) {
                return local(chain, honest, "packets") ? FaultyContract.blind(honest, "done/") : honest;
            }
        },
        A_DESTINATION_TAKES_PACKETS_TOO_LATE {
            @Override
            public Contract in(ChainId chain, Contract honest) {
                return local(chain, honest, "packets") ? FaultyContract.late(honest, 600_000) : honest;
            }
        },
        THE_HUB_DECIDES_TWICE {
            @Override
            public Contract in(ChainId chain, Contract honest) {
                return hub(chain, honest, "settlements") ? FaultyContract.blind(honest, "decision/") : honest;
            }
        },
        THE_HUB_DOES_NOT_KEEP_THAT_A_CLIENT_IS_FROZEN {
            @Override
            public Contract in(ChainId chain, Contract honest) {
                return hub(chain, honest, "light-clients") ? FaultyContract.forgetful(honest, "/frozen") : honest;
            }
        };

        private static boolean local(ChainId chain, Contract contract, String name) {
            return !chain.equals(ChainId.SUPERVISION) && contract.name().equals(name);
        }

        private static boolean hub(ChainId chain, Contract contract, String name) {
            return chain.equals(ChainId.SUPERVISION) && contract.name().equals(name);
        }
    }

    @ParameterizedTest
    @EnumSource(Planted.class)
    void a_planted_bug_is_found_within_a_thousand_seeds(Planted bug) {
        for (long seed = 1; seed <= 1000; seed++) {
            try {
                CrossChainSimulation.play(seed, bug);
            } catch (BrokenRule found) {
                assertThat(found.seed()).isEqualTo(seed);
                assertThat(found.story()).isNotEmpty();
                return;
            }
        }
        fail("a thousand seeds did not find that " + bug);
    }
}
