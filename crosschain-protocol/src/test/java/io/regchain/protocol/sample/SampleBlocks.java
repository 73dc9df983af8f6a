package io.regchain.protocol.sample;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.List;

/** Blocks of a size. Their transactions carry a signature that nobody verifies. */
public final class SampleBlocks {
    private static final Sm2PrivateKey KEY = SampleChain.key(1);
    private static final Sm2Signature SIGNATURE = KEY.sign(new byte[0]);
    private static final int FULL = 15;
    private static final int SOME = 100;

    private SampleBlocks() {}

    /** A block whose canonical form has exactly so many bytes: more than 15 full transactions and less than 16. */
    public static Block ofBytes(int bytes) {
        List<Transaction> transactions = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            transactions.add(transaction(i, Transaction.MAX_ARGUMENTS));
        }
        int missing = bytes - size(transactions);
        int around = size(List.of(transaction(0, SOME))) - size(List.of()) - SOME;
        transactions.add(transaction(FULL, missing - around));
        return new Block(header(), transactions);
    }

    private static int size(List<Transaction> transactions) {
        return new Block(header(), transactions).canonical().size();
    }

    private static BlockHeader header() {
        ValidatorSet set = SampleChain.validators(0, 1, 2, 3);
        return SampleChain.header(1, Hash32.ZERO, set, set);
    }

    /** @param bytes of its arguments */
    private static Transaction transaction(int sequence, int bytes) {
        String before = "{\"x\":\"";
        String after = "\"}";
        Bytes arguments = Bytes.utf8(before + "x".repeat(bytes - before.length() - after.length()) + after);
        return new Transaction(
                SampleChain.CHAIN, KEY.publicKey(), new Sequence(sequence), "objects", "put", arguments, SIGNATURE);
    }
}
