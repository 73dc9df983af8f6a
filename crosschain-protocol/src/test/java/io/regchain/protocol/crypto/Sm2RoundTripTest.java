package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.junit.jupiter.api.Test;

class Sm2RoundTripTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Sm2PrivateKey key(int seed) {
        return Sm2PrivateKey.of(Sm3.hash(Bytes.utf8("round trip " + seed)).toArray());
    }

    private static boolean libraryVerifies(Sm2PublicKey key, byte[] message, Sm2Signature signature) {
        SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE);
        verifier.init(false, key.parameters());
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature.value().toArray());
    }

    private static Sm2Signature librarySigns(Sm2PrivateKey key, byte[] message) throws CryptoException {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(key.scalar(), Sm2Curve.DOMAIN), RANDOM));
        signer.update(message, 0, message.length);
        return Sm2Signature.of(signer.generateSignature());
    }

    @Property(tries = 100)
    void our_signatures_and_the_librarys_verify_on_both_sides(@ForAll int seed, @ForAll byte[] message)
            throws CryptoException {
        Sm2PrivateKey key = key(seed);
        Sm2Signature ours = key.sign(message);
        assertThat(key.publicKey().verify(message, ours)).isTrue();
        assertThat(libraryVerifies(key.publicKey(), message, ours)).isTrue();
        assertThat(key.publicKey().verify(message, librarySigns(key, message))).isTrue();
        assertThat(Sm2Signature.fromDer(ours.toDer())).isEqualTo(ours);
        assertThat(Sm2Signature.ofBase64Url(ours.toBase64Url())).isEqualTo(ours);
    }

    @Property(tries = 60)
    void both_sides_agree_about_signatures_with_a_bit_changed(@ForAll int seed, @ForAll("bits") int bit) {
        Sm2PrivateKey key = key(seed);
        byte[] message = {1, 2, 3};
        byte[] changed = key.sign(message).value().toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        Sm2Signature signature = Sm2Signature.of(changed);
        assertThat(key.publicKey().verify(message, signature)).isFalse();
        assertThat(libraryVerifies(key.publicKey(), message, signature)).isFalse();
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<Integer> bits() {
        return net.jqwik.api.Arbitraries.integers().between(0, 511);
    }

    @Property(tries = 40)
    void what_is_encrypted_decrypts_raw_and_through_der(
            @ForAll int seed, @ForAll @Size(min = 1, max = 300) byte[] plain) {
        Sm2PrivateKey key = key(seed);
        byte[] raw = Sm2Cipher.encrypt(key.publicKey(), plain, RANDOM);
        assertThat(Sm2Cipher.decrypt(key, raw)).isEqualTo(plain);
        assertThat(Sm2Cipher.fromDer(Sm2Cipher.toDer(raw))).isEqualTo(raw);
    }

    @Property(tries = 40)
    void what_is_sealed_under_sm4_opens_only_with_its_additional_data(@ForAll byte[] plain, @ForAll byte[] aad) {
        Sm4Gcm cipher = new Sm4Gcm(SecretBytes.copyOf(new byte[16]));
        byte[] sealed = cipher.seal(aad, plain, RANDOM);
        assertThat(cipher.open(aad, sealed)).isEqualTo(plain);
        byte[] more = java.util.Arrays.copyOf(aad, aad.length + 1);
        assertThatThrownBy(() -> cipher.open(more, sealed)).isInstanceOf(DecodeException.class);
    }

    @Test
    void keys_survive_pem_and_export() {
        Sm2PrivateKey key = Sm2PrivateKey.generate(RANDOM);
        assertThat(Sm2Pem.readPublicKey(Sm2Pem.write(key.publicKey()))).isEqualTo(key.publicKey());
        assertThat(Sm2Pem.readPrivateKey(Sm2Pem.write(key)).publicKey()).isEqualTo(key.publicKey());
        assertThat(key.exportScalar().use(Sm2PrivateKey::of).publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void a_pem_file_with_any_byte_changed_is_read_as_the_same_key_or_refused() {
        Sm2PrivateKey key = key(1);
        byte[] pem = Sm2Pem.write(key).use(byte[]::clone);
        for (int i = 0; i < pem.length; i++) {
            byte[] changed = pem.clone();
            changed[i] ^= 2;
            try {
                Sm2PrivateKey read = Sm2Pem.readPrivateKey(SecretBytes.copyOf(changed));
                assertThat(read.publicKey()).isEqualTo(key.publicKey());
            } catch (DecodeException e) {
                assertThat(e).hasMessageMatching("(?s).*(PEM|key|DER).*");
            }
        }
    }

    @Test
    void a_key_of_another_curve_is_refused_by_name() {
        String p256 =
                """
                -----BEGIN PUBLIC KEY-----
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEs038kA+umYmSM8dCroeM+xAdCtdq
                UNTwQz+xUQt67JSks4WzP8s6OxErVgXmQqEzznhdt7Q37rPcOIV6RWm7vQ==
                -----END PUBLIC KEY-----
                """;
        assertThatThrownBy(() -> Sm2Pem.readPublicKey(p256))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("1.2.840.10045.3.1.7")
                .hasMessageContaining("not ecPublicKey on sm2p256v1");
    }

    @Test
    void many_threads_sign_and_verify_with_one_key() throws Exception {
        Sm2PrivateKey key = key(7);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = IntStream.range(0, 200)
                    .mapToObj(i -> pool.submit(() -> {
                        byte[] message = {(byte) i};
                        return key.publicKey().verify(message, key.sign(message));
                    }))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void equal_encodings_give_one_decoded_key_until_another_takes_its_place() {
        byte[] encoded = key(3).publicKey().encoded().toArray();
        assertThat(Sm2PublicKey.of(encoded)).isEqualTo(Sm2PublicKey.of(encoded.clone()));
        encoded[64] ^= 1;
        assertThatThrownBy(() -> Sm2PublicKey.of(encoded)).hasMessageContaining("not on the SM2 curve");
    }

    @Test
    void secrets_are_never_printed_and_are_gone_after_closing() {
        SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2, 3});
        assertThat(secret).hasToString("SecretBytes(3)");
        assertThat(secret.matches(SecretBytes.copyOf(new byte[] {1, 2, 3}))).isTrue();
        assertThat(secret.matches(SecretBytes.copyOf(new byte[] {1, 2, 4}))).isFalse();
        byte[] lent = secret.use(bytes -> bytes);
        assertThat(lent).containsOnly(0);
        secret.close();
        assertThatThrownBy(() -> secret.use(bytes -> bytes)).isInstanceOf(IllegalStateException.class);
        Sm2PrivateKey key = key(2);
        String scalar = key.exportScalar().use(bytes -> Bytes.copyOf(bytes).toHex());
        assertThat(key.toString()).doesNotContain(scalar.substring(0, 8));
    }
}
