package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that national cryptography must refuse, one row each. */
class Sm2BadInputTest {
    private static final Sm2PrivateKey KEY =
            Sm2PrivateKey.of(Sm3.hash(Bytes.utf8("bad input")).toArray());
    private static final byte[] PUBLIC = KEY.publicKey().encoded().toArray();
    private static final byte[] MESSAGE = "a share transfer".getBytes(StandardCharsets.UTF_8);
    private static final Sm2Signature SIGNATURE = KEY.sign(MESSAGE);
    private static final BigInteger R = SIGNATURE.r();
    private static final BigInteger S = SIGNATURE.s();
    private static final String N = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";
    private static final String P = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF";

    record Row(String input, ThrowingCallable attempt, String message) {
        @Override
        public String toString() {
            return input;
        }
    }

    private static byte[] hex(String hex) {
        return Bytes.ofHex(hex).toArray();
    }

    private static byte[] changed(byte[] bytes, int index, int value) {
        byte[] copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static byte[] join(byte[]... parts) {
        return Bytes.ofHex(
                        Stream.of(parts).map(part -> Bytes.copyOf(part).toHex()).reduce("", String::concat))
                .toArray();
    }

    private static Row key(String input, Supplier<byte[]> bytes, String message) {
        return new Row(input, () -> Sm2PublicKey.of(bytes.get()), message);
    }

    private static Row der(String input, Supplier<byte[]> bytes, String message) {
        return new Row(input, () -> Sm2Signature.fromDer(bytes.get()), message);
    }

    private static byte[] der(byte[]... integers) {
        return Sm2Der.sequence(integers);
    }

    static Stream<Row> keys() {
        return Stream.of(
                key(
                        "a point that is not on the curve",
                        () -> changed(PUBLIC, 64, PUBLIC[64] ^ 1),
                        "not on the SM2 curve"),
                key("the point at infinity", () -> new byte[1], "65 bytes"),
                key("65 zero bytes for infinity", () -> new byte[65], "04 then x then y"),
                key("04 and zeros", () -> changed(new byte[65], 0, 4), "not on the SM2 curve"),
                key("x not below p", () -> join(hex("04"), hex(P), new byte[32]), "below the field prime"),
                key("y not below p", () -> join(hex("04"), new byte[32], hex(P)), "below the field prime"),
                key(
                        "a compressed point",
                        () -> changed(Arrays.copyOf(PUBLIC, 33), 0, 2 + (PUBLIC[64] & 1)),
                        "65 bytes, 04 then x then y"),
                key("a hybrid point", () -> changed(PUBLIC, 0, 6 + (PUBLIC[64] & 1)), "04 then x then y"),
                key("64 bytes without the 04", () -> Arrays.copyOfRange(PUBLIC, 1, 65), "65 bytes"),
                key("a trailing byte", () -> Arrays.copyOf(PUBLIC, 66), "65 bytes"),
                new Row(
                        "upper-case hexadecimal",
                        () -> Sm2PublicKey.ofHex(KEY.publicKey().toHex().toUpperCase(java.util.Locale.ROOT)),
                        "lower-case"),
                new Row("d = 0", () -> Sm2PrivateKey.of(new byte[32]), "[1, n-2]"),
                new Row("d = n-1", () -> Sm2PrivateKey.of(changed(hex(N), 31, 0x22)), "[1, n-2]"),
                new Row("d = n", () -> Sm2PrivateKey.of(hex(N)), "[1, n-2]"),
                new Row("d of 31 bytes", () -> Sm2PrivateKey.of(Arrays.copyOf(hex(N), 31)), "[1, n-2]"));
    }

    static Stream<Row> signatures() {
        byte[] good = SIGNATURE.toDer();
        byte[] r = Sm2Der.integer(R);
        byte[] s = Sm2Der.integer(S);
        byte[] n = Sm2Der.integer(new BigInteger(N, 16));
        byte[] zero = Sm2Der.integer(BigInteger.ZERO);
        byte[] rNegative = Sm2Der.integer(R.negate());
        byte[] rPadded = padded(r);
        return Stream.of(
                new Row("r and s of 63 bytes", () -> Sm2Signature.of(new byte[63]), "64 bytes (r, s), not 63"),
                new Row("r and s of 65 bytes", () -> Sm2Signature.of(new byte[65]), "64 bytes (r, s), not 65"),
                der("a negative integer", () -> der(rNegative, s), "never negative"),
                der("an integer with a needless zero", () -> der(rPadded, s), "needless leading zero"),
                der("an empty integer", () -> der(hex("0200"), s), "at least one byte"),
                der("an integer of 257 bits", () -> der(Sm2Der.integer(BigInteger.ONE.shiftLeft(256)), s), "256 bits"),
                der("r = 0", () -> der(zero, s), "r lies in [1, n-1]"),
                der("s = 0", () -> der(r, zero), "s lies in [1, n-1]"),
                der("r = n", () -> der(n, s), "r lies in [1, n-1]"),
                der("s = n", () -> der(r, n), "s lies in [1, n-1]"),
                der("a byte after the sequence", () -> Arrays.copyOf(good, good.length + 1), "left over"),
                der("a third integer inside", () -> der(r, s, zero), "left over"),
                der("one integer only", () -> der(r), "end early"),
                der("a sequence cut short", () -> Arrays.copyOf(good, good.length - 1), "end early"),
                der("another tag", () -> changed(good, 0, 0x31), "a SEQUENCE"),
                der("an indefinite length", () -> join(hex("3080"), r, s, hex("0000")), "never indefinite"),
                der(
                        "a length in two bytes where one does",
                        () -> join(hex("3081"), Arrays.copyOfRange(good, 1, good.length)),
                        "shortest way"),
                der("no bytes", () -> new byte[0], "end early"),
                new Row(
                        "Base64URL with padding",
                        () -> Sm2Signature.ofBase64Url(SIGNATURE.toBase64Url() + "=="),
                        "the one way"),
                new Row(
                        "Base64URL with bits that say nothing",
                        () -> Sm2Signature.ofBase64Url("A".repeat(85) + "B"),
                        "the one way"),
                new Row(
                        "Base64 of the other alphabet",
                        () -> Sm2Signature.ofBase64Url("+".repeat(86)),
                        "not Base64URL"));
    }

    private static byte[] padded(byte[] integer) {
        byte[] content = Arrays.copyOfRange(integer, 2, integer.length);
        byte[] padded = content[0] == 0 ? content : join(new byte[1], content);
        byte[] twice = join(new byte[1], padded);
        return join(new byte[] {2, (byte) twice.length}, twice);
    }

    static Stream<Row> ciphertexts() throws InvalidCipherTextException {
        byte[] raw = Sm2Cipher.encrypt(KEY.publicKey(), MESSAGE, new SecureRandom());
        SM2Engine oldOrder = new SM2Engine(SM2Engine.Mode.C1C2C3);
        oldOrder.init(true, new ParametersWithRandom(KEY.publicKey().parameters(), new SecureRandom()));
        byte[] c1c2c3 = oldOrder.processBlock(MESSAGE, 0, MESSAGE.length);
        byte[] x = Sm2Der.integer(new BigInteger(1, raw, 1, 32));
        byte[] y = Sm2Der.integer(new BigInteger(1, raw, 33, 32));
        return Stream.of(
                new Row("C1C2C3 order", () -> Sm2Cipher.decrypt(KEY, c1c2c3), "not an SM2 C1-C3-C2 ciphertext"),
                new Row(
                        "a changed check value",
                        () -> Sm2Cipher.decrypt(KEY, changed(raw, 70, raw[70] ^ 1)),
                        "C1-C3-C2"),
                new Row(
                        "a changed last byte",
                        () -> Sm2Cipher.decrypt(KEY, changed(raw, 112, raw[112] ^ 1)),
                        "C1-C3-C2"),
                new Row("C1 off the curve", () -> Sm2Cipher.decrypt(KEY, changed(raw, 64, raw[64] ^ 1)), "C1-C3-C2"),
                new Row("a compressed C1", () -> Sm2Cipher.decrypt(KEY, changed(raw, 0, 2)), "starts with 04"),
                new Row("nothing encrypted", () -> Sm2Cipher.decrypt(KEY, Arrays.copyOf(raw, 97)), "98 to"),
                new Row(
                        "another key",
                        () -> Sm2Cipher.decrypt(Sm2PrivateKey.generate(new SecureRandom()), raw),
                        "for this key"),
                new Row(
                        "an empty plaintext",
                        () -> Sm2Cipher.encrypt(KEY.publicKey(), new byte[0], new SecureRandom()),
                        "not 0"),
                new Row(
                        "DER with a short check value",
                        () -> Sm2Cipher.fromDer(der(x, y, Sm2Der.octets(new byte[31]), Sm2Der.octets(MESSAGE))),
                        "32 bytes, not 31"),
                new Row(
                        "DER without ciphertext",
                        () -> Sm2Cipher.fromDer(der(x, y, Sm2Der.octets(new byte[32]))),
                        "end early"),
                new Row(
                        "DER with a byte after it",
                        () -> Sm2Cipher.fromDer(Arrays.copyOf(Sm2Cipher.toDer(raw), raw.length + 20)),
                        "left over"));
    }

    static Stream<Row> symmetric() {
        SecretBytes key = SecretBytes.copyOf(hex("0123456789ABCDEFFEDCBA9876543210"));
        byte[] nonce = new byte[12];
        byte[] aad = {1};
        byte[] encrypted = new Sm4Gcm(key).encrypt(nonce, aad, MESSAGE);
        return Stream.of(
                new Row(
                        "an SM4 key of 32 bytes",
                        () -> new Sm4Gcm(SecretBytes.copyOf(new byte[32])),
                        "16 bytes, not 32"),
                new Row(
                        "a nonce that has served",
                        () -> {
                            Sm4Gcm cipher = new Sm4Gcm(key);
                            cipher.encrypt(nonce, aad, MESSAGE);
                            cipher.encrypt(nonce, aad, new byte[3]);
                        },
                        "has encrypted another message"),
                new Row("a nonce of 16 bytes", () -> new Sm4Gcm(key).encrypt(new byte[16], aad, MESSAGE), "12 bytes"),
                new Row(
                        "a wrong tag",
                        () -> new Sm4Gcm(key).decrypt(nonce, aad, changed(encrypted, encrypted.length - 1, 0)),
                        "tag does not match"),
                new Row(
                        "a changed ciphertext",
                        () -> new Sm4Gcm(key).decrypt(nonce, aad, changed(encrypted, 0, encrypted[0] ^ 1)),
                        "tag does not match"),
                new Row(
                        "other additional data",
                        () -> new Sm4Gcm(key).decrypt(nonce, new byte[] {2}, encrypted),
                        "tag does not match"),
                new Row(
                        "no room for a tag",
                        () -> new Sm4Gcm(key).decrypt(nonce, aad, new byte[15]),
                        "tag does not match"),
                new Row("a sealed box of 27 bytes", () -> new Sm4Gcm(key).open(aad, new byte[27]), "at least 28"),
                new Row("an HMAC key of 15 bytes", () -> HmacSm3.mac(SecretBytes.copyOf(new byte[15])), "at least 16"));
    }

    @ParameterizedTest
    @MethodSource({"keys", "signatures", "ciphertexts", "symmetric"})
    void is_refused_with_a_message_that_says_what_would_be_right(Row row) {
        assertThatThrownBy(row.attempt)
                .isInstanceOfAny(IllegalArgumentException.class, DecodeException.class)
                .hasMessageContaining(row.message);
    }

    record Forgery(String what, byte[] message, Sm2Signature signature) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Forgery> forgeries() throws NoSuchAlgorithmException {
        BigInteger n = new BigInteger(N, 16);
        byte[] sha256 = MessageDigest.getInstance("SHA-256")
                .digest(join(KEY.publicKey().z(Sm2Identity.DEFAULT).toArray(), MESSAGE));
        Sm2Signature overSha256 = KEY.signDigest(io.regchain.protocol.base.Hash32.of(sha256), BigInteger.TEN)
                .orElseThrow();
        return Stream.of(
                new Forgery("another message", new byte[] {1}, SIGNATURE),
                new Forgery("r = 0", MESSAGE, Sm2Signature.of(BigInteger.ZERO, S)),
                new Forgery("s = 0", MESSAGE, Sm2Signature.of(R, BigInteger.ZERO)),
                new Forgery("r = n", MESSAGE, Sm2Signature.of(n, S)),
                new Forgery("s = n", MESSAGE, Sm2Signature.of(R, n)),
                new Forgery("r + s = n", MESSAGE, Sm2Signature.of(R, n.subtract(R))),
                new Forgery("all ones", MESSAGE, Sm2Signature.of(hex("FF".repeat(64)))),
                new Forgery("s and r swapped", MESSAGE, Sm2Signature.of(S, R)),
                new Forgery("-s in place of s", MESSAGE, Sm2Signature.of(R, n.subtract(S))),
                new Forgery(
                        "a right signature under another identity",
                        MESSAGE,
                        KEY.sign(MESSAGE, new Sm2Identity(Bytes.utf8("TLSv1.3+GM+Cipher+Suite")))),
                new Forgery("SHA-256 in place of SM3", MESSAGE, overSha256),
                new Forgery(
                        "another key's signature",
                        MESSAGE,
                        Sm2PrivateKey.generate(new SecureRandom()).sign(MESSAGE)));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void does_not_verify(Forgery forgery) {
        assertThat(KEY.publicKey().verify(MESSAGE, SIGNATURE)).isTrue();
        assertThat(KEY.publicKey().verify(forgery.message, forgery.signature)).isFalse();
    }
}
