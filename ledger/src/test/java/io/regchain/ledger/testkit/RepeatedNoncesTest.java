package io.regchain.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import org.junit.jupiter.api.Test;

class RepeatedNoncesTest {
    @Test
    void itsSignaturesAreValidAndOfThisMessageAndKeyAlone() {
        Sm2PrivateKey other = TestValidators.key("another");
        for (int i = 0; i < 300; i++) {
            Sm2PrivateKey key = TestValidators.key("signer " + i % 7);
            byte[] message = Bytes.utf8("message " + i).toArray();
            Sm2Signature signature = RepeatedNonces.of(key).sign(message);
            assertThat(key.publicKey().verify(message, signature)).isTrue();
            assertThat(key.publicKey().verify(Bytes.utf8("message " + i + "!").toArray(), signature))
                    .isFalse();
            assertThat(other.publicKey().verify(message, signature)).isFalse();
        }
    }

    @Test
    void theSameMessageIsSignedAlikeAndAnotherIsNot() {
        Sm2PrivateKey key = TestValidators.key("signer");
        byte[] message = {1, 2, 3};
        assertThat(RepeatedNonces.of(key).sign(message))
                .isEqualTo(RepeatedNonces.of(key).sign(message.clone()));
        assertThat(RepeatedNonces.of(key).sign(message))
                .isNotEqualTo(RepeatedNonces.of(key).sign(new byte[] {1, 2, 4}));
    }
}
