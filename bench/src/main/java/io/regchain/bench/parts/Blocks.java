package io.regchain.bench.parts;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Headers and transactions: encoded, decoded, named by their hashes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Blocks {
    private static final ChainId CHAIN = new ChainId("bench");
    private final Sm2PrivateKey key = KnownKey.key("blocks");
    private final Transaction transaction = Transaction.sign(
            CHAIN, key, Sequence.ZERO, "accounts", "transfer", Bytes.utf8("{\"memo\":\"" + "x".repeat(245) + "\"}"));
    private final Bytes encoded = transaction.canonical();
    private long height;

    static BlockHeader header(ChainId chain, long height, Sm2PrivateKey proposer, Hash32 validators) {
        Hash32 root = Sm3.hash(Bytes.utf8("a root"));
        return new BlockHeader(
                BlockHeader.VERSION,
                chain,
                new Height(height),
                root,
                new BlockTime(1_700_000_000_000L + height),
                proposer.publicKey(),
                root,
                root,
                root,
                validators,
                validators);
    }

    @Benchmark
    public Hash32 headerHash() {
        return header(CHAIN, ++height, key, Hash32.ZERO).hash();
    }

    @Benchmark
    public Transaction decodeTransaction() {
        return Transaction.decode(encoded);
    }

    @Benchmark
    public Bytes encodeTransaction() {
        return new Transaction(
                        CHAIN,
                        transaction.sender(),
                        transaction.sequence(),
                        transaction.contract(),
                        transaction.method(),
                        transaction.arguments(),
                        transaction.signature())
                .canonical();
    }

    @Benchmark
    public Hash32 transactionId() {
        return Transaction.decode(encoded).id();
    }
}
