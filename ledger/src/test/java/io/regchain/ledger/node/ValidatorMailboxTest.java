package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.validator.Hellos;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.junit.jupiter.api.Test;

class ValidatorMailboxTest {
    private final ValidatorMailbox.Queue queue = new ValidatorMailbox.Queue();

    private void put(ValidatorMessage message) {
        queue.enqueue(ActorRef.noSender(), new Envelope(message, ActorRef.noSender()));
    }

    private static ValidatorMessage gossip(int sender, int bytes) {
        return new ValidatorMessage.FromPeer(new PeerMessage.Gossip(sender, List.of(Bytes.wrap(new byte[bytes]))));
    }

    @Test
    void eachPeerMayHaveSoManyBytesAndControlMessagesAlwaysEnter() {
        for (int i = 0; i < 100; i++) {
            put(gossip(1, 1 << 20));
        }
        assertThat(queue.numberOfMessages()).isEqualTo(16);

        put(gossip(2, 1 << 20));
        put(ValidatorMessage.Stop.STOP);
        assertThat(queue.numberOfMessages()).isEqualTo(18);
    }

    @Test
    void whatIsTakenOutMakesRoom() {
        for (int i = 0; i < 20; i++) {
            put(gossip(1, 1 << 20));
        }
        queue.dequeue();
        put(gossip(1, 1 << 20));
        put(gossip(1, 1 << 20));

        assertThat(queue.numberOfMessages()).isEqualTo(16);
    }

    @Test
    void messagesWithoutContentAreBoundedToo() {
        for (int i = 0; i < 10_000; i++) {
            put(new ValidatorMessage.FromPeer(Hellos.of(1, new Height(i))));
        }
        assertThat(queue.numberOfMessages())
                .isEqualTo(Math.toIntExact(ValidatorMailbox.BYTES_PER_PEER / ValidatorMailbox.LEAST));
    }
}
