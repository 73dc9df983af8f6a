package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Each Upon… predicate of the formal specification, on one validator that hears a random conversation of 4 to 22: after
 * every step, whatever the specification would do next has been done, and nothing it would not do. What has been heard is
 * kept in full by {@link RandomConversation}; the core keeps tables. Each property reads it as its predicate is written.
 */
class SpecStepsTest {

    private static int steps(int n) {
        return 40 + 8 * n;
    }

    private static void everyStep(int n, long seed, Consumer<RandomConversation> predicate) {
        RandomConversation talk = new RandomConversation(n, seed);
        for (int i = 0; i < steps(n) && !talk.decided(); i++) {
            talk.step();
            predicate.accept(talk);
        }
    }

    @Property(tries = 60)
    void uponBlockTimeout(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            boolean due = talk.wantedInRoundZero() && talk.isProposer(Round.ZERO);
            List<Proposal> said = talk.saidProposals(Round.ZERO);
            assertThat(said).hasSize(due ? 1 : 0);
            said.forEach(p -> assertThat(p.justification().isEmpty()).isTrue());
        });
    }

    /** The first proposal of the current round that its proposer sent and that executes is answered with one prepare. */
    @Property(tries = 60)
    void uponProposal(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            Optional<Block> accepted = talk.acceptedInCurrentRound();
            List<Prepare> said = talk.said(Prepare.class, talk.round());
            if (!talk.decided()) {
                assertThat(said)
                        .extracting(Prepare::blockHash)
                        .isEqualTo(accepted.map(World::hash).stream().toList());
            }
            assertThat(said).hasSizeLessThanOrEqualTo(1);
        });
    }

    /** A quorum of prepares for the accepted block: one commit, and the block is the one prepared last. */
    @Property(tries = 60)
    void uponPrepare(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            Optional<Block> prepared = talk.acceptedInCurrentRound()
                    .filter(block -> talk.preparesFor(talk.round(), World.hash(block)) >= talk.quorum());
            if (!talk.decided()) {
                assertThat(talk.said(Commit.class, talk.round()))
                        .extracting(Commit::blockHash)
                        .isEqualTo(prepared.map(World::hash).stream().toList());
                prepared.ifPresent(block -> assertThat(talk.state().preparedRound())
                        .contains(new PreparedRound(talk.round(), World.hash(block))));
            }
        });
    }

    /** Decided exactly when a quorum committed to one known block in one round; the certificate is valid. */
    @Property(tries = 60)
    void uponCommit(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            assertThat(talk.decided()).isEqualTo(talk.someBlockHasAQuorumOfCommits());
            talk.decision().ifPresent(decided -> {
                var certificate = decided.certificate();
                assertThat(certificate.blockHash()).isEqualTo(World.hash(decided.block()));
                assertThat(certificate.seals()).hasSizeGreaterThanOrEqualTo(talk.quorum());
                assertThat(certificate.seals())
                        .allMatch(
                                seal -> World.signatureValid(seal.signer(), certificate.sealedBytes(), seal.signature())
                                        && talk.world.validators.contains(seal.signer()));
            });
        });
    }

    /** The next height starts in round 0 with nothing prepared, whoever decided this one. */
    @Property(tries = 30)
    void uponNewBlock(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomConversation talk = new RandomConversation(n, seed);
        for (int i = 0; i < steps(n) && !talk.decided(); i++) {
            talk.step();
        }
        Block elsewhere = talk.world.first(0, 77);
        ConsensusState next = Qbft.step(
                        talk.state(),
                        talk.world.start(talk.self, World.ONE.next(), World.hash(elsewhere), RecoveredVotes.NONE))
                .state();
        assertThat(next.round()).isEqualTo(Round.ZERO);
        assertThat(next.preparedRound()).isEmpty();
        assertThat(next.decided()).isFalse();
        assertThat(next.heard()).isEmpty();
    }

    /** The next round, and a round change that carries what was prepared last; alone above round 0 it waits. */
    @Property(tries = 60)
    void uponRoundTimeoutAndCreateRoundChange(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomConversation talk = new RandomConversation(n, seed);
        for (int i = 0; i < steps(n) && !talk.decided(); i++) {
            talk.step();
            Round before = talk.round();
            boolean running = talk.state().active();
            boolean near = before.equals(Round.ZERO) || talk.othersInThisRoundOrAbove() + 1 >= talk.quorum();
            Optional<PreparedRound> prepared = talk.state().preparedRound();
            if (i % 10 == 9 && running && !talk.decided()) {
                talk.timeOut();
                List<RoundChange> said = talk.said(RoundChange.class, before.next());
                assertThat(said).hasSize(near ? 1 : 0);
                said.forEach(r -> {
                    assertThat(r.claim().prepared()).isEqualTo(prepared);
                    assertThat(SpecModel.usableRoundChange(talk.world.sign(r, talk.self), talk.world.validators))
                            .as("getRoundChangeJustification: a quorum of prepares goes with it")
                            .isTrue();
                });
            }
        }
    }

    /** No f+1 validators are left in rounds above ours. */
    @Property(tries = 60)
    void uponRoundChangeOfFPlusOneInFutureRounds(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            if (!talk.decided()) {
                assertThat(talk.sendersOfRoundChangesAbove(talk.round())).isLessThan(SpecModel.f(n) + 1);
            }
        });
    }

    /** isReceivedProposalJustification: with a quorum of round changes the round's proposer proposes, as they demand. */
    @Property(tries = 60)
    void uponRoundChangeAndIsReceivedProposalJustification(
            @ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        everyStep(n, seed, talk -> {
            Round round = talk.round();
            if (talk.decided() || round.equals(Round.ZERO)) {
                return;
            }
            boolean due = talk.isProposer(round) && talk.roundChangesTo(round).size() >= talk.quorum();
            List<Proposal> said = talk.saidProposals(round);
            // A round change that was there when it proposed may have been replaced by one to a higher round since.
            assertThat(said).hasSizeBetween(due ? 1 : 0, 1);
            said.forEach(
                    p -> assertThat(SpecModel.isValidProposal(talk.world.sign(p, talk.self), talk.world.validators))
                            .isTrue());
        });
    }
}
