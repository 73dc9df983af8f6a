package io.regchain.protocol.lightclient;

import static io.regchain.protocol.sample.SampleChain.GENESIS_TIME;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.sample.SampleChain;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LightClientTest {
    private static final ValidatorSet OLD = validators(0, 1, 2, 3);
    private static final ValidatorSet NEW = validators(1, 2, 3, 4, 5, 6, 7);
    private static final BlockHeader GENESIS = header(0, Hash32.ZERO, OLD, OLD);
    private static final TrustedState ROOT = TrustedState.root(GENESIS, OLD);
    private static final BlockHeader FIRST = header(1, GENESIS.hash(), OLD, OLD);

    /** What is handed to the light client. */
    record World(TrustedState trusted, BlockHeader header, CommitCertificate certificate, Optional<ValidatorSet> next) {
        static World of(TrustedState trusted, BlockHeader header, int... signers) {
            return new World(trusted, header, SampleChain.certificate(header, signers), Optional.empty());
        }

        World header(BlockHeader changed) {
            return new World(trusted, changed, SampleChain.certificate(changed, 0, 1, 2), next);
        }

        World next(ValidatorSet set) {
            return new World(trusted, header, certificate, Optional.of(set));
        }

        Advance advance() {
            return LightClient.advance(trusted, header, certificate, next);
        }

        TrustedState advanced() {
            assertThat(advance()).isInstanceOf(Advance.Advanced.class);
            return ((Advance.Advanced) advance()).state();
        }
    }

    private static BlockHeader with(BlockHeader h, ChainId chain, BlockTime time) {
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

    @Test
    void the_next_header_is_followed() {
        TrustedState state = World.of(ROOT, FIRST, 0, 1, 2).advanced();
        assertThat(state)
                .isEqualTo(new TrustedState(GENESIS.chainId(), new Height(1), FIRST.hash(), FIRST.time(), OLD));
    }

    @Test
    void heights_may_be_left_out_while_the_set_stays() {
        BlockHeader tenth = header(10, FIRST.hash(), OLD, OLD);
        assertThat(World.of(ROOT, tenth, 1, 2, 3).advanced().height()).isEqualTo(new Height(10));
    }

    @Test
    void a_change_of_the_set_is_followed_and_the_new_set_decides_from_the_next_block_on() {
        BlockHeader handover = header(1, GENESIS.hash(), OLD, NEW);
        TrustedState changed = World.of(ROOT, handover, 0, 1, 2).next(NEW).advanced();
        assertThat(changed.validators()).isEqualTo(NEW);

        BlockHeader byNew = header(2, handover.hash(), NEW, NEW);
        assertThat(World.of(changed, byNew, 1, 2, 3, 4, 5).advanced().height()).isEqualTo(new Height(2));
        assertRefused(World.of(changed, byNew, 1, 2, 3), "QUORUM_NOT_REACHED", "5 of the 7");
        BlockHeader byOld = header(2, handover.hash(), OLD, OLD);
        assertRefused(
                World.of(changed, byOld, 0, 1, 2),
                "VALIDATOR_SET_MISMATCH",
                NEW.hash().toHex());
    }

    @Test
    void a_block_decided_in_the_same_millisecond_is_followed() {
        assertThat(World.of(ROOT, with(FIRST, FIRST.chainId(), GENESIS_TIME), 0, 1, 2)
                        .advanced()
                        .time())
                .isEqualTo(GENESIS_TIME);
    }

    /** A valid world with one thing broken. */
    record Row(String broken, UnaryOperator<World> change, String code, String message) {
        @Override
        public String toString() {
            return broken;
        }
    }

    static Stream<Row> broken() {
        BlockTime before = new BlockTime(GENESIS_TIME.epochMillis() - 1);
        return Stream.of(
                new Row(
                        "a header of another chain",
                        w -> w.header(with(FIRST, new ChainId("zhejiang"), FIRST.time())),
                        "HEADER_OF_OTHER_CHAIN",
                        "the header is of chain zhejiang; this light client follows jiangsu"),
                new Row(
                        "the trusted header again",
                        w -> w.header(GENESIS),
                        "HEIGHT_NOT_ABOVE_TRUSTED",
                        "the header is of height 0; height 0 is trusted already"),
                new Row(
                        "an adjacent header with another parent",
                        w -> w.header(header(1, Hash32.ZERO, OLD, OLD)),
                        "PARENT_MISMATCH",
                        "the trusted block below it is " + GENESIS.hash()),
                new Row(
                        "a time before the trusted block's",
                        w -> w.header(with(FIRST, FIRST.chainId(), before)),
                        "TIME_WENT_BACK",
                        "lies before " + GENESIS_TIME),
                new Row(
                        "a header of a set that nobody handed over to",
                        w -> w.header(header(5, GENESIS.hash(), NEW, NEW)),
                        "VALIDATOR_SET_MISMATCH",
                        "a change of the set cannot be skipped"),
                new Row(
                        "a change of the set without the new set",
                        w -> w.header(header(1, GENESIS.hash(), OLD, NEW)),
                        "NEXT_VALIDATOR_SET_MISSING",
                        NEW.hash().toHex()),
                new Row(
                        "a change of the set with another set beside it",
                        w -> w.header(header(1, GENESIS.hash(), OLD, NEW)).next(validators(1, 2, 3, 4)),
                        "NEXT_VALIDATOR_SET_MISMATCH",
                        "the header hands over to " + NEW.hash()),
                new Row(
                        "a set beside a header that changes nothing",
                        w -> w.next(NEW),
                        "NEXT_VALIDATOR_SET_MISMATCH",
                        "the header hands over to " + OLD.hash()),
                new Row(
                        "one seal fewer than a quorum",
                        w -> World.of(ROOT, FIRST, 0, 1),
                        "QUORUM_NOT_REACHED",
                        "3 of the 4"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_header_that_does_not_follow_is_refused_with_its_own_reason(Row row) {
        assertRefused(row.change.apply(World.of(ROOT, FIRST, 0, 1, 2)), row.code, row.message);
    }

    private static void assertRefused(World world, String code, String message) {
        assertThat(world.advance()).isInstanceOfSatisfying(Advance.NotAdvanced.class, refused -> {
            assertThat(refused.reason().code()).isEqualTo(code);
            assertThat(refused.reason().message()).contains(message);
        });
    }

    @Test
    void the_trust_root_must_come_with_the_set_it_names() {
        assertThatThrownBy(() -> TrustedState.root(GENESIS, NEW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(OLD.hash().toHex());
    }
}
