package io.regchain.ledger.validator;

import io.regchain.protocol.base.Height;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A validator whose disk holds no chain yet, and the way in for what its peers say. */
public final class JoiningValidator implements AutoCloseable {
    private final Mailbox<Door.Command> door;
    private final CompletableFuture<Joining> made = new CompletableFuture<>();

    private JoiningValidator(JoiningParts parts, Host host, Consumer<Joining.End> done) {
        // What is given up here is said again, and nobody measures a validator that does not run yet.
        Mailbox<Door.Command> entrance = host.start(
                "joining-door", Host.Place.THINKING, around -> new Door(parts.seats(), parts.board(), dropped -> {}));
        this.door = entrance;
        Mailbox<Joining.Command> joining = host.start("joining", Host.Place.DISK, around -> {
            Joining part = new Joining(around, parts, done);
            made.complete(part);
            return Door.signalling(part, Joining.FromPeer.class::isInstance, entrance, Inbox.Lane.CATCH_UP);
        });
        entrance.tell(new Door.Behind(() -> Height.ZERO, message -> joining.tell(new Joining.FromPeer(message))));
    }

    /** @param done told once, by the part's own thread, when the store can be opened */
    public static JoiningValidator start(JoiningParts parts, Host host, Consumer<Joining.End> done) {
        return new JoiningValidator(parts, host, done);
    }

    /** Votes, transactions and blocks are of no use yet; peers say them again once this validator says hello. */
    public void hear(PeerMessage message) {
        switch (message) {
            case PeerMessage.WantSnapshot want -> door.tell(new Door.Heard(want));
            case PeerMessage.SnapshotOffer offer -> door.tell(new Door.Heard(offer));
            case PeerMessage.Leaves leaves -> door.tell(new Door.Heard(leaves));
            case PeerMessage.Vote early -> {}
            case PeerMessage.Gossip early -> {}
            case PeerMessage.Hello early -> {}
            case PeerMessage.Answer early -> {}
            case PeerMessage.WantBlocks early -> {}
            case PeerMessage.Blocks early -> {}
            case PeerMessage.WantLeaves early -> {}
        }
    }

    /** Lets go of the disk; only after the parts have stopped. */
    @Override
    public void close() {
        made.thenAccept(Joining::close);
    }
}
