package io.regchain.ledger.node;

import com.typesafe.config.Config;
import io.regchain.ledger.validator.Inbox;
import io.regchain.ledger.validator.PeerMessage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Dropped;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The mailbox of a validator's entity, which passes peers' messages on to its {@link Inbox} as fast as it can. While it
 * cannot, because the machine is busy, each peer may have so many bytes here and no more. Control messages always enter.
 */
public final class ValidatorMailbox implements MailboxType, ProducesMessageQueue<ValidatorMailbox.Queue> {
    /** The most bytes of one peer; a message without content counts as {@value #LEAST}. */
    static final long BYTES_PER_PEER = 16L << 20;

    static final int LEAST = 4_096;
    /** Peers above this index share the last place. */
    private static final int PLACES = 128;

    /** As the actor system makes it. */
    public ValidatorMailbox(ActorSystem.Settings settings, Config config) {}

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return new Queue();
    }

    /** Many threads put in, one takes out. */
    public static final class Queue implements MessageQueue {
        private final ConcurrentLinkedQueue<Envelope> queue = new ConcurrentLinkedQueue<>();
        private final AtomicLongArray held = new AtomicLongArray(PLACES);

        @Override
        public void enqueue(ActorRef receiver, Envelope envelope) {
            if (envelope.message() instanceof ValidatorMessage.FromPeer fromPeer && !mayEnter(fromPeer.message())) {
                drop(receiver, envelope);
            } else {
                queue.add(envelope);
            }
        }

        private boolean mayEnter(PeerMessage message) {
            int place = place(message);
            int weight = weight(message);
            boolean enters = held.addAndGet(place, weight) <= BYTES_PER_PEER;
            if (!enters) {
                held.addAndGet(place, -weight);
            }
            return enters;
        }

        private static int place(PeerMessage message) {
            return Math.min(message.sender(), PLACES - 1);
        }

        private static int weight(PeerMessage message) {
            return Math.max(LEAST, message.size());
        }

        private static void drop(ActorRef receiver, Envelope envelope) {
            if (receiver instanceof org.apache.pekko.actor.InternalActorRef known) {
                known.provider()
                        .deadLetters()
                        .tell(
                                new Dropped(
                                        envelope.message(),
                                        "too much of this peer waits",
                                        ActorRef.noSender(),
                                        receiver),
                                ActorRef.noSender());
            }
        }

        @Override
        public @Nullable Envelope dequeue() {
            Envelope envelope = queue.poll();
            if (envelope != null && envelope.message() instanceof ValidatorMessage.FromPeer fromPeer) {
                held.addAndGet(place(fromPeer.message()), -weight(fromPeer.message()));
            }
            return envelope;
        }

        @Override
        public int numberOfMessages() {
            return queue.size();
        }

        @Override
        public boolean hasMessages() {
            return !queue.isEmpty();
        }

        @Override
        public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
            for (Envelope each = dequeue(); each != null; each = dequeue()) {
                deadLetters.enqueue(owner, each);
            }
        }
    }
}
