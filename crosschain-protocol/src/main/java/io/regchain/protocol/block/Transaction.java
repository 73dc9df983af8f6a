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
 * the same transaction.
 *
 * @param sequence the sender's next number on this chain, against replay
 * @param arguments canonical JSON (RFC 8785), UTF-8, an object
 */
public record Transaction(
        ChainId chainId,
        Sm2PublicKey sender,
        Sequence sequence,
        String contract,
        String method,
        Bytes arguments,
        Sm2Signature signature) {
    public static final int MAX_ARGUMENTS = 1 << 20;
    private static final String UNSIGNED = "regchain/transaction/1";
    private static final String SIGNED = "regchain/signed-transaction/1";

    public Transaction {
        requireName("contract", contract);
        requireName("method", method);
        if (arguments.size() > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "a transaction's arguments have at most " + MAX_ARGUMENTS + " bytes, not " + arguments.size());
        }
    }

    private static void requireName(String what, String name) {
        if (!name.matches("[a-z][a-zA-Z0-9-]{0,63}")) {
            throw new IllegalArgumentException("a " + what + " name starts with a small letter and has letters, digits"
                    + " and hyphens, at most 64; \"" + name + "\" does not");
        }
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

    /** The bytes the sender signs. */
    public byte[] signedBytes() {
        return unsigned(chainId, sender, sequence, contract, method, arguments);
    }

    /** SM3 of {@link #signedBytes()}. */
    public Hash32 id() {
        return Sm3.hash(signedBytes());
    }

    public boolean signatureValid() {
        return sender.verify(signedBytes(), signature);
    }

    /** The whole transaction with its signature: the leaf of the transaction root. */
    public Bytes canonical() {
        return new CanonicalWriter(SIGNED)
                .bytes(Bytes.wrap(signedBytes()))
                .fixed(signature.value().unsafeArray())
                .toBytes();
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
}
