package io.regchain.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Sm2PrivateKey KEY = Sm2PrivateKey.generate(RANDOM);
    private static final KeyFile LOCKED = KeyFile.lock(KEY, passphrase(), RANDOM);

    @Test
    void what_is_locked_and_written_can_be_read_and_unlocked() {
        KeyFile read = KeyFile.ofJson(LOCKED.toJson());
        assertThat(read).isEqualTo(LOCKED);
        byte[] message = {1, 2, 3};
        assertThat(KEY.publicKey().verify(message, read.unlock(passphrase()).sign(message)))
                .isTrue();
    }

    @Test
    void one_changed_bit_of_the_sealed_key_keeps_it_locked() {
        for (int position : List.of(0, 11, 12, 30, 43, 44, 59)) {
            byte[] sealed = LOCKED.sealedScalar().toArray();
            sealed[position] ^= 1;
            KeyFile changed = new KeyFile(LOCKED.publicKey(), LOCKED.iterations(), LOCKED.salt(), Bytes.wrap(sealed));
            assertThatThrownBy(() -> changed.unlock(passphrase()))
                    .as("position %d", position)
                    .isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void another_public_key_beside_it_keeps_it_locked() {
        KeyFile changed = new KeyFile(
                Sm2PrivateKey.generate(RANDOM).publicKey(), LOCKED.iterations(), LOCKED.salt(), LOCKED.sealedScalar());
        assertThatThrownBy(() -> changed.unlock(passphrase())).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "regchain/key/1, regchain/key/2",
        "PBKDF2-HMAC-SM3, PBKDF2-HMAC-SHA1",
        "SM4-GCM, SM4-CBC",
        "300000, 1",
        "300000, 2000000000",
        "\"publicKey\", \"public\""
    })
    void a_file_of_another_format_is_refused(String written, String changed) {
        String json = LOCKED.toJson().toUtf8();
        assertThat(json).contains(written);
        assertThatThrownBy(() -> KeyFile.ofJson(Bytes.utf8(json.replace(written, changed))))
                .isInstanceOf(DecodeException.class);
    }

    private static SecretBytes passphrase() {
        return SecretBytes.copyOf("four plain words here".getBytes(StandardCharsets.UTF_8));
    }
}
