package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checkers are worth nothing unless they notice: each rule broken on purpose is found by some seed. */
class PlantedFaultTest {
    private static final int SEEDS = 300;
    private static final int BLOCKS = 6;

    @Test
    void aQuorumOneTooSmallIsFound() {
        assertThat(found(new Fault() {
                    @Override
                    Rules rules() {
                        return new Rules() {
                            @Override
                            int quorum(ValidatorSet validators) {
                                return validators.quorum() - 1;
                            }
                        };
                    }
                }))
                .containsAnyOf("quorum of seals", "agreement", "blocks flow again");
    }

    @Test
    void votesForgottenInACrashAreFound() {
        assertThat(found(new Fault() {
                    @Override
                    void afterCrash(SimulatedValidator validator) {
                        validator.votesOnDisk.clear();
                    }
                }))
                .contains("an honest key says one thing");
    }

    @Test
    void aLockForgottenInACrashIsFound() {
        Fault forgetful = new Fault() {
            @Override
            void afterCrash(SimulatedValidator validator) {
                validator.preparedOnDisk.clear();
            }
        };
        assertThat(found(forgetful)).contains("agreement");
    }

    @Test
    void roundChangesThatHideThePreparedBlockAreFound() {
        assertThat(found(new Fault() {
                    @Override
                    Payload said(Payload payload) {
                        return payload instanceof RoundChange r
                                ? new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty())
                                : payload;
                    }
                }))
                .contains("agreement");
    }

    /** It takes a decision known to one validator only and a liar whose turn comes just then: one seed in a thousand. */
    @Test
    void proposalsTakenWithoutJustificationAreFound() {
        Fault credulous = new Fault() {
            @Override
            MessageCheck check(World world, SignedMessage message) {
                int index = MessageVerifier.indexOf(world.validators, message.signer());
                return message.payload() instanceof Proposal
                        ? new MessageCheck.Accepted(new VerifiedMessage(message, index, world.validators.hash()))
                        : super.check(world, message);
            }
        };
        assertThat(found(credulous, 1, 1_201)).contains("agreement");
    }

    @Test
    void votesForBlocksThatDoNotExecuteAreFound() {
        assertThat(found(new Fault() {
                    @Override
                    boolean executes(Block block) {
                        return true;
                    }
                }))
                .contains("validity");
    }

    /** Exactly a quorum is left alive, in different rounds, and every timer has reached its cap. */
    @Test
    void validatorsThatNeverWaitForOthersChaseEachOtherForEverAndAreFound() {
        Fault restless = new Fault() {
            @Override
            Rules rules() {
                return new Rules() {
                    @Override
                    boolean movesOn(boolean quorumIsHere) {
                        return true;
                    }
                };
            }
        };
        assertThat(found(restless, 0, 2_001)).contains("blocks flow again");
    }

    private static String found(Fault fault) {
        return found(fault, 1, 1);
    }

    /** What the first seed that notices says; fails when none does. */
    private static String found(Fault fault, int liars, long first) {
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                new Simulation(4, liars, seed, fault, false).run(BLOCKS);
            } catch (Simulation.Violation violation) {
                System.out.println("found: " + violation.getMessage());
                return violation.getMessage();
            }
        }
        throw new AssertionError("none of " + SEEDS + " seeds noticed");
    }
}
