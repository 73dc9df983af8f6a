package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.decoded.DecodedValues;
import io.regchain.protocol.merkle.OrderedMerkle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed call of one contract method (交易, JR/T 0314 3.3). The id leaves the signature out, so a re-signed copy is
 * the same transaction.
 *
 * <p>Canonical bytes, id and leaf are worked out once. The same bytes decode to the same object for as long as a bounded
 * table remembers it, since a transaction comes by in gossip, in a proposal and in the log.
 */
public final class Transaction {
    public static final int MAX_ARGUMENTS = 1 << 20;
    private static final String UNSIGNED = "regchain/transaction/1";
    private static final String SIGNED = "regchain/signed-transaction/1";
    /** Larger ones are not remembered, so that the table stays below 16 MB. */
    private static final int LARGEST_REMEMBERED = 2_000;

    private static final DecodedValues<Transaction> DECODED =
            new DecodedValues<>(8_192, transaction -> transaction.canonical.unsafeArray());

    private final ChainId chainId;
    private final Sm2PublicKey sender;
    private final Sequence sequence;
    private final String contract;
    private final String method;
    private final Bytes arguments;
    private final Sm2Signature signature;
    private final byte[] unsigned;
    private final Bytes canonical;
    private @Nullable Hash32 id;
    private @Nullable Hash32 leaf;

    /**
     * @param sequence the sender's next number on this chain, against replay
     * @param arguments canonical JSON (RFC 8785), UTF-8, an object
     */
    public Transaction(
            ChainId chainId,
            Sm2PublicKey sender,
            Sequence sequence,
            String contract,
            String method,
            Bytes arguments,
            Sm2Signature signature) {
        requireName("contract", contract);
        requireName("method", method);
        if (arguments.size() > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "a transaction's arguments have at most " + MAX_ARGUMENTS + " bytes, not " + arguments.size());
        }
        this.chainId = chainId;
        this.sender = sender;
        this.sequence = sequence;
        this.contract = contract;
        this.method = method;
        this.arguments = arguments;
        this.signature = signature;
        this.unsigned = unsigned(chainId, sender, sequence, contract, method, arguments);
        this.canonical = new CanonicalWriter(SIGNED)
                .bytes(Bytes.wrap(unsigned))
                .fixed(signature.value().unsafeArray())
                .toBytes();
    }

    private static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a " + what + " name starts with a small letter and has letters, digits"
                    + " and hyphens, at most 64; \"" + name + "\" does not");
        }
    }

    /** The form of the names of contracts, methods and events: a small letter, then letters, digits and hyphens, 64 in all. */
    public static boolean isName(String name) {
        boolean fits = !name.isEmpty() && name.length() <= 64 && name.charAt(0) >= 'a' && name.charAt(0) <= 'z';
        for (int i = 1; fits && i < name.length(); i++) {
            char c = name.charAt(i);
            fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
        }
        return fits;
    }

    public ChainId chainId() {
        return chainId;
    }

    public Sm2PublicKey sender() {
        return sender;
    }

    public Sequence sequence() {
        return sequence;
    }

    public String contract() {
        return contract;
    }

    public String method() {
        return method;
    }

    public Bytes arguments() {
        return arguments;
    }

    public Sm2Signature signature() {
        return signature;
    }

    public static Transaction sign(
            ChainId chainId, Sm2Signer key, Sequence sequence, String contract, String method, Bytes arguments) {
        byte[] unsigned = unsigned(chainId, key.publicKey(), sequence, contract, method, arguments);
        return new Transaction(chainId, key.publicKey(), sequence, contract, method, arguments, key.sign(unsigned));
    }

    private static byte[] unsigned(
            ChainId chainId, Sm2PublicKey sender, Sequence sequence, String contract, String method, Bytes arguments) {
        return new CanonicalWriter(UNSIGNED)
                .text(chainId.value())
                .fixed(sender.encoded().unsafeArray())
                .u64(sequence.value())
                .text(contract)
                .text(method)
                .bytes(arguments)
                .toArray();
    }

    /** The bytes the sender signs; for reading only. */
    public byte[] signedBytes() {
        return unsigned;
    }

    /** SM3 of {@link #signedBytes()}. */
    public Hash32 id() {
        Hash32 known = id;
        if (known == null) {
            known = Sm3.hash(unsigned);
            id = known;
        }
        return known;
    }

    public boolean signatureValid() {
        return sender.verify(unsigned, signature);
    }

    /** The whole transaction with its signature: the leaf of the transaction root. */
    public Bytes canonical() {
        return canonical;
    }

    /** The hash of this leaf, see {@link OrderedMerkle}. */
    public Hash32 leaf() {
        Hash32 known = leaf;
        if (known == null) {
            known = OrderedMerkle.leaf(canonical);
            leaf = known;
        }
        return known;
    }

    /** The transaction root of a block of these. */
    public static Hash32 root(List<Transaction> transactions) {
        return OrderedMerkle.rootOf(transactions.stream().map(Transaction::leaf).toList());
    }

    /** @throws DecodeException when the bytes are not exactly one canonical transaction; the signature is not checked */
    public static Transaction decode(Bytes canonical) {
        if (canonical.size() > LARGEST_REMEMBERED) {
            return decodeAnew(canonical);
        }
        return DECODED.find(canonical.unsafeArray()).orElseGet(() -> {
            Transaction decoded = decodeAnew(canonical);
            DECODED.remember(decoded);
            return decoded;
        });
    }

    private static Transaction decodeAnew(Bytes canonical) {
        try {
            CanonicalReader outer = new CanonicalReader(SIGNED, canonical);
            Bytes unsigned = outer.bytes();
            Sm2Signature signature = Sm2Signature.of(outer.fixed(Sm2Signature.SIZE));
            outer.end();
            CanonicalReader in = new CanonicalReader(UNSIGNED, unsigned);
            Transaction transaction = new Transaction(
                    new ChainId(in.text()),
                    Sm2PublicKey.of(in.fixed(Sm2PublicKey.SIZE)),
                    new Sequence(in.u64()),
                    in.text(),
                    in.text(),
                    in.bytes(),
                    signature);
            in.end();
            return transaction;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a transaction: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Transaction that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return contract + "." + method + " by " + sender.toHex().substring(2, 14) + "… on " + chainId + ", sequence "
                + sequence;
    }
}
