package io.regchain.bench.ledger;

import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.merkle.StateTree;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The accounts that nobody signs for, opened by transactions of the contract, many in each, in the order in which the
 * state keeps them: neighbours share their paths, so that the state is not many times as long as what is in it.
 */
final class Fillers {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OPENED_AT_ONCE = 800;
    private static final int UNDER_WAY = 10;
    /** Of a number packed under the first bits of its key's hash. */
    private static final int NUMBER_BITS = 24;

    private final long[] numbers;

    /** @param count below 2²⁴ */
    Fillers(int count) {
        this.numbers = LongStream.range(0, count)
                .parallel()
                .map(Fillers::packed)
                .sorted()
                .map(packed -> packed & (1L << NUMBER_BITS) - 1)
                .toArray();
    }

    private static long packed(long number) {
        String key = TransferContract.NAME + "/" + TransferContract.key(TransferContract.filler(number));
        long first = ByteBuffer.wrap(StateTree.keyHash(key).unsafeArray()).getLong();
        return first >>> NUMBER_BITS + 1 << NUMBER_BITS | number;
    }

    private record Opening(Transaction transaction, CompletionStage<Receipt> done) {}

    /** Opens them all, and waits for it. */
    void open(ChainId chainId, ChainNode node) {
        Sm2PrivateKey operator = Transfers.key("operator");
        Deque<Opening> underWay = new ArrayDeque<>();
        Sequence sequence = Sequence.ZERO;
        for (int first = 0; first < numbers.length; first += OPENED_AT_ONCE) {
            if (underWay.size() == UNDER_WAY) {
                finish(underWay.remove());
            }
            long[] next = Arrays.copyOfRange(numbers, first, Math.min(first + OPENED_AT_ONCE, numbers.length));
            String list = Arrays.stream(next).mapToObj(Long::toString).collect(Collectors.joining(","));
            Transaction open = Transaction.sign(
                    chainId,
                    operator,
                    sequence,
                    TransferContract.NAME,
                    "open",
                    Bytes.utf8("{\"numbers\":[" + list + "]}"));
            underWay.add(new Opening(
                    open,
                    node.submit(open)
                            .thenCompose(taken -> node.awaitReceipt(open.id(), PATIENCE))
                            .thenApply(record -> record.receipt())));
            sequence = sequence.next();
        }
        underWay.forEach(Fillers::finish);
    }

    private static void finish(Opening opening) {
        Receipt receipt = opening.done().toCompletableFuture().join();
        if (!receipt.succeeded()) {
            throw new IllegalStateException("accounts could not be opened: " + receipt.message());
        }
    }
}
