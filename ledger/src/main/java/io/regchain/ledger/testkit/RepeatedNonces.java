package io.regchain.ledger.testkit;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;
import io.regchain.protocol.crypto.Sm3;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Valid SM2 signatures for a hundredth of the price, with few nonces that are used again and again; the same message gives
 * the same signature. Two messages signed with one nonce tell everybody the key: for keys that anyone can compute anyway,
 * never for others. Thread-safe.
 */
final class RepeatedNonces implements Sm2Signer {
    /** The order of the base point (GB/T 32918.5). */
    private static final BigInteger N =
            new BigInteger("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16);

    private static final int STOCK = 64;
    private static final List<Nonce> NONCES = nonces();
    private static final Map<Sm2PrivateKey, Sm2Signer> SIGNERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Sm2PublicKey publicKey;
    private final BigInteger d;
    /** (1 + d)⁻¹ mod n. */
    private final BigInteger inverse;

    private RepeatedNonces(Sm2PrivateKey key) {
        this.publicKey = key.publicKey();
        try (SecretBytes secret = key.exportScalar()) {
            this.d = secret.use(bytes -> new BigInteger(1, bytes));
        }
        this.inverse = d.add(BigInteger.ONE).modInverse(N);
    }

    /** The same signer for the same key. */
    static Sm2Signer of(Sm2PrivateKey key) {
        return SIGNERS.computeIfAbsent(key, RepeatedNonces::new);
    }

    /** As {@link Sm2PrivateKey#sign(byte[])}. */
    static Sm2Signature sign(Sm2PrivateKey key, byte[] message) {
        return of(key).sign(message);
    }

    /** k and the x-coordinate of k·G. */
    private record Nonce(BigInteger k, BigInteger x) {}

    @Override
    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public Sm2Signature sign(byte[] message) {
        byte[] digest = publicKey.digest(message).toArray();
        BigInteger e = new BigInteger(1, digest);
        for (int first = Byte.toUnsignedInt(digest[0]), i = 0; i < STOCK; i++) {
            Nonce nonce = NONCES.get((first + i) % STOCK);
            BigInteger r = e.add(nonce.x()).mod(N);
            BigInteger s = inverse.multiply(nonce.k().subtract(r.multiply(d))).mod(N);
            if (r.signum() != 0 && s.signum() != 0 && !r.add(nonce.k()).equals(N)) {
                byte[] signature = new byte[Sm2Signature.SIZE];
                put(r, signature, Sm2PrivateKey.SIZE);
                put(s, signature, Sm2Signature.SIZE);
                return Sm2Signature.of(signature);
            }
        }
        throw new IllegalStateException("the standard refuses all " + STOCK + " nonces for this message");
    }

    /** Big-endian, so that it ends before {@code end}. */
    private static void put(BigInteger value, byte[] into, int end) {
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, Sm2PrivateKey.SIZE);
        System.arraycopy(bytes, bytes.length - length, into, end - length, length);
    }

    private static List<Nonce> nonces() {
        List<Nonce> nonces = new ArrayList<>();
        for (int i = 0; i < STOCK; i++) {
            byte[] k = Sm3.hash(Bytes.utf8("regchain test nonce " + i)).toArray();
            k[0] = (byte) (k[0] & 0x7f);
            byte[] point = Sm2PrivateKey.of(k).publicKey().encoded().toArray();
            nonces.add(new Nonce(new BigInteger(1, k), new BigInteger(1, point, 1, Sm2PrivateKey.SIZE)));
        }
        return List.copyOf(nonces);
    }
}
