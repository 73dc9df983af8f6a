package io.regchain.ledger.consensus;

import static io.regchain.ledger.consensus.Solo.commit;
import static io.regchain.ledger.consensus.Solo.prepare;
import static io.regchain.ledger.consensus.Solo.proposal;
import static io.regchain.ledger.consensus.Solo.roundChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What the integration tests of Besu's QBFT name, re-enacted on our messages, under its names so that the two can be laid
 * side by side; {@code docs/consensus-cases.md} has the table. Five validators as there: #1 to #4 propose in rounds 0 to
 * 3 of height 1, and we are #0, whose turn is round 4.
 */
class BesuCasesTest {
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

    @Nested
    class SpuriousBehaviour {
        @Test
        void badlyFormedRlpDoesNotPreventOngoingBftOperation() {
            assertThatThrownBy(() -> SignedMessage.decode(Bytes.wrap(new byte[0])))
                    .isInstanceOf(DecodeException.class);
            solo.hears(proposal(block), 1);
            assertThat(solo.validated(block).said()).containsExactly(prepare(0, block));
        }

        @Test
        void messageWithIllegalMessageCodeAreDiscardedAndDoNotPreventOngoingBftOperation() {
            byte[] bytes = world.sign(prepare(0, block), 1).canonical().toArray();
            int kind = "regchain/consensus/message/1".length() + 1;
            bytes[kind] = 9;
            assertThatThrownBy(() -> SignedMessage.decode(Bytes.wrap(bytes)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("kind");
            solo.hears(proposal(block), 1);
            assertThat(solo.validated(block).said()).containsExactly(prepare(0, block));
        }

        @Test
        void nonValidatorsCannotTriggerResponses() {
            SignedMessage stranger = new World(6).sign(proposal(block), 5);
            assertThat(world.refusal(stranger)).map(Refusal::code).hasValue("SIGNER_NOT_A_VALIDATOR");
        }

        @Test
        void preparesWithMisMatchedDigestAreNotRespondedTo() {
            Block other = world.first(1, 9);
            solo.hears(proposal(block), 1).validated(block).loopBack();
            assertThat(solo.hears(prepare(0, other), 2).said()).isEmpty();
            assertThat(solo.hears(prepare(0, block), 1, 3, 4).said()).containsExactly(commit(0, block));
            solo.loopBack().hears(commit(0, block), 2, 3, 4);
            assertThat(decided()).isTrue();
        }

        @Test
        void oneCommitSealIsIllegalPreventsImport() {
            solo.hears(proposal(block), 1).validated(block).loopBack();
            solo.hears(prepare(0, block), 2, 3, 4).loopBack();
            solo.hears(commit(0, block), 2, 3);
            SignedMessage badSeal =
                    new SignedMessage(commit(0, block), world.key(4), World.signature(world.key(4), new byte[] {1}));
            assertThat(world.refusal(badSeal)).map(Refusal::code).hasValue("SIGNATURE_INVALID");
            assertThat(decided()).isFalse();
            solo.hears(commit(0, block), 4);
            assertThat(decided()).isTrue();
        }
    }

    @Nested
    class FutureHeight {
        private final Block second = world.block(World.hash(block), TWO, 2, 2_000);
        private final Proposal next = new Proposal(World.CHAIN, TWO, Round.ZERO, second, Justification.NONE);
        private final Prepare nextPrepare = new Prepare(World.CHAIN, TWO, Round.ZERO, World.hash(second));
        private final Commit nextCommit = new Commit(World.CHAIN, TWO, Round.ZERO, World.hash(second));

        private Solo secondIsValid() {
            return solo.input(new ConsensusInput.BlockValidated(TWO, Round.ZERO, World.hash(second), Optional.empty()));
        }

        @Test
        void messagesForFutureHeightAreBufferedUntilChainHeightCatchesUp() {
            solo.hears(next, 2).hears(nextPrepare, 2, 3, 4).hears(nextCommit, 3, 4);
            assertThat(solo.said()).isEmpty();
            startTwo();
            assertThat(secondIsValid().said()).containsExactly(nextPrepare);
            assertThat(solo.loopBack().said()).containsExactly(nextCommit);
            solo.loopBack().hears(nextCommit, 2);
            assertThat(decided()).isTrue();
        }

        @Test
        void messagesFromPreviousHeightAreDiscarded() {
            solo.hears(proposal(block), 1).validated(block).loopBack();
            startTwo();
            assertThat(solo.hears(prepare(0, block), 1, 2, 3, 4).effects).isEmpty();
            assertThat(solo.hears(commit(0, block), 1, 2, 3, 4).effects).isEmpty();
            assertThat(solo.state.height()).isEqualTo(TWO);
        }

        /** A second start of one height would forget what was said there: it stops the caller. */
        @Test
        void multipleNewChainHeadEventsDoesNotRestartCurrentHeightManager() {
            solo.hears(proposal(block), 1).validated(block).loopBack();
            solo.hears(prepare(0, block), 1, 2);
            assertThatThrownBy(() -> solo.input(world.start(0))).isInstanceOf(IllegalStateException.class);
            assertThat(solo.hears(prepare(0, block), 3).said()).containsExactly(commit(0, block));
        }

        @Test
        void correctMessagesAreExtractedFromFutureHeightBuffer() {
            Height three = new Height(3);
            Block third = world.block(World.hash(second), three, 3, 3_000);
            Prepare early = new Prepare(World.CHAIN, three, Round.ZERO, World.hash(third));
            solo.hears(early, 1, 3, 4);
            startTwo();
            solo.hears(next, 2);
            assertThat(secondIsValid().said())
                    .as("at height 2 nothing of height 3 counts")
                    .containsExactly(nextPrepare);
            solo.hears(new Proposal(World.CHAIN, three, Round.ZERO, third, Justification.NONE), 3);
            solo.input(world.start(0, three, World.hash(second), RecoveredVotes.NONE));
            solo.input(new ConsensusInput.BlockValidated(three, Round.ZERO, World.hash(third), Optional.empty()));
            assertThat(solo.said()).containsExactly(early);
            assertThat(solo.loopBack().said())
                    .containsExactly(new Commit(World.CHAIN, three, Round.ZERO, World.hash(third)));
        }
    }

    @Nested
    class FutureRound {
        private final Block later = world.first(4, 0);

        @Test
        void messagesForFutureRoundAreNotActionedUntilRoundIsActive() {
            solo.hears(prepare(3, later), 1, 2).hears(commit(3, later), 1, 2);
            solo.hears(prepare(4, later), 3).hears(commit(4, later), 3);
            assertThat(solo.said()).isEmpty();
            solo.hears(justified(3, later, roundChanges(3, Optional.empty()), List.of()), 4);
            assertThat(solo.validated(later).said()).containsExactly(prepare(3, later));
            assertThat(solo.loopBack().said()).isEmpty();
            assertThat(solo.hears(prepare(3, later), 3).said()).containsExactly(commit(3, later));
            solo.loopBack();
            assertThat(decided()).isFalse();
            solo.hears(commit(3, later), 3);
            assertThat(decided()).isTrue();
        }

        /** One more commit is no quorum. A quorum of an old round decides even late, as UponCommit of any round may. */
        @Test
        void priorRoundsCannotBeCompletedAfterReceptionOfNewRound() {
            solo.hears(proposal(block), 1).validated(block).loopBack();
            solo.hears(prepare(0, block), 1, 2, 3).loopBack();
            solo.hears(commit(0, block), 1);
            List<SignedPrepare> proof = prepares(block, 1, 2, 3, 4);
            solo.hears(justified(3, block, roundChanges(3, preparedInRoundZero()), proof), 4);
            assertThat(solo.said()).containsExactly(prepare(3, block));
            assertThat(solo.hears(commit(0, block), 2).effects).isEmpty();
            assertThat(decided()).isFalse();
        }
    }

    @Nested
    class ReceivedFutureProposal {
        private final Block fresh = world.first(2, 0);

        @Test
        void proposalWithEmptyPrepareCertificatesOfferNewBlock() {
            solo.hears(justified(1, fresh, roundChanges(1, Optional.empty()), List.of()), 2);
            assertThat(solo.validated(fresh).said()).containsExactly(prepare(1, fresh));
        }

        @Test
        void proposalFromIllegalSenderIsDiscardedAndNoPrepareForNewRoundIsSent() {
            Proposal proposal = justified(1, fresh, roundChanges(1, Optional.empty()), List.of());
            assertThat(world.refusal(proposal, 3)).map(Refusal::code).hasValue("NOT_THE_PROPOSER");
        }

        @Test
        void proposalWithPrepareCertificateResultsInNewRoundStartingWithExpectedBlock() {
            solo.hears(justified(1, block, roundChanges(1, preparedInRoundZero()), prepares(block, 1, 2, 3, 4)), 2);
            assertThat(solo.validated(block).said()).containsExactly(prepare(1, block));
            assertThat(solo.state.round()).isEqualTo(new Round(1));
        }

        @Test
        void futureProposalWithInsufficientPreparesDoesNotTriggerNextRound() {
            Proposal few = justified(1, block, roundChanges(1, preparedInRoundZero()), prepares(block, 1, 2));
            assertThat(world.refusal(few, 2)).map(Refusal::code).hasValue("PREPARES_BELOW_QUORUM");
        }

        @Test
        void futureProposalWithInvalidPrepareDoesNotTriggerNextRound() {
            List<SignedPrepare> mixed = new ArrayList<>(prepares(block, 1, 2, 3));
            mixed.add(world.signedPrepare(1, World.hash(block), 4));
            Proposal invalid = justified(1, block, roundChanges(1, preparedInRoundZero()), mixed);
            assertThat(world.refusal(invalid, 2)).map(Refusal::code).hasValue("PREPARE_FOR_OTHER_BLOCK");
        }

        @Test
        void proposalMessageForPriorRoundIsNotActioned() {
            solo.hears(roundChange(2), 1, 2, 3, 4);
            assertThat(solo.state.round()).isEqualTo(new Round(2));
            assertThat(solo.hears(justified(1, fresh, roundChanges(1, Optional.empty()), List.of()), 2).effects)
                    .isEmpty();
        }

        @Test
        void receiveRoundStateIsNotLostIfASecondProposalMessageIsReceivedForCurrentRound() {
            Proposal again = justified(1, block, roundChanges(1, preparedInRoundZero()), prepares(block, 1, 2, 3, 4));
            solo.hears(again, 2).validated(block).loopBack();
            solo.hears(prepare(1, block), 1);
            assertThat(solo.hears(again, 2).effects).isEmpty();
            assertThat(solo.hears(prepare(1, block), 2).said()).isEmpty();
            assertThat(solo.hears(prepare(1, block), 3).said()).containsExactly(commit(1, block));
        }
    }

    @Nested
    class LocalNodeIsProposer {
        private final World four = new World(4);
        private final Block own = four.first(1, 0);
        private final Solo proposer = new Solo(four, 1);

        private void proposed() {
            proposer.input(new ConsensusInput.WorkAvailable());
            proposer.input(new ConsensusInput.BlockBuilt(World.ONE, Round.ZERO, own));
            assertThat(proposer.said()).containsExactly(proposal(own));
            assertThat(proposer.loopBack().said()).containsExactly(prepare(0, own));
            proposer.loopBack();
        }

        @Test
        void basicCase() {
            proposed();
            assertThat(proposer.hears(prepare(0, own), 0).said()).isEmpty();
            assertThat(proposer.hears(prepare(0, own), 2).said()).containsExactly(commit(0, own));
            proposer.loopBack().hears(commit(0, own), 2);
            assertThat(proposer.state.decided()).isFalse();
            proposer.hears(commit(0, own), 3);
            assertThat(proposer.state.decided()).isTrue();
        }

        /** Three commits of others decide; a vote that nobody needs any more is not cast. */
        @Test
        void importsToChainWithoutReceivingPrepareMessages() {
            proposed();
            proposer.hears(commit(0, own), 0, 2);
            assertThat(proposer.state.decided()).isFalse();
            assertThat(proposer.hears(commit(0, own), 3).did(ConsensusEffect.Decide.class))
                    .isTrue();
            assertThat(proposer.said()).isEmpty();
        }

        @Test
        void nodeDoesNotSendRoundChangeIfRoundTimesOutAfterBlockImportButBeforeNewBlock() {
            proposed();
            proposer.hears(commit(0, own), 0, 2, 3);
            assertThat(proposer.timesOut().effects).isEmpty();
        }

        @Test
        void nodeDoesNotSendCommitMessageAfterBlockIsImportedAndBeforeNewBlockEvent() {
            proposed();
            proposer.hears(commit(0, own), 0, 2, 3);
            assertThat(proposer.hears(prepare(0, own), 0, 2, 3).effects).isEmpty();
        }
    }

    @Nested
    class LocalNodeNotProposer {
        private final World four = new World(4);
        private final Block offered = four.first(1, 0);
        private final Solo listener = new Solo(four, 0);

        @Test
        void preparesReceivedFromNonProposerIsValid() {
            listener.hears(proposal(offered), 1);
            assertThat(listener.validated(offered).said()).containsExactly(prepare(0, offered));
            assertThat(listener.loopBack().hears(prepare(0, offered), 2).said()).isEmpty();
            assertThat(listener.hears(prepare(0, offered), 3).said()).containsExactly(commit(0, offered));
            listener.loopBack();
            assertThat(listener.hears(prepare(0, offered), 3).effects).isEmpty();
            assertThat(listener.hears(commit(0, offered), 2).effects).isEmpty();
            assertThat(listener.hears(commit(0, offered), 3).did(ConsensusEffect.Decide.class))
                    .isTrue();
            assertThat(listener.hears(commit(0, offered), 1).effects).isEmpty();
        }

        @Test
        void commitMessagesReceivedBeforePrepareCorrectlyImports() {
            listener.hears(commit(0, offered), 1, 2, 3).hears(prepare(0, offered), 2, 3);
            assertThat(listener.state.decided()).isFalse();
            listener.hears(proposal(offered), 1);
            assertThat(listener.state.decided()).isTrue();
        }

        @Test
        void canImportABlockIfSufficientCommitsReceivedWithoutPreparesAndThatNoPacketsSentAfterImport() {
            listener.hears(commit(0, offered), 1, 2, 3).hears(proposal(offered), 1);
            assertThat(listener.state.decided()).isTrue();
            assertThat(listener.hears(prepare(0, offered), 2).effects).isEmpty();
        }
    }

    @Nested
    class RoundChanges {
        @Test
        void illegallyConstructedRoundChangeMessageIsDiscarded() {
            solo.hears(roundChange(4), 2, 3).loopBack();
            PreparedCertificate empty = new PreparedCertificate(new Round(1), block, List.of());
            assertThat(world.refusal(roundChange(4, empty), 1))
                    .map(Refusal::code)
                    .hasValue("PREPARES_BELOW_QUORUM");
            assertThat(solo.did(ConsensusEffect.BuildBlock.class)).isFalse();
        }

        /** A block keeps the proposer who made it; proposed again by another it is the same block, and is prepared. */
        @Test
        void roundChangeUpdatedBlockProposerIsValidAndPrepareIsTransmitted() {
            PreparedCertificate proof = world.preparedCertificate(2, world.first(3, 0), 1, 2, 3, 4);
            solo.hears(roundChange(4), 2, 3).hears(roundChange(4, proof), 4).loopBack();
            solo.hears(roundChange(4), 1);
            Proposal again = (Proposal) solo.said().stream()
                    .filter(p -> p instanceof Proposal)
                    .findFirst()
                    .orElseThrow();
            assertThat(again.block()).isEqualTo(proof.block());
            assertThat(again.block().header().proposer()).isEqualTo(world.key(3));
            solo.hears(List.of(world.own(again, 0)));
            assertThat(solo.validated(proof.block()).said()).containsExactly(prepare(4, proof.block()));
        }
    }
}
