package io.regchain.ledger.validator;

import io.regchain.protocol.base.Height;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Takes in what peers say, keeps it in bounds, and hands it on as the parts get through with it. */
final class Door implements Part<Door.Command> {
    sealed interface Command {}

    record Heard(PeerMessage message) implements Command {}

    /** One of a peer's messages that was handed on is dealt with: there is room for the next. */
    record Handled(Inbox.Lane lane) implements Command {}

    /**
     * What is behind the door and started after it.
     *
     * @param working the height the chain works on
     * @param to takes each message; says {@link Handled} when it is done with it
     */
    record Behind(Supplier<Height> working, Consumer<PeerMessage> to) implements Command {}

    private final StatusBoard board;
    private final Inbox inbox;
    private Optional<Behind> behind = Optional.empty();

    /** @param dropped told of each message that is given up */
    Door(int peers, StatusBoard board, Consumer<PeerMessage> dropped) {
        this.board = board;
        this.inbox = new Inbox(peers, dropped);
    }

    /** A part that says when it is done with a peer's message. @param last recognises the message that ends it */
    static <M> Part<M> signalling(Part<M> part, Predicate<M> last, Mailbox<Command> door, Inbox.Lane lane) {
        Command handled = new Handled(lane);
        return message -> {
            part.receive(message);
            if (last.test(message)) {
                door.tell(handled);
            }
        };
    }

    @Override
    public void receive(Command command) {
        switch (command) {
            case Heard heard -> {
                if (isOfARunningValidator(heard.message())) {
                    board.heardFrom(heard.message().sender());
                }
                inbox.offer(heard.message());
            }
            case Handled handled -> inbox.handled(handled.lane());
            case Behind now -> behind = Optional.of(now);
        }
        behind.ifPresent(this::handOn);
        board.waitingMessages(inbox.waiting());
    }

    /** Whoever asks for a state to begin with does not run yet. */
    private static boolean isOfARunningValidator(PeerMessage message) {
        return !(message instanceof PeerMessage.WantSnapshot || message instanceof PeerMessage.WantLeaves);
    }

    private void handOn(Behind to) {
        inbox.workingOn(to.working().get());
        for (Optional<PeerMessage> next = inbox.next(); next.isPresent(); next = inbox.next()) {
            to.to().accept(next.get());
        }
    }
}
