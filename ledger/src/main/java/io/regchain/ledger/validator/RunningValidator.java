package io.regchain.ledger.validator;

import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.block.Transaction;
import java.util.concurrent.CompletableFuture;

/** A running validator: its parts, and the door for what peers and clients send. */
public final class RunningValidator {
    private final ValidatorParts parts;
    private final Mailbox<ConsensusDriver.Command> driver;
    private final Mailbox<PoolKeeper.Command> pool;
    private final Mailbox<CatchUp.Command> catchUp;

    private RunningValidator(ValidatorParts parts, Host host) {
        this.parts = parts;
        Mailbox<Links.Command> links = host.start("links", Host.Place.THINKING, around -> new Links(parts));
        Mailbox<ChainKeeper.Command> chain =
                host.start("chain", Host.Place.DISK, around -> new ChainKeeper(parts, links::tell));
        this.pool = host.start(
                "pool",
                Host.Place.DISK,
                around -> new PoolKeeper(around.self(), parts, () -> links.tell(Links.Told.WORK)));
        Mailbox<VoteKeeper.Command> votes = host.start(
                "votes", Host.Place.DISK, around -> new VoteKeeper(parts.store().votes(), parts.meters()));
        this.catchUp = host.start(
                "catch-up",
                Host.Place.DISK,
                around -> new CatchUp(around, parts, chain, () -> links.tell(Links.Told.SILENCE_KNOWN)));
        ConsensusDriver.Crew crew = new ConsensusDriver.Crew(pool, chain, votes, catchUp);
        this.driver = host.start("consensus", Host.Place.THINKING, around -> new ConsensusDriver(around, parts, crew));
        links.tell(new Links.Joined(driver, pool));
        if (!(parts.store().silence() instanceof Silence.Unknown)) {
            links.tell(Links.Told.SILENCE_KNOWN);
        }
    }

    /** Starts the parts; from now on the validator speaks as soon as it may. */
    public static RunningValidator start(ValidatorParts parts, Host host) {
        return new RunningValidator(parts, host);
    }

    /** Takes what a peer says; nothing it claims is believed without its signatures. */
    public void hear(PeerMessage message) {
        parts.board().heardFrom(message.sender());
        switch (message) {
            case PeerMessage.Vote vote -> driver.tell(new ConsensusDriver.FromPeer(vote.signed()));
            case PeerMessage.Gossip gossip -> pool.tell(new PoolKeeper.FromPeer(gossip.transactions()));
            case PeerMessage.Hello hello -> {
                catchUp.tell(new CatchUp.FromPeer(hello));
                if (!hello.answer() && hello.sender() < parts.entities()) {
                    pool.tell(new PoolKeeper.ShareWith(hello.sender()));
                }
            }
            case PeerMessage.WantBlocks want -> catchUp.tell(new CatchUp.FromPeer(want));
            case PeerMessage.Blocks blocks -> catchUp.tell(new CatchUp.FromPeer(blocks));
        }
    }

    /** Offers a transaction; the answer tells whether it waits for a block now. */
    public CompletableFuture<SubmitOutcome> submit(Transaction transaction) {
        CompletableFuture<SubmitOutcome> answer = new CompletableFuture<>();
        pool.tell(new PoolKeeper.Submit(transaction, answer));
        return answer;
    }
}
