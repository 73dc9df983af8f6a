package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A valid proposal with one thing broken per row. Height 1, four validators: #1 proposes in round 0, #2 in round 1, #3
 * in round 2. The rows cover the cases that the QBFT proposal validators of Hyperledger Besu are tested for.
 */
class ProposalValidityTest {
    private static final World WORLD = new World(4);
    private static final World STRANGERS = new World(6);
    private static final int STRANGER = 5;
    private static final Block OLD = WORLD.first(1, 0);
    private static final Block OTHER = WORLD.first(1, 7);
    private static final Block NEW = WORLD.first(2, 0);
    private static final Hash32 UNKNOWN = World.hash(OTHER);

    /** A proposal that can still be changed. */
    private static final class Draft {
        long round;
        int signer;
        Height height = World.ONE;
        Block block;
        final List<SignedRoundChange> roundChanges = new ArrayList<>();
        final List<SignedPrepare> prepares = new ArrayList<>();

        Draft(long round, int signer, Block block) {
            this.round = round;
            this.signer = signer;
            this.block = block;
        }

        Draft roundChanges(Optional<PreparedRound> prepared, int... signers) {
            for (int signer : signers) {
                roundChanges.add(WORLD.signedRoundChange(World.claim(round, prepared), signer));
            }
            return this;
        }

        Draft prepares(long preparedRound, Hash32 hash, int... signers) {
            for (int signer : signers) {
                prepares.add(WORLD.signedPrepare(preparedRound, hash, signer));
            }
            return this;
        }

        Proposal build() {
            Justification why = new Justification(roundChanges, prepares);
            return new Proposal(World.CHAIN, height, new Round(round), block, why);
        }
    }

    private static Optional<PreparedRound> prepared(long round, Block block) {
        return Optional.of(new PreparedRound(new Round(round), World.hash(block)));
    }

    private static Draft roundZero() {
        return new Draft(0, 1, OLD);
    }

    private static Draft roundOne() {
        return new Draft(1, 2, NEW).roundChanges(Optional.empty(), 0, 1, 2);
    }

    /** Round 1 carries on the block prepared in round 0. */
    private static Draft carried() {
        return new Draft(1, 2, OLD)
                .roundChanges(Optional.empty(), 0, 1)
                .roundChanges(prepared(0, OLD), 2)
                .prepares(0, World.hash(OLD), 0, 1, 2);
    }

    @Test
    void theWorldIsValidBeforeItIsBroken() {
        assertThat(WORLD.refusal(roundZero().build(), 1)).isEmpty();
        assertThat(WORLD.refusal(roundOne().build(), 2)).isEmpty();
        assertThat(WORLD.refusal(carried().build(), 2)).isEmpty();
    }

