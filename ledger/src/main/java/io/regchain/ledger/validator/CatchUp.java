package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches certified blocks that this validator lacks from one peer after another, and serves those that others lack.
 * Runs where blocking is allowed. It also tells every peer of this directory's life until the peer has answered, and
 * finds out how long a validator with a new directory must keep silent.
 */
final class CatchUp implements Part<CatchUp.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration HELLO_AGAIN = Duration.ofSeconds(2);
    /** As long as enough have answered and some have not. */
    private static final Duration HELLO_TO_THE_REST = Duration.ofSeconds(10);
    /** A round change of old costs its sender nothing, and blocks us something: so seldom they are answered with blocks. */
    private static final Duration SHARE_AGAIN = Duration.ofSeconds(1);
    /** A lost disk may have voted this far above the highest block that anyone still knows. */
    private static final int MAY_HAVE_VOTED_AHEAD = 2;

    sealed interface Command {}

    record FromPeer(PeerMessage message) implements Command {}

    /**
     * The core may lack the block of {@code height}.
     *
     * @param shown whether {@code peer} has shown to be past it; else it is asked on the chance
     */
    record Behind(Height height, int peer, boolean shown) implements Command {}

    /** {@code peer} still works on {@code height}, which we have. */
    record Share(Height height, int peer) implements Command {}

    enum Told implements Command {
        /** A block was applied, perhaps one that lets others decide, and this validator may not take part in the next. */
        APPLIED_APART
    }

    private record Applied(int sender, ChainKeeper.FromPeerApplied result) implements Command {}

    private enum Tick implements Command {
        SAY_HELLO,
        NO_ANSWER,
        SHARE_AGAIN
    }

    private final ValidatorParts parts;
    private final Mailbox<ChainKeeper.Command> chain;
    private final Mailbox<Command> self;
    private final Timers<Command> timers;
    private final Consumer<Set<Integer>> knownTo;
    private final Runnable beginAgain;
    private final Greetings greetings;
    private final BlockDesk blocks;
    private final SnapshotDesk snapshots;
    private final PeerHeights heights = new PeerHeights();
    /** Who was given blocks unasked a moment ago. */
    private final Set<Integer> sharedWith = new TreeSet<>();
    /** Who was asked back since hello was said to all that have not answered. */
    private final Set<Integer> askedBack = new TreeSet<>();
    /** Everybody had time to answer. */
    private boolean askedTwice;
    /** After what pause hello is said again. */
    private Optional<Duration> greetsAgain = Optional.empty();
    /** The log tells that answers are waited for. */
    private boolean toldWaiting;

    private Optional<Integer> asked = Optional.empty();
    private Height askedAt = Height.ZERO;
    /** The last height that was told to be handed over by nobody. */
    private Height behindTold = Height.ZERO;

    /**
     * @param knownTo told which peers keep this directory's notice, when that or the silence has changed
     * @param beginAgain called, perhaps several times, when it has no block and nobody hands over the first one, though
     *     the chain is further
     */
    CatchUp(
            Host.Surroundings<Command> around,
            ValidatorParts parts,
            Mailbox<ChainKeeper.Command> chain,
            Consumer<Set<Integer>> knownTo,
            Runnable beginAgain) {
        this.self = around.self();
        this.timers = around.timers();
        this.parts = parts;
        this.chain = chain;
        this.knownTo = knownTo;
        this.beginAgain = beginAgain;
        this.greetings = new Greetings(parts);
        this.blocks = new BlockDesk(parts.store());
        this.snapshots = new SnapshotDesk(parts.store(), parts.index());
        parts.peers().sendToAll(greetings.hello());
        sayHelloAgainLater();
        tellKnown();
        learnSilence();
    }

    @Override
    public void receive(Command command) {
        switch (command) {
            case FromPeer fromPeer -> fromPeer(fromPeer.message());
            case Behind behind -> heard(behind.peer(), behind.height(), behind.shown());
            case Share share -> share(share);
            case Applied applied -> applied(applied);
            case Told.APPLIED_APART -> {
                learnSilence();
                sayHelloAgainLater();
            }
            case Tick tick -> {
                switch (tick) {
                    case SAY_HELLO -> {
                        sayHelloAgain();
                        learnSilence();
                    }
                    case NO_ANSWER -> noAnswer();
                    case SHARE_AGAIN -> sharedWith.clear();
                }
            }
        }
    }

    private Height own() {
        return parts.store().tip().height();
    }

    /**
     * Again and again until every peer has answered, whoever decides by then: each is to know of this life before it is
     * of a set in which this validator votes.
     */
    private void sayHelloAgain() {
        greetsAgain = Optional.empty();
        askedTwice = true;
        askedBack.clear();
        tellWaiting();
        if (stillAsks()) {
            parts.peers().sendToAll(greetings.hello());
        } else {
            greetings.unanswered().forEach(this::sayHelloTo);
        }
        sayHelloAgainLater();
    }

    private void sayHelloTo(int peer) {
        parts.peers().send(peer, greetings.hello());
    }

    private void sayHelloAgainLater() {
        Duration pause = stillAsks() ? HELLO_AGAIN : HELLO_TO_THE_REST;
        boolean needed = stillAsks() || !greetings.unanswered().isEmpty();
        if (needed && greetsAgain.filter(sooner -> sooner.compareTo(pause) <= 0).isEmpty()) {
            greetsAgain = Optional.of(pause);
            timers.start(Tick.SAY_HELLO.name(), Tick.SAY_HELLO, pause);
        }
    }

    private void tellWaiting() {
        boolean waits = !greetings.enough();
        if (waits && !toldWaiting) {
            LOG.info(
                    "{}: takes part as soon as more validators have answered its hello; so far {}",
                    parts,
                    greetings.answered());
        }
        toldWaiting = waits;
    }

    /** How far the chain is, or for a vote; then everybody is asked, for those that have answered may be further by now. */
    private boolean stillAsks() {
        return asksAround() || !greetings.enough();
    }

    private void tellKnown() {
        knownTo.accept(greetings.answered());
    }

    /** As far as one honest member of the set is, or as the chain is shown to be. */
    private Height surelyReached() {
        ValidatorSet set = parts.store().tip().validators();
        return heights.reached(peer -> set.contains(parts.keyOf(peer)), set.faulty());
    }

    private void fromPeer(PeerMessage message) {
        switch (message) {
            case PeerMessage.Hello hello -> hello(hello);
            case PeerMessage.Answer answer -> answer(answer);
            case PeerMessage.WantBlocks want -> serve(want.sender(), want.from());
            case PeerMessage.Blocks blocks -> blocks(blocks);
            case PeerMessage.WantSnapshot want -> serveSnapshot(want);
            case PeerMessage.WantLeaves want -> serveSnapshot(want);
            // Answers to a question of an earlier life, which had no store yet.
            case PeerMessage.SnapshotOffer late -> {}
            case PeerMessage.Leaves late -> {}
            case PeerMessage.Vote vote -> throw notForMe(vote);
            case PeerMessage.Gossip gossip -> throw notForMe(gossip);
        }
    }

    private static IllegalStateException notForMe(PeerMessage message) {
        return new IllegalStateException("not a message about blocks: " + message.getClass());
    }

    /** How far it says to be may be anybody's word. */
    private void hello(PeerMessage.Hello hello) {
        if (greetings.heard(hello)) {
            parts.peers().send(hello.sender(), greetings.answerTo(hello));
            askBack(hello);
            heard(hello.sender(), hello.height(), false);
        }
    }

    /**
     * Who has just started, or has lost its disk since it answered, may never have heard of this directory's life. Once in
     * a while, or a liar's small message would buy one more. An answer from an earlier life counts on: that there is another
     * life may be old news that somebody says again, and the new one asks until it is answered, and keeps what it is told.
     */
    private void askBack(PeerMessage.Hello hello) {
        if (!greetings.hasAnswered(hello) && askedBack.add(hello.sender())) {
            sayHelloTo(hello.sender());
        }
    }

    private void answer(PeerMessage.Answer answer) {
        Greetings.Taken taken = greetings.take(answer);
        if (taken == Greetings.Taken.NOTHING) {
            return;
        }
        if (taken == Greetings.Taken.ANSWERED) {
            tellKnown();
        }
        Height said = answer.said().height();
        if (said.compareTo(own()) > 0 && said.compareTo(heights.proven()) > 0 && greetings.proves(answer)) {
            heights.proven(said);
        }
        heard(answer.sender(), said, true);
    }

    private boolean isPeer(int index) {
        return greetings.isPeer(index);
    }

    private void heard(int peer, Height height, boolean claimed) {
        if (isPeer(peer)) {
            if (claimed) {
                heights.claimed(peer, height);
            } else {
                heights.mayServe(peer, height);
            }
            fetch();
        }
        learnSilence();
    }

    /**
     * A new directory cannot tell whether this key has voted before. Enough peers to meet one that heard it vote say
     * so, and prove it; how many that is only the set tells that decides by now. So it first gets the blocks that an honest
     * peer has, and those that any peer promises and never failed to give: a height that few made up holds this up for one
     * patience each. Whose disk was lost then keeps silent as far above as the lost directory can have got. That it was
     * not is believed when everybody had time to answer.
     */
    private void learnSilence() {
        ValidatorSet set = parts.store().tip().validators();
        boolean known = !asksAround();
        if (known || !greetings.enough() || own().compareTo(surelyReached()) < 0 || heights.promise(own())) {
            return;
        }
        Height until = new Height(own().value() + MAY_HAVE_VOTED_AHEAD);
        if (greetings.diskWasLost()) {
            LOG.info("{}: its disk was lost at or below block {}; it votes again above {}", parts, own(), until);
            keepSilence(new Silence.Lost(until), set);
        } else if (askedTwice || greetings.unanswered().isEmpty()) {
            keepSilence(new Silence.New(until), set);
        }
    }

    private boolean asksAround() {
        return parts.store().silence() instanceof Silence.Unknown;
    }

    private void keepSilence(Silence silence, ValidatorSet learnedFrom) {
        if (parts.store().keepSilence(silence, learnedFrom)) {
            tellKnown();
        }
    }

    private void fetch() {
        if (asked.isPresent()) {
            return;
        }
        Optional<Integer> peer = heights.server(own());
        if (peer.isEmpty()) {
            caughtUp();
            return;
        }
        parts.board().phase(ValidatorStatus.Phase.SYNCING);
        asked = peer;
        askedAt = own();
        parts.peers().send(peer.get(), new PeerMessage.WantBlocks(parts.index(), own().next()));
        timers.start(Tick.NO_ANSWER.name(), Tick.NO_ANSWER, PATIENCE);
    }

    private void caughtUp() {
        if (parts.board().phase() == ValidatorStatus.Phase.SYNCING) {
            parts.board().phase(ValidatorStatus.Phase.ACTIVE);
        }
    }

    private void noAnswer() {
        asked.ifPresent(peer -> heights.servedNothing(peer, askedAt));
        asked = Optional.empty();
        if (!heights.promise(own()) && surelyFurther().compareTo(own()) > 0) {
            nobodyHandsOver();
        }
        fetch();
        learnSilence();
    }

    /** As is proven, or claimed by more seats than may lie, whichever of them decide by now. */
    private Height surelyFurther() {
        int ofGenesis = parts.config().genesis().validators().faulty();
        return heights.reached(any -> true, Math.max(ofGenesis, (parts.entities() - 1) / 3));
    }

    /** It is perhaps pruned everywhere. Only a directory without blocks may be given up without asking its owner. */
    private void nobodyHandsOver() {
        if (own().equals(Height.ZERO)) {
            beginAgain.run();
        } else if (behindTold.compareTo(own()) < 0) {
            behindTold = own();
            LOG.warn(
                    "{}: the chain has reached block {}, but nobody hands over block {}. If the others have pruned it, move"
                            + " this validator's directory away, and it begins again with a snapshot",
                    parts,
                    surelyFurther(),
                    own().next());
        }
    }

    private void blocks(PeerMessage.Blocks blocks) {
        try {
            List<BlockRecord> records =
                    blocks.records().stream().map(BlockRecord::decode).toList();
            chain.tell(
                    new ChainKeeper.ApplyFromPeer(records, result -> self.tell(new Applied(blocks.sender(), result))));
        } catch (DecodeException e) {
            LOG.warn("{}: validator {} sent bytes that are no blocks: {}", parts, blocks.sender(), e.getMessage());
        }
    }

    /** What comes unasked, from whomever, says nothing about the peer that was asked. */
    private void applied(Applied applied) {
        if (asked.equals(Optional.of(applied.sender()))) {
            ChainKeeper.FromPeerApplied result = applied.result();
            boolean use = result.refusal().isEmpty() && result.height().compareTo(askedAt) > 0;
            if (use) {
                heights.served(applied.sender());
            } else {
                heights.servedNothing(applied.sender(), askedAt);
            }
            timers.cancel(Tick.NO_ANSWER.name());
            asked = Optional.empty();
        }
        fetch();
        learnSilence();
    }

    private void serveSnapshot(PeerMessage wish) {
        if (isPeer(wish.sender())) {
            snapshots.answer(wish).ifPresent(answer -> parts.peers().send(wish.sender(), answer));
        }
    }

    private void share(Share share) {
        if (sharedWith.isEmpty()) {
            timers.start(Tick.SHARE_AGAIN.name(), Tick.SHARE_AGAIN, SHARE_AGAIN);
        }
        if (sharedWith.add(share.peer())) {
            serve(share.peer(), share.height());
        }
    }

    private void serve(int peer, Height from) {
        List<Bytes> records = isPeer(peer) ? blocks.from(from) : List.of();
        if (!records.isEmpty()) {
            parts.peers().send(peer, new PeerMessage.Blocks(parts.index(), records));
        }
    }
}
