package io.regchain.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.sample.SampleChain;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block has at most 16 MB (JR/T 0314 table 4): whoever gives one out and whoever reads one holds to it, to the byte. */
class BlockSizeTest {
    private static final Sm2PrivateKey KEY = SampleChain.key(1);
    private static final Sm2Signature SIGNATURE = KEY.sign(new byte[0]); // nobody verifies it here
    private static final int FULL = 15;

    /** A block whose canonical form has exactly so many bytes. */
    private static Block block(int bytes) {
        ValidatorSet set = SampleChain.validators(0, 1, 2, 3);
        BlockHeader header = SampleChain.header(1, Hash32.ZERO, set, set);
        List<Transaction> transactions = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            transactions.add(transaction(i, Transaction.MAX_ARGUMENTS));
        }
        int missing = bytes - new Block(header, transactions).canonical().size();
        int around = size(header, 100) - size(header) - 100;
        transactions.add(transaction(FULL, missing - around));
        return new Block(header, transactions);
    }

    private static int size(BlockHeader header, int... arguments) {
        List<Transaction> transactions = new ArrayList<>();
        for (int size : arguments) {
            transactions.add(transaction(transactions.size(), size));
        }
        return new Block(header, transactions).canonical().size();
    }

    /** @param bytes of its arguments */
    private static Transaction transaction(int sequence, int bytes) {
        String frame = "{\"x\":\"\"}";
        Bytes arguments = Bytes.utf8(frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\""));
        return new Transaction(
                SampleChain.CHAIN, KEY.publicKey(), new Sequence(sequence), "objects", "put", arguments, SIGNATURE);
    }

    @Test
    void a_block_of_sixteen_megabytes_is_given_out_and_read_whole() {
        Block block = block(Block.MAX_BYTES);
        assertThat(block.canonical().size()).isEqualTo(Block.MAX_BYTES);

        GetBlockResponse answer = BlockAnswer.of(block, true).toWire();
        Bytes body = ConnectCodec.encode(answer, ConnectEncoding.PROTO);

        assertThat(body.size()).isLessThanOrEqualTo(ConnectCodec.MAX_ANSWER);
        assertThat(BlockAnswer.fromWire(answer).block()).contains(block);
    }

    @Test
    void a_block_of_one_byte_more_is_not_given_out() {
        BlockAnswer answer = BlockAnswer.of(block(Block.MAX_BYTES + 1), true);

        assertThatThrownBy(answer::toWire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 16000001 bytes")
                .hasMessageContaining("table 4");
    }

    @Test
    void a_block_of_one_byte_more_is_not_read() {
        Block tooLarge = block(Block.MAX_BYTES + 1);
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
