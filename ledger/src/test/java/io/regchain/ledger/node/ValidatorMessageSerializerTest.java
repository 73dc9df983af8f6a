package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.validator.PeerMessage;
import io.regchain.protocol.base.Bytes;
import java.io.NotSerializableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidatorMessageSerializerTest {
    private final ValidatorMessageSerializer serializer = new ValidatorMessageSerializer();

    static List<ValidatorMessage> travelling() {
        return List.of(
                ValidatorMessage.Wake.WAKE,
                ValidatorMessage.Stop.STOP,
                new ValidatorMessage.FromPeer(new PeerMessage.Vote(3, Bytes.utf8("vote"))));
    }

    @ParameterizedTest
    @MethodSource("travelling")
    void aMessageComesOutAsItWentIn(ValidatorMessage message) throws NotSerializableException {
        assertThat(serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message)))
                .isEqualTo(message);
    }

    static List<ValidatorMessage> staying() {
        return List.of(ValidatorMessage.Retry.RETRY, new ValidatorMessage.Opened.Failed(new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("staying")
    void whatBelongsToOneNodeDoesNotLeaveIt(ValidatorMessage message) {
        assertThatThrownBy(() -> serializer.manifest(message)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1, 2, 3}, "P"))
                .isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "X")).isInstanceOf(NotSerializableException.class);
    }
}
