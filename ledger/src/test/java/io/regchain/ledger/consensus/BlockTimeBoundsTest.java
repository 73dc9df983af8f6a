package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which times a block may have: the parent is at 100 s, clocks may be 15 s apart. */
class BlockTimeBoundsTest {
    private static final BlockTimeBounds BOUNDS = new BlockTimeBounds(Duration.ofSeconds(15));
    private static final BlockTime PARENT = seconds(100);

    private static BlockTime seconds(long seconds) {
        return new BlockTime(seconds * 1_000);
    }

    private static Optional<String> problem(long time, long now) {
        return BOUNDS.problem(seconds(time), PARENT, seconds(now)).map(Refusal::code);
    }

    @Test
    void aBlockMayLieAheadOfTheOwnClockByTheSkewAndNoMore() {
        assertThat(problem(135, 120)).isEmpty();
        assertThat(problem(136, 120)).hasValue("TIME_AHEAD");
    }

    @Test
    void timeNeverFalls() {
        assertThat(problem(99, 120)).hasValue("TIME_BEHIND_PARENT");
        assertThat(problem(100, 120)).isEmpty();
    }

    @Test
    void aClockFarBehindStillAcceptsTheParentsTimeAndMakesBlocksWithIt() {
        assertThat(problem(100, 0)).isEmpty();
        assertThat(problem(101, 0)).hasValue("TIME_AHEAD");
        assertThat(BlockTimeBounds.next(PARENT, seconds(0))).isEqualTo(PARENT);
        assertThat(BlockTimeBounds.next(PARENT, seconds(130))).isEqualTo(seconds(130));
    }

    @Test
    void aSkewOfNothingIsRefused() {
        assertThatThrownBy(() -> new BlockTimeBounds(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever liars propose, one block after the other, what a right clock accepts lies within its skew. */
    @Property(tries = 200)
    void noSequenceOfBlocksPushesTheChainAheadOfARightClockByMoreThanTheSkew(
            @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 200_000) Long> proposed,
            @ForAll @IntRange(min = 1, max = 2_000) int pace) {
        BlockTime parent = seconds(0);
        long now = 0;
        for (long time : proposed) {
            now += pace;
            BlockTime block = new BlockTime(time);
            if (BOUNDS.problem(block, parent, new BlockTime(now)).isEmpty()) {
                parent = block;
            }
            assertThat(parent.epochMillis()).isLessThanOrEqualTo(now + 15_000);
            BlockTime honest = BlockTimeBounds.next(parent, new BlockTime(now));
            assertThat(BOUNDS.problem(honest, parent, new BlockTime(now)))
                    .as("an honest block is accepted at any time")
                    .isEmpty();
        }
    }
}
