package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;

/**
 * A signed call of one contract method (交易, JR/T 0314 3.3). The id leaves the signature out, so a re-signed copy is
 * the same transaction. Its bytes and its id are worked out once, since every validator asks for them many times.
 */
public final class Transaction {
    public static final int MAX_ARGUMENTS = 1 << 20;
    private static final int MAX_NAME = 64;
    private static final String UNSIGNED = "regchain/transaction/1";
    private static final String SIGNED = "regchain/signed-transaction/1";

    private final ChainId chainId;
    private final Sm2PublicKey sender;
    private final Sequence sequence;
    private final String contract;
    private final String method;
    private final Bytes arguments;
    private final Sm2Signature signature;
    private final Bytes signedBytes;
    private final Bytes canonical;
    private final Hash32 id;

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
        this.signedBytes = Bytes.wrap(unsigned(chainId, sender, sequence, contract, method, arguments));
        this.canonical = new CanonicalWriter(SIGNED)
                .bytes(signedBytes)
                .fixed(signature.value().unsafeArray())
                .toBytes();
        this.id = Sm3.hash(signedBytes);
    }

    private static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a " + what + " name starts with a small letter and has letters, digits"
                    + " and hyphens, at most 64; \"" + name + "\" does not");
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || !isBetween(name.charAt(0), 'a', 'z')) {
            return false;
        }
        return name.chars()
                .allMatch(c -> isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || isBetween(c, '0', '9') || c == '-');
    }

    private static boolean isBetween(int c, char first, char last) {
        return c >= first && c <= last;
    }

    public static Transaction sign(
            ChainId chainId, Sm2PrivateKey key, Sequence sequence, String contract, String method, Bytes arguments) {
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

    /** The bytes the sender signs. */
    public byte[] signedBytes() {
        return signedBytes.toArray();
    }

    /** SM3 of {@link #signedBytes()}. */
    public Hash32 id() {
        return id;
    }

    public boolean signatureValid() {
        return sender.verify(signedBytes.unsafeArray(), signature);
    }

    /** The whole transaction with its signature: the leaf of the transaction root. */
    public Bytes canonical() {
        return canonical;
    }

    /** @throws DecodeException when the bytes are not exactly one canonical transaction; the signature is not checked */
    public static Transaction decode(Bytes canonical) {
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

    /** One value has one encoding, so equal bytes are equal transactions. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Transaction that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Transaction[" + id + ", " + chainId + ", " + contract + "." + method + ", sequence " + sequence + "]";
    }
}
