package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PassphraseKeyTest {
    private static final byte[] SALT =
            Bytes.ofHex("000102030405060708090a0b0c0d0e0f").toArray();

    @Test
    void it_is_the_key_that_openssl_derives() {
        // openssl kdf -keylen 16 -kdfopt digest:SM3 -kdfopt pass:'correct horse battery'
        //   -kdfopt hexsalt:000102030405060708090a0b0c0d0e0f -kdfopt iter:10000 PBKDF2     (OpenSSL 3.0.19)
        assertThat(derive("correct horse battery", SALT, 10_000)).isEqualTo("e787669fd4eb45e5ee6eb52c683f1c33");
    }

    @Test
    void passphrase_salt_and_iterations_all_count() {
        byte[] otherSalt = SALT.clone();
        otherSalt[15] ^= 1;
        assertThat(derive("correct horse batterz", SALT, 10_000)).isNotEqualTo("e787669fd4eb45e5ee6eb52c683f1c33");
        assertThat(derive("correct horse battery", otherSalt, 10_000)).isNotEqualTo("e787669fd4eb45e5ee6eb52c683f1c33");
        assertThat(derive("correct horse battery", SALT, 10_001)).isNotEqualTo("e787669fd4eb45e5ee6eb52c683f1c33");
    }

    @Test
    void too_short_a_salt_and_too_few_iterations_are_refused() {
        assertThatThrownBy(() -> derive("correct horse battery", new byte[15], 10_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive("correct horse battery", SALT, 9_999))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive("", SALT, 10_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String derive(String passphrase, byte[] salt, int iterations) {
        SecretBytes secret = SecretBytes.copyOf(passphrase.getBytes(StandardCharsets.UTF_8));
        return PassphraseKey.derive(secret, salt, iterations, 16)
                .use(bytes -> Bytes.copyOf(bytes).toHex());
    }
}