    @Test
    void ofTwoPreparedRoundsTheHigherOneIsProposed() {
        Draft right = new Draft(2, 3, OTHER)
                .roundChanges(prepared(0, OLD), 0)
                .roundChanges(prepared(1, OTHER), 1)
                .roundChanges(Optional.empty(), 2)
                .prepares(1, World.hash(OTHER), 0, 1, 2);
        assertThat(WORLD.refusal(right.build(), 3)).isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row(
                        "round 0 with prepares",
                        roundZero(),
                        d -> d.prepares(0, World.hash(OLD), 0),
                        "JUSTIFICATION_IN_ROUND_ZERO"),
                row(
                        "round 0 with round changes",
                        roundZero(),
                        d -> d.roundChanges(Optional.empty(), 0),
                        "JUSTIFICATION_IN_ROUND_ZERO"),
                row("round 0 by another than the proposer", roundZero(), d -> d.signer = 2, "NOT_THE_PROPOSER"),
                row("round 1 by the proposer of round 0", roundOne(), d -> d.signer = 1, "NOT_THE_PROPOSER"),
                row("a stranger proposes", roundZero(), d -> d.signer = STRANGER, "SIGNER_NOT_A_VALIDATOR"),
                row("round 0 with another's block", roundZero(), d -> d.block = NEW, "BLOCK_BY_OTHER_PROPOSER"),
                row(
                        "round 1 with an old block that nobody prepared",
                        roundOne(),
                        d -> d.block = OLD,
                        "BLOCK_BY_OTHER_PROPOSER"),
                row(
                        "a block of another height",
                        roundZero(),
                        d -> d.block = WORLD.block(UNKNOWN, new Height(2), 1, 5),
                        "BLOCK_OF_OTHER_HEIGHT"),
                row(
                        "a block of another validator set",
                        roundZero(),
                        d -> d.block = STRANGERS.first(1, 0),
                        "VALIDATOR_SET_MISMATCH"),
                row("too few round changes", roundOne(), d -> d.roundChanges.remove(2), "ROUND_CHANGES_BELOW_QUORUM"),
                row("no round changes", roundOne(), d -> d.roundChanges.clear(), "ROUND_CHANGES_BELOW_QUORUM"),
                row(
                        "a stranger's round change",
                        roundOne(),
                        d -> d.roundChanges.set(2, foreign(World.claim(1, Optional.empty()))),
                        "ROUND_CHANGE_BY_STRANGER"),
                row(
                        "one validator's round change twice",
                        roundOne(),
                        d -> d.roundChanges.set(2, d.roundChanges.get(1)),
                        "ROUND_CHANGE_REPEATED"),
                row(
                        "a round change to another round",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(World.claim(2, Optional.empty()), 2)),
                        "ROUND_CHANGE_TO_OTHER_ROUND"),
                row(
                        "a round change to round 0",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(World.claim(0, Optional.empty()), 2)),
                        "ROUND_CHANGE_TO_ROUND_ZERO"),
                row(
                        "a round change of another height",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(elsewhere(World.CHAIN, 2), 2)),
                        "ROUND_CHANGE_OF_OTHER_HEIGHT"),
                row(
                        "a round change of another chain",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(elsewhere(new ChainId("zhejiang"), 1), 2)),
                        "ROUND_CHANGE_OF_OTHER_HEIGHT"),
                row(
                        "a round change prepared in its own round",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(World.claim(1, prepared(1, OLD)), 2)),
                        "PREPARED_ROUND_NOT_BELOW"),
                row(
                        "a round change prepared in the future",
                        roundOne(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(World.claim(1, prepared(2, OLD)), 2)),
                        "PREPARED_ROUND_NOT_BELOW"),
                row(
                        "a round change with a false signature",
                        roundOne(),
                        d -> d.roundChanges.set(2, forged(d.roundChanges.get(2))),
                        "ROUND_CHANGE_SIGNATURE_INVALID"),
                row(
                        "prepares though nobody prepared",
                        roundOne(),
                        d -> d.prepares(0, World.hash(OLD), 0),
                        "PREPARES_WITHOUT_PREPARED_ROUND"),
                row("a new block though one is prepared", carried(), d -> d.block = NEW, "NOT_THE_PREPARED_BLOCK"),
                row(
                        "a prepared round that names another block",
                        carried(),
                        d -> d.roundChanges.set(2, WORLD.signedRoundChange(World.claim(1, prepared(0, OTHER)), 2)),
                        "NOT_THE_PREPARED_BLOCK"),
                row("the block of the lower of two prepared rounds", lowerOfTwo(), d -> {}, "NOT_THE_PREPARED_BLOCK"),
                row(
                        "two blocks prepared in one round",
                        carried(),
                        d -> d.roundChanges(prepared(0, OTHER), 3),
                        "PREPARED_TWICE_IN_ONE_ROUND"),
                row("too few prepares", carried(), d -> d.prepares.remove(2), "PREPARES_BELOW_QUORUM"),
                row(
                        "a stranger's prepare",
                        carried(),
                        d -> d.prepares.set(
                                2, foreign(new Prepare(World.CHAIN, World.ONE, Round.ZERO, World.hash(OLD)))),
                        "PREPARE_BY_STRANGER"),
                row(
                        "one validator's prepare twice",
                        carried(),
                        d -> d.prepares.set(2, d.prepares.get(1)),
                        "PREPARE_REPEATED"),
                row(
                        "a prepare of another round",
                        carried(),
                        d -> d.prepares.set(2, WORLD.signedPrepare(1, World.hash(OLD), 2)),
                        "PREPARE_FOR_OTHER_BLOCK"),
                row(
                        "a prepare for another block",
                        carried(),
                        d -> d.prepares.set(2, WORLD.signedPrepare(0, UNKNOWN, 2)),
                        "PREPARE_FOR_OTHER_BLOCK"),
                row(
                        "a prepare with a false signature",
                        carried(),
                        d -> d.prepares.set(2, forged(d.prepares.get(2))),
                        "PREPARE_SIGNATURE_INVALID"),
                row(
                        "a round beyond all reason",
                        roundOne(),
                        d -> d.round = MessageVerifier.MAX_ROUND.value() + 1,
                        "ROUND_OUT_OF_RANGE"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("broken")
    void oneThingBrokenIsRefusedWithItsOwnReason(String what, Draft draft, Consumer<Draft> change, String code) {
        change.accept(draft);
        SignedMessage message = STRANGERS.sign(draft.build(), draft.signer);
        assertThat(WORLD.refusal(message)).map(Refusal::code).as(what).hasValue(code);
    }

    private static Arguments row(String what, Draft draft, Consumer<Draft> change, String code) {
        return arguments(what, draft, change, code);
    }

    private static Draft lowerOfTwo() {
        return new Draft(2, 3, OLD)
                .roundChanges(prepared(0, OLD), 0)
                .roundChanges(prepared(1, OTHER), 1)
                .roundChanges(Optional.empty(), 2)
                .prepares(0, World.hash(OLD), 0, 1, 2);
    }

    private static RoundChangeClaim elsewhere(ChainId chain, long height) {
        return new RoundChangeClaim(chain, new Height(height), new Round(1), Optional.empty());
    }

    private static SignedRoundChange foreign(RoundChangeClaim claim) {
        return STRANGERS.signedRoundChange(claim, STRANGER);
    }

    private static SignedPrepare foreign(Prepare prepare) {
        return STRANGERS.signedPrepare(prepare, STRANGER);
    }

    private static Sm2Signature other() {
        return World.signature(WORLD.key(0), new byte[] {1});
    }

    private static SignedRoundChange forged(SignedRoundChange signed) {
        return new SignedRoundChange(signed.claim(), signed.signer(), other());
    }

    private static SignedPrepare forged(SignedPrepare signed) {
        return new SignedPrepare(signed.prepare(), signed.signer(), other());
    }
}
