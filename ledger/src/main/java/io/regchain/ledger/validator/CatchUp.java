package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Silence;
import io.regchain.ledger.storage.StorageException;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches certified blocks that this validator lacks from one peer after another, and serves those that others lack.
 * Runs where blocking is allowed. It also tells every peer of this directory's life until the peer has answered, and
 * finds out how long a validator with a new directory must keep silent.
 */
final class CatchUp implements Part<CatchUp.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int MAX_BLOCKS = 64;
    private static final int MAX_BYTES = 4 << 20;
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

    private record Given(Hash32 to, HelloAnswer said) {}

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
    private final BirthNotice notice;
    private final SnapshotDesk desk;
    private final PeerHeights heights = new PeerHeights();
    /** Who has answered this life since the start, and what last: whoever did keeps a notice, of this life or another. */
    private final SortedMap<Integer, HelloAnswer> answered = new TreeMap<>();
    /** What was last answered to each, and to which life. */
    private final SortedMap<Integer, Given> given = new TreeMap<>();
    /** Who was given blocks unasked a moment ago. */
    private final Set<Integer> sharedWith = new TreeSet<>();
    /** A peer has shown that an earlier directory of this validator spoke. */
    private boolean diskWasLost;
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
        Hash32 birth = parts.store().births().own(parts.births());
        this.notice = BirthNotice.sign(parts.chainId(), birth, parts.key());
        this.desk = new SnapshotDesk(parts.store(), parts.index());
        parts.peers().sendToAll(hello());
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
                    case SAY_HELLO -> sayHelloAgain();
                    case NO_ANSWER -> noAnswer();
                    case SHARE_AGAIN -> sharedWith.clear();
                }
            }
        }
    }

    private Height own() {
        return parts.store().tip().height();
    }

    private PeerMessage.Hello hello() {
        return new PeerMessage.Hello(parts.index(), own(), notice);
    }

    /**
     * Again and again until every peer has answered, whoever decides by then: each is to know of this life before it is
     * of a set in which this validator votes.
     */
    private void sayHelloAgain() {
        greetsAgain = Optional.empty();
        tellWaiting();
        if (stillAsks()) {
            parts.peers().sendToAll(hello());
        } else {
            unanswered().forEach(this::sayHelloTo);
        }
        sayHelloAgainLater();
    }

    private void sayHelloTo(int peer) {
        parts.peers().send(peer, hello());
    }

    private void sayHelloAgainLater() {
        Duration pause = stillAsks() ? HELLO_AGAIN : HELLO_TO_THE_REST;
        boolean needed = stillAsks() || !unanswered().isEmpty();
        if (needed && greetsAgain.filter(sooner -> sooner.compareTo(pause) <= 0).isEmpty()) {
            greetsAgain = Optional.of(pause);
            timers.start(Tick.SAY_HELLO.name(), Tick.SAY_HELLO, pause);
        }
    }

    private void tellWaiting() {
        if (stillAsks() && !toldWaiting) {
            LOG.info(
                    "{}: waits for the answers of more validators before it votes: {} have answered",
                    parts,
                    answered.keySet());
        }
        toldWaiting = stillAsks();
    }

    /** How far the chain is, or for a vote; then everybody is asked, for those that have answered may be further by now. */
    private boolean stillAsks() {
        return asksAround() || !enoughAnswered();
    }

    private List<Integer> unanswered() {
        return IntStream.range(0, parts.entities())
                .filter(peer -> isPeer(peer) && !answered.containsKey(peer))
                .boxed()
                .toList();
    }

    /** Of the set that decides next, for who was heard by a quorum of it was heard by one of so many; others do not count. */
    private boolean enoughAnswered() {
        return parts.quorumWith(answered.keySet(), parts.store().tip().validators());
    }

    private void tellKnown() {
        knownTo.accept(Set.copyOf(answered.keySet()));
    }

    /** As far as one honest member of the set is, or as the chain is shown to be. */
    private Height surelyReached() {
        ValidatorSet set = parts.store().tip().validators();
        Height said = heights.reached(peer -> set.contains(parts.keyOf(peer)), set.faulty());
        return said.compareTo(heights.proven()) >= 0 ? said : heights.proven();
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

    /** A hello that is not signed by the validator it names is nobody's. How far it says to be may be anybody's word. */
    private void hello(PeerMessage.Hello hello) {
        if (isPeer(hello.sender()) && signed(hello.sender(), hello.notice())) {
            parts.store().births().remember(hello.sender(), hello.notice().toKeep());
            giveAnswer(hello);
            askBack(hello);
            heard(hello.sender(), hello.height(), false);
        }
    }

    /** What is kept was verified when it came first. */
    private boolean signed(int peer, BirthNotice its) {
        return kept(peer).filter(its::equals).isPresent() || its.signedBy(parts.keyOf(peer), parts.chainId());
    }

    private Optional<BirthNotice> kept(int peer) {
        return parts.store().births().of(peer).map(BirthNotice::of);
    }

    /** To the same life at the same height the same is said again, and signed once. */
    private void giveAnswer(PeerMessage.Hello hello) {
        int peer = hello.sender();
        Hash32 to = hello.notice().birth();
        Given before = given.get(peer);
        if (before == null || !before.to().equals(to) || !before.said().height().equals(own())) {
            BirthNotice shown = kept(peer).orElseThrow();
            given.put(peer, new Given(to, HelloAnswer.sign(parts.chainId(), to, own(), notice, shown, parts.key())));
        }
        HelloAnswer said = given.get(peer).said();
        boolean behind = hello.height().compareTo(said.height()) < 0;
        Optional<Bytes> proof = behind ? Optional.of(proofOf(said.height())) : Optional.empty();
        parts.peers().send(peer, new PeerMessage.Answer(parts.index(), said, proof));
    }

    private Bytes proofOf(Height height) {
        BlockRecord record = parts.store().block(height);
        CommitCertificate certificate = record.certificate().orElseThrow();
        return CanonicalJson.encode(new CertifiedHeader(record.block().header(), certificate).toJson());
    }

    /** Who has just started, or has lost its disk since it answered, may never have heard of this directory's life. */
    private void askBack(PeerMessage.Hello hello) {
        int peer = hello.sender();
        if (!hasAnsweredFrom(peer, hello.notice())) {
            if (answered.remove(peer) != null) {
                tellKnown();
                sayHelloAgainLater();
            }
            sayHelloTo(peer);
        }
    }

    private boolean hasAnsweredFrom(int peer, BirthNotice life) {
        HelloAnswer before = answered.get(peer);
        return before != null && before.notice().birth().equals(life.birth());
    }

    /** What answers another life of this validator, or is said in another's name, says nothing. */
    private void answer(PeerMessage.Answer answer) {
        int peer = answer.sender();
        HelloAnswer said = answer.said();
        if (isPeer(peer) && (said.equals(answered.get(peer)) || isOf(peer, said))) {
            parts.store().births().remember(peer, said.notice().toKeep());
            diskWasLost |= !said.shown().birth().equals(notice.birth());
            boolean news = !hasAnsweredFrom(peer, said.notice());
            answered.put(peer, said);
            if (news) {
                tellKnown();
            }
            answer.proof()
                    .filter(proof -> said.height().compareTo(own()) > 0 && proves(peer, proof, said.height()))
                    .ifPresent(proof -> heights.proven(said.height()));
            heard(peer, said.height(), true);
        }
    }

    /** Only the set that decides next can be told from others here; what another has certified is a claim for now. */
    private boolean proves(int peer, Bytes proof, Height height) {
        ValidatorSet set = parts.store().tip().validators();
        try {
            CertifiedHeader last =
                    CertifiedHeader.fromJson(JsonFields.of(CanonicalJson.decodeCanonical(proof), "proof"));
            return last.header().height().equals(height)
                    && last.header().chainId().equals(parts.chainId())
                    && CertificateVerifier.verify(last.header(), last.certificate(), set) instanceof VerifiedHeader;
        } catch (DecodeException e) {
            LOG.warn("{}: validator {} sent bytes that are no certified header: {}", parts, peer, e.getMessage());
            return false;
        }
    }

    private boolean isOf(int peer, HelloAnswer said) {
        return said.signedBy(parts.keyOf(peer), parts.chainId(), notice.birth())
                && signed(peer, said.notice())
                && said.shown().signedBy(parts.key().publicKey(), parts.chainId());
    }

    private boolean isPeer(int index) {
        return index >= 0 && index < parts.entities() && index != parts.index();
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
     * patience each. Whose disk was lost then keeps silent as far above as the lost directory can have got.
     */
    private void learnSilence() {
        ValidatorSet set = parts.store().tip().validators();
        boolean known = !asksAround();
        if (known || !enoughAnswered() || own().compareTo(surelyReached()) < 0 || heights.promise(own())) {
            return;
        }
        Height until = new Height(own().value() + MAY_HAVE_VOTED_AHEAD);
        if (!diskWasLost) {
            keepSilence(new Silence.New(until), set);
        } else {
            LOG.info("{}: its disk was lost at or below block {}; it votes again above {}", parts, own(), until);
            keepSilence(new Silence.Lost(until), set);
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
        asked.ifPresent(heights::servedNothing);
        asked = Optional.empty();
        if (!heights.promise(own()) && claimedByMany().compareTo(own()) > 0) {
            nobodyHandsOver();
        }
        fetch();
        learnSilence();
    }

    /** By more seats than may lie, whichever of them decide by now. */
    private Height claimedByMany() {
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
                    claimedByMany(),
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
            asked.ifPresent(use ? heights::served : heights::servedNothing);
            timers.cancel(Tick.NO_ANSWER.name());
            asked = Optional.empty();
        }
        fetch();
        learnSilence();
    }

    private void serveSnapshot(PeerMessage wish) {
        if (isPeer(wish.sender())) {
            desk.answer(wish).ifPresent(answer -> parts.peers().send(wish.sender(), answer));
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
        List<Bytes> records = isPeer(peer) ? records(from) : List.of();
        if (!records.isEmpty()) {
            parts.peers().send(peer, new PeerMessage.Blocks(parts.index(), records));
        }
    }

    /** Nothing when the first one is kept no more: what does not follow is of no use. */
    private List<Bytes> records(Height from) {
        try {
            return recordsFrom(Math.max(1, from.value()));
        } catch (StorageException.Pruned gone) {
            return List.of();
        }
    }

    private List<Bytes> recordsFrom(long first) {
        List<Bytes> records = new ArrayList<>();
        int bytes = 0;
        for (long h = first; h <= own().value() && records.size() < MAX_BLOCKS && bytes < MAX_BYTES; h++) {
            Bytes record = parts.store().block(new Height(h)).canonical();
            records.add(record);
            bytes += record.size();
        }
        return records;
    }
}
