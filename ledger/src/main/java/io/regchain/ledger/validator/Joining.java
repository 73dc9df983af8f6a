package io.regchain.ledger.validator;

import io.regchain.ledger.storage.SnapshotChunk;
import io.regchain.ledger.storage.SnapshotReader;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a validator does before its store is opened, while its disk holds no chain: it asks its peers how far they are,
 * and when the chain is far up it reads the state of a certified block from them, chunk by chunk, each verified before
 * it is kept. Only a block is believed that the genesis validators decided, or those that they handed over to, and so on.
 * Whoever lies is asked no more, whoever is silent after the others; when the chain is not far up, or nobody serves any
 * more, it steps aside and the chain is executed from its first block. Runs where blocking is allowed.
 */
public final class Joining implements Part<Joining.Command>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration ASK_AGAIN = Duration.ofMillis(300);
    /** So long a quorum is waited for; then those that have answered must do, if one of them is honest. */
    private static final Duration TOO_FEW = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** So often in a row a peer may be silent. */
    private static final int SILENCES = 3;
    /** So many blocks are begun with: the state of one may be dropped everywhere while it is read. */
    private static final int ATTEMPTS = 5;

    sealed interface Command {}

    record FromPeer(PeerMessage message) implements Command {}

    private enum Tick implements Command {
        ASK_AGAIN,
        TOO_FEW,
        NO_LEAVES
    }

    /** How it ended; the store can be opened now. */
    public sealed interface End {
        /** The disk holds the state of this block. */
        record Synced(Height height) implements End {}

        /** The disk holds nothing, and the chain is to be followed from its first block. */
        record SteppedAside(String why) implements End {}
    }

    private record Reading(OfferedBlock block, SnapshotReader reader) {}

    private final JoiningParts parts;
    private final Timers<Command> timers;
    private final Consumer<End> done;
    private final Offers offers;
    private final SortedMap<Integer, Refusal> liars = new TreeMap<>();
    private final Map<Integer, Integer> silences = new TreeMap<>();
    private Optional<Reading> reading = Optional.empty();
    private Optional<Integer> asked = Optional.empty();
    private int attempts;
    private boolean ended;

    /** @param done told once */
    Joining(Host.Surroundings<Command> around, JoiningParts parts, Consumer<End> done) {
        this.parts = parts;
        this.timers = around.timers();
        this.done = done;
        this.offers = new Offers(parts);
        parts.board().phase(ValidatorStatus.Phase.SYNCING);
        parts.board().consensus(Round.ZERO, "its peers, to learn how far the chain is");
        askForOffers();
    }

    @Override
    public void receive(Command command) {
        if (ended) {
            return;
        }
        switch (command) {
            case FromPeer fromPeer -> fromPeer(fromPeer.message());
            case Tick tick -> {
                switch (tick) {
                    case ASK_AGAIN -> ask();
                    case TOO_FEW -> tooFew();
                    case NO_LEAVES -> noLeaves();
                }
            }
        }
    }

    private void fromPeer(PeerMessage message) {
        if (!parts.isPeer(message.sender())) {
            return;
        }
        switch (message) {
            case PeerMessage.WantSnapshot want ->
                parts.peers().send(want.sender(), PeerMessage.SnapshotOffer.nothing(parts.index()));
            case PeerMessage.SnapshotOffer offer -> offer(offer);
            case PeerMessage.Leaves leaves -> leaves(leaves);
            case PeerMessage.Vote other -> throw notForMe(other);
            case PeerMessage.Gossip other -> throw notForMe(other);
            case PeerMessage.Hello other -> throw notForMe(other);
            case PeerMessage.Answer other -> throw notForMe(other);
            case PeerMessage.WantBlocks other -> throw notForMe(other);
            case PeerMessage.Blocks other -> throw notForMe(other);
            case PeerMessage.WantLeaves other -> throw notForMe(other);
        }
    }

    private static IllegalStateException notForMe(PeerMessage message) {
        return new IllegalStateException("not a message for a validator without a chain: " + message.getClass());
    }

    // ---- with which block to begin

    private void askForOffers() {
        attempts++;
        offers.begin();
        silences.clear();
        timers.start(Tick.TOO_FEW.name(), Tick.TOO_FEW, TOO_FEW);
        ask();
    }

    private void ask() {
        peers().forEach(peer -> parts.peers().send(peer, offers.questionFor(peer)));
        timers.start(Tick.ASK_AGAIN.name(), Tick.ASK_AGAIN, ASK_AGAIN);
    }

    /** Those that have not lied. */
    private Stream<Integer> peers() {
        return IntStream.range(0, parts.seats()).boxed().filter(peer -> parts.isPeer(peer) && !liars.containsKey(peer));
    }

    private void offer(PeerMessage.SnapshotOffer offer) {
        if (reading.isPresent()) {
            return;
        }
        switch (offers.take(offer)) {
            case Offers.Taken.Ignored ignored -> {}
            case Offers.Taken.AskOn on -> {
                parts.peers().send(offer.sender(), offers.questionFor(offer.sender()));
                timers.start(Tick.TOO_FEW.name(), Tick.TOO_FEW, TOO_FEW);
            }
            case Offers.Taken.Counted counted -> chooseWhenEnough();
            case Offers.Taken.Lie lie -> {
                lied(offer.sender(), lie.reason());
                chooseWhenEnough();
            }
        }
    }

    private void chooseWhenEnough() {
        if (offers.enough()) {
            choose();
        }
    }

    private void tooFew() {
        if (offers.oneHonest()) {
            choose();
        } else {
            stepAside("too few other validators have said how far the chain is");
        }
    }

    private void lied(int peer, Refusal reason) {
        if (liars.putIfAbsent(peer, reason) == null) {
            LOG.warn("{}: validator {} is asked for no snapshot any more: {}", parts, peer, reason);
        }
    }

    private void choose() {
        timers.cancel(Tick.ASK_AGAIN.name());
        timers.cancel(Tick.TOO_FEW.name());
        offers.best().ifPresentOrElse(this::read, () -> stepAside("the chain is not far up, as far as can be proven"));
    }

    // ---- its state

    private void read(OfferedBlock block) {
        LOG.info("{}: begins with the state of block {}", parts, block.height());
        parts.board().consensus(Round.ZERO, "the state of block " + block.height());
        SnapshotReader reader = new SnapshotReader(
                parts.disk(), parts.index(), parts.genesis(), block.record(), offers.succession(), block.receipts());
        reading = Optional.of(new Reading(block, reader));
        askForLeaves(reading.get());
    }

    private void askForLeaves(Reading now) {
        asked = server(now.block().height());
        asked.ifPresentOrElse(
                peer -> {
                    Hash32 from = now.reader().wantedFrom();
                    parts.peers()
                            .send(
                                    peer,
                                    new PeerMessage.WantLeaves(
                                            parts.index(),
                                            now.block().height(),
                                            from,
                                            parts.how().chunkBytes()));
                    timers.start(Tick.NO_LEAVES.name(), Tick.NO_LEAVES, PATIENCE);
                },
                this::nobodyServes);
    }

    /** Whoever was silent least often, first those that said they had the block. */
    private Optional<Integer> server(Height height) {
        return peers().filter(peer -> silences.getOrDefault(peer, 0) < SILENCES)
                .min(Comparator.<Integer>comparingInt(peer -> silences.getOrDefault(peer, 0))
                        .thenComparing(peer -> !offers.reaches(peer, height)));
    }

    private void noLeaves() {
        asked.ifPresent(peer -> silences.merge(peer, 1, Integer::sum));
        reading.ifPresent(this::askForLeaves);
    }

    /** Perhaps the state is dropped everywhere by now, and that of a later block is there. */
    private void nobodyServes() {
        close();
        if (attempts < ATTEMPTS) {
            askForOffers();
        } else {
            stepAside("nobody serves the state of a block to its end");
        }
    }

    private void leaves(PeerMessage.Leaves leaves) {
        reading.filter(now -> asked.filter(peer -> peer == leaves.sender()).isPresent()
                        && leaves.height().equals(now.block().height())
                        && leaves.from().equals(now.reader().wantedFrom()))
                .ifPresent(now -> answered(now, leaves));
    }

    private void answered(Reading now, PeerMessage.Leaves leaves) {
        timers.cancel(Tick.NO_LEAVES.name());
        asked = Optional.empty();
        taken(now.reader(), leaves).ifPresent(reason -> lied(leaves.sender(), reason));
        if (now.reader().isComplete()) {
            now.reader().finish();
            LOG.info("{}: has the state of block {}", parts, now.block().height());
            end(new End.Synced(now.block().height()));
        } else {
            askForLeaves(now);
        }
    }

    private Optional<Refusal> taken(SnapshotReader reader, PeerMessage.Leaves leaves) {
        try {
            SnapshotChunk chunk = SnapshotChunk.decode(leaves.chunk());
            return tooSmall(chunk).or(() -> reader.take(chunk));
        } catch (DecodeException e) {
            return Optional.of(new Refusal("CHUNK_MALFORMED", e.getMessage()));
        }
    }

    /** Leaf by leaf a peer could hold this up for as long as the state is large. */
    private Optional<Refusal> tooSmall(SnapshotChunk chunk) {
        return chunk.isLast() || chunk.bytes() >= parts.how().chunkBytes()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "CHUNK_TOO_SMALL",
                        chunk.bytes() + " bytes of leaves, where " + parts.how().chunkBytes()
                                + " were asked for and more leaves follow"));
    }

    /** Who is asked no more, and why. */
    SortedMap<Integer, Refusal> liars() {
        return Collections.unmodifiableSortedMap(liars);
    }

    // ---- the end

    private void stepAside(String why) {
        LOG.debug("{}: no snapshot: {}", parts, why);
        end(new End.SteppedAside(why));
    }

    private void end(End end) {
        ended = true;
        for (Tick tick : Tick.values()) {
            timers.cancel(tick.name());
        }
        close();
        parts.board().phase(ValidatorStatus.Phase.STARTING);
        parts.board().consensus(Round.ZERO, "its store");
        done.accept(end);
    }

    /** Lets go of the disk. */
    @Override
    public void close() {
        reading.ifPresent(now -> now.reader().close());
        reading = Optional.empty();
    }
}
