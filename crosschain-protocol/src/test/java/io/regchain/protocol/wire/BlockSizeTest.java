package io.regchain.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.sample.SampleBlocks;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import org.junit.jupiter.api.Test;

/** A block has at most 16 MB (JR/T 0314 table 4): whoever gives one out and whoever reads one holds to it, to the byte. */
class BlockSizeTest {
    @Test
    void a_block_of_sixteen_megabytes_is_given_out_and_read_whole() {
        Block block = SampleBlocks.ofBytes(Block.MAX_BYTES);
        assertThat(block.canonical().size()).isEqualTo(Block.MAX_BYTES);

        GetBlockResponse answer = BlockAnswer.of(block, true).toWire();
        Bytes body = ConnectCodec.encode(answer, ConnectEncoding.PROTO);

        assertThat(body.size()).isLessThanOrEqualTo(ConnectCodec.MAX_ANSWER);
        assertThat(BlockAnswer.fromWire(answer).block()).contains(block);
    }

    @Test
    void a_block_of_one_byte_more_is_not_given_out() {
        BlockAnswer answer = BlockAnswer.of(SampleBlocks.ofBytes(Block.MAX_BYTES + 1), true);

        assertThatThrownBy(answer::toWire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 16000001 bytes")
                .hasMessageContaining("table 4");
    }

    @Test
    void a_block_of_one_byte_more_is_not_read() {
        Block tooLarge = SampleBlocks.ofBytes(Block.MAX_BYTES + 1);
        GetBlockResponse answer = BlockAnswer.of(tooLarge, false).toWire().toBuilder()
                .setBlock(ByteString.copyFrom(tooLarge.canonical().toArray()))
                .build();

        assertThatThrownBy(() -> BlockAnswer.fromWire(answer))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("block")
                .hasMessageContaining("16 MB")
                .hasMessageContaining("16000001");
        assertThatThrownBy(() -> Block.decode(tooLarge.canonical())).isInstanceOf(DecodeException.class);
    }
}
