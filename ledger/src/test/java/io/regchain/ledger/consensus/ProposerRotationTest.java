package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProposerRotationTest {
    private final World world = new World(4);

    @Test
    void everyHeightAndEveryRoundPassesTheTurnOn() {
        assertThat(LongStream.range(1, 7).map(h -> world.proposer(new Height(h), 0)))
                .containsExactly(1L, 2L, 3L, 0L, 1L, 2L);
        assertThat(LongStream.range(0, 6).map(r -> world.proposer(World.ONE, r)))
                .containsExactly(1L, 2L, 3L, 0L, 1L, 2L);
    }

    @Test
    void theLargestHeightHasAProposerToo() {
        int index = ProposerRotation.index(world.validators, new Height(Long.MAX_VALUE), new Round(5));
        assertThat(index).isBetween(0, 3);
    }
}
