package io.regchain.ledger.validator;

import io.regchain.protocol.block.Transaction;
import java.util.concurrent.CompletableFuture;

/** A running validator: its parts, and the way in for what peers and clients send. */
public final class RunningValidator {
    private final Mailbox<Door.Command> door;
    private final Mailbox<PoolKeeper.Command> pool;

    private RunningValidator(ValidatorParts parts, Host host, Runnable beginAgain) {
        Mailbox<Links.Command> links = host.start("links", Host.Place.THINKING, around -> new Links(parts));
        Mailbox<Door.Command> entrance = host.start(
                "door",
                Host.Place.THINKING,
                around -> new Door(parts.entities(), parts.board(), parts.meters()::dropped));
        Mailbox<ChainKeeper.Command> chain =
                host.start("chain", Host.Place.DISK, around -> new ChainKeeper(parts, links::tell));
        this.door = entrance;
        this.pool = host.start(
                "pool",
                Host.Place.DISK,
                around -> Door.signalling(
                        new PoolKeeper(around.self(), parts, () -> links.tell(Links.Told.WORK)),
                        PoolKeeper.FromPeer.class::isInstance,
                        entrance,
                        Inbox.Lane.GOSSIP));
        Mailbox<VoteKeeper.Command> votes = host.start(
                "votes", Host.Place.DISK, around -> new VoteKeeper(parts.store().votes(), parts.meters()));
        Mailbox<CatchUp.Command> catchUp = host.start(
                "catch-up",
                Host.Place.DISK,
                around -> Door.signalling(
                        new CatchUp(around, parts, chain, peers -> links.tell(new Links.KnownTo(peers)), beginAgain),
                        CatchUp.FromPeer.class::isInstance,
                        entrance,
                        Inbox.Lane.CATCH_UP));
        ConsensusDriver.Crew crew = new ConsensusDriver.Crew(pool, chain, votes, catchUp);
        Mailbox<ConsensusDriver.Command> driver = host.start(
                "consensus",
                Host.Place.THINKING,
                around -> Door.signalling(
                        new ConsensusDriver(around, parts, crew),
                        ConsensusDriver.Verified.class::isInstance,
                        entrance,
                        Inbox.Lane.VOTES));
        links.tell(new Links.Joined(driver, pool, catchUp));
        entrance.tell(new Door.Behind(
                () -> parts.store().tip().height().next(),
                message -> handOn(message, parts.entities(), driver, pool, catchUp)));
    }

    private static void handOn(
            PeerMessage message,
            int entities,
            Mailbox<ConsensusDriver.Command> driver,
            Mailbox<PoolKeeper.Command> pool,
            Mailbox<CatchUp.Command> catchUp) {
        switch (message) {
            case PeerMessage.Vote vote -> driver.tell(new ConsensusDriver.FromPeer(vote.signed()));
            case PeerMessage.Gossip gossip -> pool.tell(new PoolKeeper.FromPeer(gossip.transactions()));
            case PeerMessage.Hello hello -> {
                catchUp.tell(new CatchUp.FromPeer(hello));
                if (hello.sender() < entities) {
                    pool.tell(new PoolKeeper.ShareWith(hello.sender()));
                }
            }
            case PeerMessage.Answer answer -> catchUp.tell(new CatchUp.FromPeer(answer));
            case PeerMessage.WantBlocks want -> catchUp.tell(new CatchUp.FromPeer(want));
            case PeerMessage.Blocks blocks -> catchUp.tell(new CatchUp.FromPeer(blocks));
            case PeerMessage.WantSnapshot want -> catchUp.tell(new CatchUp.FromPeer(want));
            case PeerMessage.SnapshotOffer offer -> catchUp.tell(new CatchUp.FromPeer(offer));
            case PeerMessage.WantLeaves want -> catchUp.tell(new CatchUp.FromPeer(want));
            case PeerMessage.Leaves leaves -> catchUp.tell(new CatchUp.FromPeer(leaves));
        }
    }

    /**
     * Starts the parts; from now on the validator speaks as soon as it may.
     *
     * @param beginAgain called when it has no block and nobody hands over the first one: it should be stopped, and
     *     started anew with a {@link JoiningValidator}
     */
    public static RunningValidator start(ValidatorParts parts, Host host, Runnable beginAgain) {
        return new RunningValidator(parts, host, beginAgain);
    }

    /** Takes what a peer says; nothing it claims is believed without its signatures. */
    public void hear(PeerMessage message) {
        door.tell(new Door.Heard(message));
    }

    /** Offers a transaction; the answer tells whether it waits for a block now. */
    public CompletableFuture<SubmitOutcome> submit(Transaction transaction) {
        CompletableFuture<SubmitOutcome> answer = new CompletableFuture<>();
        pool.tell(new PoolKeeper.Submit(transaction, answer));
        return answer;
    }
}
