package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.BirthNotice;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm3;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerMessageTest {
    static List<ValidatorMessage> messages() {
        return List.of(
                ValidatorMessage.Wake.WAKE,
                ValidatorMessage.Stop.STOP,
                new ValidatorMessage.FromPeer(new PeerMessage.Vote(3, Bytes.utf8("vote"))),
                new ValidatorMessage.FromPeer(new PeerMessage.Gossip(0, List.of(Bytes.utf8("one"), Bytes.utf8("two")))),
                new ValidatorMessage.FromPeer(hello()),
                new ValidatorMessage.FromPeer(new PeerMessage.WantBlocks(2, new Height(8))),
                new ValidatorMessage.FromPeer(new PeerMessage.Blocks(1, List.of(Bytes.EMPTY))));
    }

    private static PeerMessage.Hello hello() {
        ChainId chain = new ChainId("jiangsu");
        BirthNotice own = BirthNotice.sign(chain, Sm3.hash(new byte[] {1}), TestValidators.key("one"));
        BirthNotice shown = BirthNotice.sign(chain, Sm3.hash(new byte[] {2}), TestValidators.key("two"));
        return new PeerMessage.Hello(1, new Height(7), true, own, Optional.of(shown));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageComesOutOfTheSerializerAsItWentIn(ValidatorMessage message) throws NotSerializableException {
        ValidatorMessageSerializer serializer = new ValidatorMessageSerializer();

        assertThat(serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message)))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageCutAnywhereIsRefused(ValidatorMessage message) {
        ValidatorMessageSerializer serializer = new ValidatorMessageSerializer();
        byte[] whole = serializer.toBinary(message);
        for (int size = 0; size < whole.length; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThatThrownBy(() -> serializer.fromBinary(cut, "P"))
                    .as("cut at %d", size)
                    .isInstanceOf(NotSerializableException.class);
        }
    }
}
