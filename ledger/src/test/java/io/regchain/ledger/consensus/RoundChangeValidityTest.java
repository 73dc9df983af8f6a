package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Round changes, prepares and commits with one thing broken per row: the cases that the QBFT round-change, prepare and
 * commit validators of Hyperledger Besu are tested for. Height 1, four validators, target round 3.
 */
class RoundChangeValidityTest {
    private static final World WORLD = new World(4);
    private static final World STRANGERS = new World(6);
    private static final int STRANGER = 5;
    private static final Block BLOCK = WORLD.first(1, 0);
    private static final Hash32 OTHER = World.hash(WORLD.first(1, 9));

    private static RoundChange roundChange(long round, PreparedCertificate prepared) {
        return new RoundChange(World.CHAIN, World.ONE, new Round(round), Optional.of(prepared));
    }

    private static PreparedCertificate certificate(int... signers) {
        return WORLD.preparedCertificate(2, BLOCK, signers);
    }

    private static PreparedCertificate with(SignedPrepare third) {
        List<SignedPrepare> prepares = new ArrayList<>(certificate(0, 1, 2).prepares());
        prepares.set(2, third);
        return new PreparedCertificate(new Round(2), BLOCK, prepares);
    }

    @Test
    void everyValidatorMayChangeRoundsWithoutAPreparedBlock() {
        for (int i = 0; i < 4; i++) {
            RoundChange bare = new RoundChange(World.CHAIN, World.ONE, new Round(3), Optional.empty());
            assertThat(WORLD.refusal(bare, i)).isEmpty();
        }
    }

    @Test
    void everyValidatorMayChangeRoundsWithAPreparedBlockAndItsProof() {
        for (int i = 0; i < 4; i++) {
            assertThat(WORLD.refusal(roundChange(3, certificate(0, 1, 2, 3)), i))
                    .isEmpty();
        }
    }

    @Test
    void theProofMayBeOfAnyRoundBelowTheTarget() {
        assertThat(WORLD.refusal(roundChange(3, WORLD.preparedCertificate(0, BLOCK, 1, 2, 3)), 0))
                .isEmpty();
    }

