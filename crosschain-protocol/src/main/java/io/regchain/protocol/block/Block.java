package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;

/** A header and its transactions; at most 16 MB (JR/T 0314 table 4). */
public record Block(BlockHeader header, List<Transaction> transactions) {
    public static final int MAX_BYTES = 16_000_000;
    private static final String DOMAIN = "regchain/block/1";

    public Block {
        transactions = List.copyOf(transactions);
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .bytes(header.canonical())
                .list(transactions, (w, t) -> w.bytes(t.canonical()))
                .toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical block, or over 16 MB */
    public static Block decode(Bytes canonical) {
        if (canonical.size() > MAX_BYTES) {
            throw new DecodeException(
                    "a block has at most 16 MB (JR/T 0314 table 4), not " + canonical.size() + " bytes");
        }
        CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
        Block block = new Block(BlockHeader.decode(in.bytes()), in.list(r -> Transaction.decode(r.bytes())));
        in.end();
        return block;
    }
}
