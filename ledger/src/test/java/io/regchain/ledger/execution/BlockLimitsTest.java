package io.regchain.ledger.execution;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No engine is set up to make a block that nobody would read (JR/T 0314 table 4). */
class BlockLimitsTest {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private static final BlockTime START = new BlockTime(1_770_000_000_000L);
    private static final Sm2PrivateKey ALICE = TestValidators.key("alice");
    private static final int MOST = Block.MAX_BYTES - 10_000; // room for the header

    @Test
    void transactions_fill_a_block_up_to_sixteen_megabytes_with_its_header_and_not_one_byte_more() {
        assertThat(new BlockLimits(1_000, MOST, 1).bytes()).isEqualTo(MOST);
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockLimits(1_000, MOST + 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockLimits(1_000, MOST, 0));
    }

    private static BlockProcessor processor(long work) {
        return new BlockProcessor(
                new NativeContractRuntime(List.of(new ScriptContract("a")), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                new BlockLimits(1_000, MOST, work));
    }

    /** A pool full of costly transactions becomes several blocks, and a proposer that packs them into one is refused. */
    @Test
    void no_transaction_begins_once_the_work_of_a_block_is_used_up() {
        TestValidators validators = TestValidators.of(CHAIN, 4);
        ProcessedBlock genesis = BlockProcessor.genesis(CHAIN, START, validators.set(), new TreeMap<>());
        BlockProcessor.Before before =
                new BlockProcessor.Before(genesis.tip(), genesis.stateChange().after());
        List<Transaction> costly = IntStream.range(0, 5)
                .mapToObj(i -> Transaction.sign(
                        CHAIN,
                        ALICE,
                        new Sequence(i),
                        "a",
                        "run",
                        CanonicalJson.encode(script("['write','x" + i + "','1']"))))
                .toList();
        ProcessedBlock whole = processor(Long.MAX_VALUE).make(before, START, validators.proposer(Height.ZERO), costly);
        long each = whole.execution().receipts().get(0).metered();
        BlockProcessor strict = processor(2 * each + 1);

        ProcessedBlock part = strict.make(before, START, validators.proposer(Height.ZERO), costly);

        assertThat(whole.block().transactions()).hasSize(5);
        assertThat(part.block().transactions()).hasSize(3); // the third began with one unit left
        assertThat(strict.check(before, part.block())).isInstanceOf(BlockProcessor.Check.Valid.class);
        assertThat(strict.check(before, whole.block()))
                .isInstanceOfSatisfying(
                        BlockProcessor.Check.Invalid.class,
                        invalid -> assertThat(invalid.reason().code()).isEqualTo("BLOCK_TOO_COSTLY"));
        assertThat(processor(2 * each)
                        .make(before, START, validators.proposer(Height.ZERO), costly)
                        .block()
                        .transactions())
                .hasSize(2);
    }
}