    static Stream<Arguments> broken() {
        Prepare prepare = new Prepare(World.CHAIN, World.ONE, new Round(2), World.hash(BLOCK));
        SignedPrepare good = WORLD.signedPrepare(prepare, 2);
        SignedPrepare forged = new SignedPrepare(prepare, good.signer(), World.signature(WORLD.key(2), new byte[1]));
        return Stream.of(
                arguments("too few prepares", roundChange(3, certificate(0, 1)), "PREPARES_BELOW_QUORUM"),
                arguments("no prepares", roundChange(3, certificate()), "PREPARES_BELOW_QUORUM"),
                arguments(
                        "a stranger's prepare",
                        roundChange(3, with(STRANGERS.signedPrepare(prepare, STRANGER))),
                        "PREPARE_BY_STRANGER"),
                arguments(
                        "one validator's prepare twice",
                        roundChange(3, with(WORLD.signedPrepare(prepare, 1))),
                        "PREPARE_REPEATED"),
                arguments(
                        "a prepare of another round",
                        roundChange(3, with(WORLD.signedPrepare(1, World.hash(BLOCK), 2))),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a prepare for another block",
                        roundChange(3, with(WORLD.signedPrepare(2, OTHER, 2))),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a prepare of another height",
                        roundChange(
                                3,
                                with(WORLD.signedPrepare(
                                        new Prepare(World.CHAIN, new Height(2), new Round(2), World.hash(BLOCK)), 2))),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a prepare of another chain",
                        roundChange(
                                3,
                                with(WORLD.signedPrepare(
                                        new Prepare(
                                                new ChainId("zhejiang"), World.ONE, new Round(2), World.hash(BLOCK)),
                                        2))),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a prepare with a false signature", roundChange(3, with(forged)), "PREPARE_SIGNATURE_INVALID"),
                arguments(
                        "a certificate of another round than its prepares",
                        roundChange(
                                3,
                                new PreparedCertificate(
                                        new Round(1),
                                        BLOCK,
                                        certificate(0, 1, 2).prepares())),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a certificate for another block than its prepares",
                        roundChange(
                                3,
                                new PreparedCertificate(
                                        new Round(2),
                                        WORLD.first(1, 9),
                                        certificate(0, 1, 2).prepares())),
                        "PREPARE_FOR_OTHER_BLOCK"),
                arguments(
                        "a prepared block of another height",
                        roundChange(3, WORLD.preparedCertificate(2, WORLD.block(OTHER, new Height(2), 1, 5), 0, 1, 2)),
                        "BLOCK_OF_OTHER_HEIGHT"),
                arguments(
                        "a prepared block with another body",
                        roundChange(3, WORLD.preparedCertificate(2, otherBody(), 0, 1, 2)),
                        "TRANSACTION_ROOT_MISMATCH"),
                arguments(
                        "prepared in the target round",
                        roundChange(2, certificate(0, 1, 2)),
                        "PREPARED_ROUND_NOT_BELOW"),
                arguments(
                        "prepared above the target round",
                        roundChange(1, certificate(0, 1, 2)),
                        "PREPARED_ROUND_NOT_BELOW"),
                arguments("to round 0", roundChange(0, certificate(0, 1, 2)), "ROUND_CHANGE_TO_ROUND_ZERO"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("broken")
    void oneThingBrokenIsRefusedWithItsOwnReason(String what, RoundChange roundChange, String code) {
        assertThat(WORLD.refusal(roundChange, 0)).map(Refusal::code).as(what).hasValue(code);
    }

    /** A header that commits to transactions which are not there. */
    private static Block otherBody() {
        BlockHeader h = BLOCK.header();
        BlockHeader header = new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                Sm3.hash(new byte[] {7}),
                h.receiptRoot(),
                h.stateRoot(),
                h.validatorSetHash(),
                h.nextValidatorSetHash());
        return new Block(header, List.of());
    }

    @Test
    void aStrangerChangesNothing() {
        RoundChange bare = new RoundChange(World.CHAIN, World.ONE, new Round(3), Optional.empty());
        assertThat(WORLD.refusal(STRANGERS.sign(bare, STRANGER)))
                .map(Refusal::code)
                .hasValue("SIGNER_NOT_A_VALIDATOR");
    }

    @Test
    void preparesAndCommitsOfStrangersAreRefused() {
        assertThat(WORLD.refusal(STRANGERS.sign(prepare(World.CHAIN), STRANGER)))
                .map(Refusal::code)
                .hasValue("SIGNER_NOT_A_VALIDATOR");
        assertThat(WORLD.refusal(STRANGERS.sign(commit(World.hash(BLOCK)), STRANGER)))
                .map(Refusal::code)
                .hasValue("SIGNER_NOT_A_VALIDATOR");
    }

    @Test
    void aPrepareOfAnotherChainIsRefused() {
        assertThat(WORLD.refusal(prepare(new ChainId("zhejiang")), 0))
                .map(Refusal::code)
                .hasValue("MESSAGE_OF_OTHER_CHAIN");
    }

    /** The seal of a commit is its signature: one over another block, round or height does not fit. */
    @Test
    void aCommitWhoseSealIsOverSomethingElseIsRefused() {
        for (Commit sealed : List.of(
                commit(OTHER),
                new Commit(World.CHAIN, World.ONE, new Round(1), World.hash(BLOCK)),
                new Commit(World.CHAIN, new Height(2), Round.ZERO, World.hash(BLOCK)))) {
            SignedMessage mismatched = new SignedMessage(
                    commit(World.hash(BLOCK)),
                    WORLD.key(0),
                    WORLD.sign(sealed, 0).signature());
            assertThat(WORLD.refusal(mismatched)).map(Refusal::code).hasValue("SIGNATURE_INVALID");
        }
        assertThat(WORLD.refusal(commit(World.hash(BLOCK)), 0)).isEmpty();
    }

    private static Prepare prepare(ChainId chain) {
        return new Prepare(chain, World.ONE, Round.ZERO, World.hash(BLOCK));
    }

    private static Commit commit(Hash32 hash) {
        return new Commit(World.CHAIN, World.ONE, Round.ZERO, hash);
    }
}
