package io.regchain.ledger.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.regchain.protocol.block.Block;
import org.junit.jupiter.api.Test;

/** No engine is set up to make a block that nobody would read (JR/T 0314 table 4). */
class BlockLimitsTest {
    private static final int MOST = Block.MAX_BYTES - 10_000; // room for the header

    @Test
    void transactions_fill_a_block_up_to_sixteen_megabytes_with_its_header_and_not_one_byte_more() {
        assertThat(new BlockLimits(1_000, MOST).bytes()).isEqualTo(MOST);
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockLimits(1_000, MOST + 1));
    }
}
