package io.regchain.bench.ledger;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Signed transfers without end, the senders in turn, each to an account drawn from all of them. The arguments have exactly
 * {@value #ARGUMENT_BYTES} bytes.
 */
final class Transfers implements Iterator<Transaction> {
    static final int ARGUMENT_BYTES = 256;
    private static final String EMPTY = "{\"amount\":1,\"memo\":\"\",\"to\":\"%s\"}".formatted("0".repeat(64));
    private static final String MEMO = "x".repeat(ARGUMENT_BYTES - EMPTY.length());

    private final ChainId chainId;
    private final List<Sm2PrivateKey> senders;
    private final long accounts;
    private final Random random = new Random(20261122);
    private long made;

    Transfers(ChainId chainId, List<Sm2PrivateKey> senders, long accounts) {
        this.chainId = chainId;
        this.senders = List.copyOf(senders);
        this.accounts = accounts;
    }

    /** The same keys in every run. */
    static List<Sm2PrivateKey> senders(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> key("sender " + i))
                .toList();
    }

    static Sm2PrivateKey key(String name) {
        byte[] scalar = Sm3.hash(Bytes.utf8("regchain benchmark key " + name)).toArray();
        scalar[0] &= 0x7f;
        return Sm2PrivateKey.of(scalar);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Transaction next() {
        return draft().sign();
    }

    /** The next transactions, signed on all processors. */
    List<Transaction> take(int count) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft());
        }
        return drafts.parallelStream().map(Draft::sign).toList();
    }

    private Draft draft() {
        Sm2PrivateKey sender = senders.get((int) (made % senders.size()));
        Sequence sequence = new Sequence(made / senders.size());
        made++;
        long to = random.nextLong(accounts);
        String account = to < senders.size()
                ? TransferContract.accountOf(senders.get((int) to).publicKey())
                : TransferContract.filler(to - senders.size());
        String arguments = "{\"amount\":1,\"memo\":\"" + MEMO + "\",\"to\":\"" + account + "\"}";
        return new Draft(chainId, sender, sequence, Bytes.utf8(arguments));
    }

    /** A transaction to be signed. */
    private record Draft(ChainId chainId, Sm2PrivateKey sender, Sequence sequence, Bytes arguments) {
        Transaction sign() {
            return Transaction.sign(chainId, sender, sequence, TransferContract.NAME, "transfer", arguments);
        }
    }
}
