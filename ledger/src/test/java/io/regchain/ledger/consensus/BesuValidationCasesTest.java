package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static io.regchain.ledger.consensus.Solo.roundChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What the validation and gossip tests of Besu's QBFT name and {@link ProposalValidityTest} and
 * {@link RoundChangeValidityTest} have no row for; see {@link BesuCasesTest}. Five validators, we are #0.
 */
class BesuValidationCasesTest {
    private static final Height TWO = new Height(2);
    private final World world = new World(5);
    private final Block block = world.first(1, 0);
    private final Solo solo = new Solo(world, 0);

    private boolean decided() {
        return solo.state.decided();
    }

    private Solo startTwo() {
        return solo.input(world.start(0, TWO, World.hash(block), RecoveredVotes.NONE));
    }

    private void decideOne() {
        solo.hears(proposal(block), 1).hears(commit(0, block), 1, 2, 3, 4);
        assertThat(decided()).isTrue();
    }

    private Proposal justified(long round, Block block, List<SignedRoundChange> why, List<SignedPrepare> prepares) {
        return new Proposal(World.CHAIN, World.ONE, new Round(round), block, new Justification(why, prepares));
    }

    private List<SignedRoundChange> roundChanges(long round, Optional<PreparedRound> prepared) {
        return IntStream.range(1, 5)
                .mapToObj(i -> world.signedRoundChange(World.claim(round, prepared), i))
                .toList();
    }

    private List<SignedPrepare> prepares(Block of, int... signers) {
        return world.preparedCertificate(0, of, signers).prepares();
    }

    private Optional<PreparedRound> preparedInRoundZero() {
        return Optional.of(new PreparedRound(Round.ZERO, World.hash(block)));
    }

    /** Nobody passes others' messages on: each validator sends to all, and says it again. */
    @Nested
    class Gossip {
        @Test
        void onlyGossipOnce() {
            solo.hears(prepare(0, block), 1);
            assertThat(solo.hears(prepare(0, block), 1, 1).effects).isEmpty();
        }

        @Test
        void messageWithUnknownValidatorIsNotGossiped() {
            SignedMessage stranger = new World(6).sign(prepare(0, block), 5);
            assertThat(world.refusal(stranger)).map(Refusal::code).hasValue("SIGNER_NOT_A_VALIDATOR");
        }

        @Test
        void previousHeightMessageIsNotGossiped() {
            decideOne();
            startTwo();
            assertThat(solo.hears(proposal(block), 1).effects).isEmpty();
        }

        @Test
        void futureMessageIsNotGossipedImmediately() {
            assertThat(solo.hears(new Prepare(World.CHAIN, TWO, Round.ZERO, Hash32.ZERO), 2)
                            .said())
                    .isEmpty();
            assertThat(solo.did(ConsensusEffect.Resend.class)).isFalse();
        }
    }

    /** What one validator says of another round, height or block is heard, and does not count here. */
    @Nested
    class Votes {
        private void twoPrepares() {
            solo.hears(proposal(block), 1).validated(block).loopBack();
            solo.hears(prepare(0, block), 1, 2);
        }

        @Test
        void prepareForWrongRoundFails() {
            twoPrepares();
            assertThat(solo.hears(prepare(1, block), 3).said()).isEmpty();
        }

        @Test
        void prepareForWrongSequenceFails() {
            twoPrepares();
            assertThat(solo.hears(new Prepare(World.CHAIN, TWO, Round.ZERO, World.hash(block)), 3)
                            .said())
                    .isEmpty();
        }

        @Test
        void prepareWithWrongDigestFails() {
            twoPrepares();
            assertThat(solo.hears(prepare(0, world.first(1, 9)), 3).said()).isEmpty();
        }

        private void threeCommits() {
            solo.hears(proposal(block), 1).validated(block);
            solo.hears(commit(0, block), 1, 2, 3);
        }

        @Test
        void commitForWrongRoundFails() {
            threeCommits();
            solo.hears(commit(1, block), 4);
            assertThat(decided()).isFalse();
        }

        @Test
        void commitForWrongSequenceFails() {
            threeCommits();
            solo.hears(new Commit(World.CHAIN, TWO, Round.ZERO, World.hash(block)), 4);
            assertThat(decided()).isFalse();
        }

        @Test
        void commitWithWrongDigestFails() {
            threeCommits();
            solo.hears(commit(0, world.first(1, 9)), 4);
            assertThat(decided()).isFalse();
        }
    }

    /** The proposal itself, apart from its justification. */
    @Nested
    class ProposalPayload {
        @Test
        void validationPassesWhenBlockRoundDoesNotMatchProposalRound() {
            solo.hears(justified(1, block, roundChanges(1, preparedInRoundZero()), prepares(block, 1, 2, 3, 4)), 2);
            assertThat(solo.state.round()).as("a block names no round").isEqualTo(new Round(1));
        }

        @Test
        void validationFailsWhenBlockFailsValidation() {
            solo.hears(proposal(block), 1);
            assertThat(solo.refused(block).said()).isEmpty();
        }

        @Test
        void validationFailsWhenMessageMismatchesExpectedRound() {
            Proposal ahead = new Proposal(World.CHAIN, World.ONE, new Round(1), block, Justification.NONE);
            assertThat(world.refusal(ahead, 1)).map(Refusal::code).hasValue("NOT_THE_PROPOSER");
            assertThat(world.refusal(ahead, 2)).map(Refusal::code).hasValue("ROUND_CHANGES_BELOW_QUORUM");
        }

        @Test
        void validationFailsWhenMessageMismatchesExpectedHeight() {
            Proposal ahead = new Proposal(World.CHAIN, TWO, Round.ZERO, block, Justification.NONE);
            assertThat(world.refusal(ahead, 2)).map(Refusal::code).hasValue("BLOCK_OF_OTHER_HEIGHT");
        }
    }

    @Nested
    class RoundChangeHeights {
        @Test
        void roundChangeForFutureHeightFails() {
            solo.hears(new RoundChange(World.CHAIN, TWO, new Round(4), Optional.empty()), 1, 2, 3, 4);
            assertThat(solo.said()).isEmpty();
            assertThat(solo.state.round()).isEqualTo(Round.ZERO);
        }

        @Test
        void roundChangeForPriorHeightFails() {
            decideOne();
            startTwo();
            solo.hears(roundChange(4), 1, 2, 3, 4);
            assertThat(solo.said()).isEmpty();
            assertThat(solo.state.round()).isEqualTo(Round.ZERO);
        }
    }
}
