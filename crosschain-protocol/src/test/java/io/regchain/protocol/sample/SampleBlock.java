package io.regchain.protocol.sample;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.DeterministicSm2;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.merkle.OrderedMerkle;
import io.regchain.protocol.merkle.StateTree;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One whole block of the sample chain: three transactions, their receipts and traces, the state, and the header. */
public final class SampleBlock {
    private static final ValidatorSet VALIDATORS = SampleChain.validators(0, 1, 2, 3);

    private SampleBlock() {}

    public static ValidatorSet validators() {
        return VALIDATORS;
    }

    public static List<Transaction> transactions() {
        return List.of(
                transaction(
                        20, 0, "transfers", "transfer", "{\"priceFen\":1050,\"product\":\"320001\",\"quantity\":100}"),
                transaction(20, 1, "transfers", "transfer", "{\"note\":\"数量不足\",\"quantity\":1}"),
                transaction(21, 0, "products", "list", "{}"));
    }

    private static Transaction transaction(
            int signer, long sequence, String contract, String method, String arguments) {
        Sm2PrivateKey key = SampleChain.key(signer);
        Transaction unsigned = new Transaction(
                SampleChain.CHAIN,
                key.publicKey(),
                new Sequence(sequence),
                contract,
                method,
                Bytes.utf8(arguments),
                Sm2Signature.of(new byte[Sm2Signature.SIZE]));
        return new Transaction(
                unsigned.chainId(),
                unsigned.sender(),
                unsigned.sequence(),
                contract,
                method,
                unsigned.arguments(),
                DeterministicSm2.sign(key, unsigned.signedBytes()));
    }

    public static List<Receipt> receipts() {
        List<Trace> traces = traces();
        return List.of(
                new Receipt(
                        traces.get(0).transactionId(),
                        Receipt.Outcome.SUCCESS,
                        "",
                        "",
                        Bytes.utf8("{\"transfer\":1}"),
                        List.of(settled()),
                        traces.get(0).hash(),
                        412),
                new Receipt(
                        traces.get(1).transactionId(),
                        Receipt.Outcome.REFUSED,
                        "T5_TOO_EARLY",
                        "五个交易日内不得反向转让 (R04)",
                        Bytes.EMPTY,
                        List.of(),
                        traces.get(1).hash(),
                        97),
                new Receipt(
                        traces.get(2).transactionId(),
                        Receipt.Outcome.STOPPED,
                        "UNKNOWN_METHOD",
                        "the contract products has no method list",
                        Bytes.EMPTY,
                        List.of(),
                        traces.get(2).hash(),
                        0));
    }

    private static Event settled() {
        return new Event("transfers", "transferSettled", Bytes.utf8("{\"quantity\":100}"));
    }

    public static List<Trace> traces() {
        List<Transaction> transactions = transactions();
        return List.of(
                new Trace(transactions.get(0).id(), settledCall(transactions.get(0))),
                new Trace(
                        transactions.get(1).id(),
                        failedCall(transactions.get(1), "T5_TOO_EARLY", "五个交易日内不得反向转让 (R04)")),
                new Trace(
                        transactions.get(2).id(),
                        failedCall(transactions.get(2), "UNKNOWN_METHOD", "the contract products has no method list")));
    }

    private static TraceCall settledCall(Transaction transaction) {
        TraceCall inner = new TraceCall(
                "contract:transfers",
                "accounts",
                "move",
                Bytes.utf8("{\"quantity\":100}"),
                List.of(
                        new TraceStep.Read("accounts/a", Optional.of(Bytes.utf8("{\"units\":100}"))),
                        new TraceStep.Read("accounts/b", Optional.empty()),
                        new TraceStep.ReadAgain("accounts/a"),
                        new TraceStep.Write("accounts/a", Optional.empty()),
                        new TraceStep.Write("accounts/b", Optional.of(Bytes.utf8("{\"units\":100}"))),
                        new TraceStep.ReadAgain("accounts/b")),
                Bytes.utf8("null"),
                "",
                "");
        return new TraceCall(
                "key:" + transaction.sender().fingerprint(),
                transaction.contract(),
                transaction.method(),
                transaction.arguments(),
                List.of(new TraceStep.Call(inner), new TraceStep.Emit(settled())),
                Bytes.utf8("{\"transfer\":1}"),
                "",
                "");
    }

    private static TraceCall failedCall(Transaction transaction, String code, String message) {
        return new TraceCall(
                "key:" + transaction.sender().fingerprint(),
                transaction.contract(),
                transaction.method(),
                transaction.arguments(),
                List.of(),
                Bytes.EMPTY,
                code,
                message);
    }

    /** The state after the block. */
    public static SortedMap<String, Bytes> state() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        state.put("accounts/b", Bytes.utf8("{\"units\":100}"));
        state.put("objects/at/12", Bytes.utf8("[]"));
        state.put("sequences/" + SampleChain.key(20).publicKey().fingerprint(), Bytes.utf8("2"));
        state.put("sequences/" + SampleChain.key(21).publicKey().fingerprint(), Bytes.utf8("1"));
        state.put("市场/名称", Bytes.utf8("\"江苏股权交易中心\""));
        return state;
    }

    public static Hash32 stateRoot() {
        SortedMap<String, Optional<Bytes>> writes = new TreeMap<>();
        state().forEach((key, value) -> writes.put(key, Optional.of(value)));
        return StateTree.apply(hash -> Optional.empty(), Hash32.ZERO, writes).root();
    }

    public static BlockHeader header() {
        return new BlockHeader(
                BlockHeader.VERSION,
                SampleChain.CHAIN,
                new Height(12),
                SampleChain.header(11, Hash32.ZERO, VALIDATORS, VALIDATORS).hash(),
                new BlockTime(SampleChain.GENESIS_TIME.epochMillis() + 12_345),
                VALIDATORS.validators().get(2).publicKey(),
                OrderedMerkle.root(
                        transactions().stream().map(Transaction::canonical).toList()),
                OrderedMerkle.root(receipts().stream().map(Receipt::canonical).toList()),
                stateRoot(),
                VALIDATORS.hash(),
                VALIDATORS.hash());
    }

    public static Block block() {
        return new Block(header(), transactions());
    }
}
