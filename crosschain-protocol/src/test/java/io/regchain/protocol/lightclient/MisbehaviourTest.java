package io.regchain.protocol.lightclient;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validator;
import static io.regchain.protocol.sample.SampleChain.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {
    private static final ValidatorSet SET = validators(0, 1, 2, 3);
    private static final BlockHeader FIRST = header(1, Hash32.ZERO, SET, SET);
    private static final BlockHeader OTHER_FIRST = at(FIRST, FIRST.chainId(), new BlockTime(1));
    private static final BlockHeader SECOND = header(2, FIRST.hash(), SET, SET);

    private static BlockHeader at(BlockHeader h, ChainId chain, BlockTime time) {
        return new BlockHeader(
                h.version(),
                chain,
                h.height(),
                h.parentHash(),
                time,
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                h.stateRoot(),
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }

    private static Misbehaviour.Check check(BlockHeader first, BlockHeader second) {
        return check(first, certificate(first, 0, 1, 2), second, certificate(second, 1, 2, 3));
    }

    private static Misbehaviour.Check check(
            BlockHeader first, CommitCertificate one, BlockHeader second, CommitCertificate two) {
        return new Misbehaviour(first, one, second, two).check(SET);
    }

    private static void assertProven(Misbehaviour.Check check, Misbehaviour.Kind kind) {
        assertThat(check).isInstanceOfSatisfying(Misbehaviour.Check.Proven.class, proven -> {
            assertThat(proven.kind()).isEqualTo(kind);
            assertThat(proven.doubleSigners()).containsExactly(validator(1), validator(2));
        });
    }

    private static void assertNotProven(Misbehaviour.Check check, String code, String message) {
        assertThat(check).isInstanceOfSatisfying(Misbehaviour.Check.NotProven.class, not -> {
            assertThat(not.reason().code()).isEqualTo(code);
            assertThat(not.reason().message()).contains(message);
        });
    }

    @Test
    void two_certified_blocks_at_one_height_prove_a_fork_and_name_the_double_signers() {
        assertProven(check(FIRST, OTHER_FIRST), Misbehaviour.Kind.FORK);
    }

    @Test
    void a_certified_block_over_another_parent_proves_a_broken_link() {
        assertProven(check(FIRST, header(2, Hash32.ZERO, SET, SET)), Misbehaviour.Kind.BROKEN_LINK);
    }

    @Test
    void a_certified_higher_block_of_an_earlier_time_is_proven() {
        assertProven(check(FIRST, at(SECOND, SECOND.chainId(), new BlockTime(1))), Misbehaviour.Kind.TIME_WENT_BACK);
    }

    @Test
    void blocks_that_follow_one_another_prove_nothing() {
        assertNotProven(check(FIRST, SECOND), "HEADERS_DO_NOT_CONTRADICT", "can both be honest");
        assertNotProven(check(FIRST, FIRST), "HEADERS_DO_NOT_CONTRADICT", "can both be honest");
    }

    @Test
    void blocks_of_different_chains_prove_nothing() {
        BlockHeader elsewhere = at(FIRST, new ChainId("zhejiang"), FIRST.time());
        assertNotProven(check(FIRST, elsewhere), "HEADERS_OF_DIFFERENT_CHAINS", "zhejiang");
    }

    @Test
    void an_uncertified_block_proves_nothing() {
        assertNotProven(
                check(FIRST, certificate(FIRST, 0, 1, 2), OTHER_FIRST, certificate(OTHER_FIRST, 1, 2)),
                "QUORUM_NOT_REACHED",
                "the second header");
        assertNotProven(
                check(FIRST, certificate(FIRST, 0, 1), OTHER_FIRST, certificate(OTHER_FIRST, 1, 2, 3)),
                "QUORUM_NOT_REACHED",
                "the first header");
    }
}
