package io.regchain.ledger.validator;

import java.util.Optional;
import java.util.function.Predicate;

/** Takes in what peers say, keeps it in bounds, and hands it on as the parts get through with it. */
final class Door implements Part<Door.Command> {
    sealed interface Command {}

    record Heard(PeerMessage message) implements Command {}

    /** One of a peer's messages that was handed on is dealt with: there is room for the next. */
    record Handled(Inbox.Lane lane) implements Command {}

    /** The parts behind the door, which started after it. */
    record Behind(
            Mailbox<ConsensusDriver.Command> driver, Mailbox<PoolKeeper.Command> pool, Mailbox<CatchUp.Command> catchUp)
            implements Command {}

    private final ValidatorParts parts;
    private final Inbox inbox;
    private Optional<Behind> behind = Optional.empty();

    Door(ValidatorParts parts) {
        this.parts = parts;
        this.inbox = new Inbox(parts.entities(), message -> parts.meters().dropped(message));
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
                parts.board().heardFrom(heard.message().sender());
                inbox.offer(heard.message());
            }
            case Handled handled -> inbox.handled(handled.lane());
            case Behind now -> behind = Optional.of(now);
        }
        behind.ifPresent(this::handOn);
        parts.board().waitingMessages(inbox.waiting());
    }

    private void handOn(Behind to) {
        inbox.workingOn(parts.store().tip().height().next());
        for (Optional<PeerMessage> next = inbox.next(); next.isPresent(); next = inbox.next()) {
            handOn(to, next.get());
        }
    }

    private void handOn(Behind to, PeerMessage message) {
        switch (message) {
            case PeerMessage.Vote vote -> to.driver().tell(new ConsensusDriver.FromPeer(vote.signed()));
            case PeerMessage.Gossip gossip -> to.pool().tell(new PoolKeeper.FromPeer(gossip.transactions()));
            case PeerMessage.Hello hello -> {
                to.catchUp().tell(new CatchUp.FromPeer(hello));
                if (!hello.answer() && hello.sender() < parts.entities()) {
                    to.pool().tell(new PoolKeeper.ShareWith(hello.sender()));
                }
            }
            case PeerMessage.WantBlocks want -> to.catchUp().tell(new CatchUp.FromPeer(want));
            case PeerMessage.Blocks blocks -> to.catchUp().tell(new CatchUp.FromPeer(blocks));
        }
    }
}
