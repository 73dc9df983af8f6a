package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.ConsensusEffect;
import io.regchain.ledger.consensus.ConsensusInput;
import io.regchain.ledger.consensus.ConsensusState;
import io.regchain.ledger.consensus.MessageCheck;
import io.regchain.ledger.consensus.Payload;
import io.regchain.ledger.consensus.Qbft;
import io.regchain.ledger.consensus.RecoveredVotes;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.consensus.Step;
import io.regchain.ledger.consensus.TimeoutId;
import io.regchain.ledger.consensus.VerifiedMessage;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.storage.VoteLog;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the pure core of one validator and carries its effects out in their order: nothing that rests on a vote leaves
 * before the vote is on disk. Never blocks.
 */
final class ConsensusDriver implements Part<ConsensusDriver.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(ConsensusDriver.class);
    private static final String ROUND_TIMER = "round";
    private static final String HEARTBEAT = "heartbeat";

    sealed interface Command {}

    /** Canonical bytes of a signed message from another validator. */
    record FromPeer(Bytes signed) implements Command {}

    record Verified(MessageCheck check) implements Command {}

    /** Own message, signed and stored. */
    private record Own(VerifiedMessage message) implements Command {}

    record WorkAvailable() implements Command {}

    record Chosen(PoolKeeper.Chosen chosen) implements Command {}

    record Made(ChainKeeper.Made made) implements Command {}

    record Checked(ChainKeeper.Checked checked) implements Command {}

    /** The tip has moved, by consensus or by catching up; also said at the start, and perhaps again. */
    record Tip(BlockTip tip, boolean silent, int executed) implements Command {}

    enum Kept implements Command {
        KEPT
    }

    private record RoundTimedOut(TimeoutId id) implements Command {}

    private enum Heartbeat implements Command {
        DUE
    }

    /** What a validator says at most once. */
    private record Said(Payload.Kind kind, Height height, Round round) {
        static Said of(Payload payload) {
            return new Said(payload.kind(), payload.height(), payload.round());
        }
    }

    /** The parts that do what the core asks for. */
    record Crew(
            Mailbox<PoolKeeper.Command> pool,
            Mailbox<ChainKeeper.Command> chain,
            Mailbox<VoteKeeper.Command> votes,
            Mailbox<CatchUp.Command> catchUp) {}

    private final ValidatorParts parts;
    private final Crew crew;
    private final Mailbox<Command> self;
    private final Timers<Command> timers;
    private final EffectQueue queue = new EffectQueue();
    /** Stored and not sent yet. */
    private final Map<Said, VerifiedMessage> signed = new HashMap<>();

    private ConsensusState core = ConsensusState.initial();
    private ValidatorSet validators;
    private long wishedAt = System.nanoTime();
    private boolean wished;

    ConsensusDriver(Host.Surroundings<Command> around, ValidatorParts parts, Crew crew) {
        this.self = around.self();
        this.timers = around.timers();
        this.parts = parts;
        this.crew = crew;
        this.validators = parts.store().tip().validators();
    }

    @Override
    public void receive(Command command) {
        switch (command) {
            case FromPeer fromPeer -> verify(fromPeer.signed());
            case Verified verified -> verified(verified.check());
            case Own own -> feed(new ConsensusInput.Received(own.message()));
            case WorkAvailable work -> wish();
            case Heartbeat due -> wish();
            case Chosen chosen -> crew.chain().tell(make(chosen.chosen()));
            case Made made ->
                feed(new ConsensusInput.BlockBuilt(
                        made.made().height(), made.made().round(), made.made().block()));
            case Checked checked -> checked(checked.checked());
            case Tip tip -> startHeight(tip);
            case Kept kept -> {
                queue.stored();
                carryOut();
            }
            case RoundTimedOut timedOut -> feed(new ConsensusInput.TimedOut(timedOut.id()));
        }
    }

    private void feed(ConsensusInput input) {
        Step step = Qbft.step(core, input);
        core = step.state();
        queue.add(step.effects());
        tellStatus();
        carryOut();
    }

    private void tellStatus() {
        if (core.started()) {
            parts.board().consensus(core.round(), waitingFor());
        }
    }

    private String waitingFor() {
        if (core.decided()) {
            return "the decided block to be applied";
        }
        if (!core.active()) {
            return "work for a block";
        }
        int committed = core.committedBy().size();
        int prepared = core.preparedBy().size();
        int quorum = validators.quorum();
        return committed > 0 || prepared >= quorum
                ? "commits: " + committed + " of " + quorum
                : prepared > 0 ? "prepares: " + prepared + " of " + quorum : "a proposal";
    }

    private void startHeight(Tip tip) {
        Height next = tip.tip().height().next();
        if (core.started() && next.compareTo(core.height()) <= 0) {
            return;
        }
        if (wished) {
            parts.meters().committed(System.nanoTime() - wishedAt, tip.executed());
        }
        wished = false;
        validators = tip.tip().validators();
        crew.votes().tell(new VoteKeeper.Decided(tip.tip().height()));
        parts.config().timing().heartbeat().ifPresent(pause -> timers.start(HEARTBEAT, Heartbeat.DUE, pause));
        Sm2PublicKey own = tip.silent() ? parts.listener() : parts.key().publicKey();
        feed(new ConsensusInput.StartHeight(parts.chainId(), next, tip.tip().hash(), validators, own, recovered(next)));
    }

    /**
     * Own votes of before the start, perhaps at a height that is reached only after catching up: verified like any other,
     * which they pass unless the disk lied.
     */
    private RecoveredVotes recovered(Height height) {
        List<VerifiedMessage> votes = new ArrayList<>();
        for (SignedMessage vote : parts.store().votes().votes(height)) {
            switch (parts.verifier().check(vote, validators, parts.chainId())) {
                case MessageCheck.Accepted accepted -> votes.add(accepted.message());
                case MessageCheck.Refused refused ->
                    throw new IllegalStateException(
                            parts + ": an own vote from the vote log is not valid: " + refused.refusal());
            }
        }
        return new RecoveredVotes(votes, parts.store().votes().prepared(height));
    }

    private void wish() {
        if (!wished) {
            wished = true;
            wishedAt = System.nanoTime();
        }
        if (core.started() && !core.decided()) {
            feed(new ConsensusInput.WorkAvailable());
        }
    }

    private void verify(Bytes bytes) {
        ValidatorSet set = validators;
        CompletableFuture.supplyAsync(() -> parts.meters().verifying(() -> check(bytes, set)), parts.workers())
                .whenComplete((check, error) -> self.tell(new Verified(
                        error == null
                                ? check
                                : new MessageCheck.Refused(
                                        new Refusal("VERIFICATION_FAILED", String.valueOf(error))))));
    }

    private MessageCheck check(Bytes bytes, ValidatorSet set) {
        try {
            return parts.verifier().check(SignedMessage.decode(bytes), set, parts.chainId());
        } catch (DecodeException e) {
            return new MessageCheck.Refused(new Refusal("MESSAGE_MALFORMED", String.valueOf(e.getMessage())));
        }
    }

    private void verified(MessageCheck check) {
        switch (check) {
            case MessageCheck.Accepted accepted -> {
                if (core.started()) {
                    feed(new ConsensusInput.Received(accepted.message()));
                }
            }
            case MessageCheck.Refused refused ->
                LOG.warn("{}: a consensus message is dropped: {}", parts, refused.refusal());
        }
    }

    private ChainKeeper.Make make(PoolKeeper.Chosen chosen) {
        return new ChainKeeper.Make(
                chosen.height(), chosen.round(), chosen.candidates(), made -> self.tell(new Made(made)));
    }

    private void checked(ChainKeeper.Checked checked) {
        checked.refusal()
                .ifPresent(refusal -> LOG.warn(
                        "{}: the block proposed for height {} in round {} is not voted for: {}",
                        parts,
                        checked.height(),
                        checked.round(),
                        refusal));
        feed(new ConsensusInput.BlockValidated(
                checked.height(), checked.round(), checked.blockHash(), checked.refusal()));
    }

    private void carryOut() {
        while (true) {
            switch (queue.next()) {
                case EffectQueue.Next.Pause pause -> {
                    return;
                }
                case EffectQueue.Next.Store store -> store(store.effects());
                case EffectQueue.Next.Perform perform -> perform(perform.effect());
            }
        }
    }

    /** Votes of heights that were decided meanwhile are neither stored nor sent. */
    private void store(List<ConsensusEffect> effects) {
        List<VoteLog.Entry> entries = new ArrayList<>();
        for (ConsensusEffect effect : effects) {
            switch (effect) {
                case ConsensusEffect.PersistPrepared prepared ->
                    entries.add(new VoteLog.Entry.Prepared(prepared.height(), prepared.certificate()));
                case ConsensusEffect.PersistVote vote -> {
                    if (!passed(vote.payload())) {
                        entries.add(new VoteLog.Entry.Vote(sign(vote.payload()).message()));
                    }
                }
                default -> throw new IllegalStateException("not to be stored: " + effect);
            }
        }
        crew.votes().tell(new VoteKeeper.Keep<>(entries, self, Kept.KEPT));
    }

    private boolean passed(Payload payload) {
        return payload.height().compareTo(core.height()) < 0;
    }

    private VerifiedMessage sign(Payload payload) {
        VerifiedMessage message = parts.verifier().sign(payload, parts.key(), validators);
        signed.put(Said.of(payload), message);
        return message;
    }

    private void perform(ConsensusEffect effect) {
        switch (effect) {
            case ConsensusEffect.Broadcast broadcast -> broadcast(broadcast.payload());
            case ConsensusEffect.Resend resend -> send(resend.message());
            case ConsensusEffect.ScheduleTimeout timeout ->
                timers.start(
                        ROUND_TIMER,
                        new RoundTimedOut(timeout.id()),
                        parts.config().timing().rounds().duration(timeout.id().round()));
            case ConsensusEffect.CancelTimeouts cancel -> timers.cancel(ROUND_TIMER);
            case ConsensusEffect.BuildBlock build ->
                crew.pool()
                        .tell(new PoolKeeper.Choose(
                                build.height(), build.round(), chosen -> self.tell(new Chosen(chosen))));
            case ConsensusEffect.ValidateBlock validate ->
                crew.chain()
                        .tell(new ChainKeeper.Check(
                                validate.block(),
                                validate.round(),
                                validate.prepared(),
                                checked -> self.tell(new Checked(checked))));
            case ConsensusEffect.Decide decide ->
                crew.chain().tell(new ChainKeeper.Apply(decide.block(), decide.certificate()));
            case ConsensusEffect.ReportEquivocation report -> report(report);
            case ConsensusEffect.RequestCatchUp request ->
                crew.catchUp()
                        .tell(new CatchUp.Behind(request.height(), parts.entityOf(request.peer()), request.shown()));
            case ConsensusEffect.ShareDecision share ->
                crew.catchUp().tell(new CatchUp.Share(share.height(), parts.entityOf(share.peer())));
            case ConsensusEffect.PersistPrepared prepared -> throw outOfPlace(prepared);
            case ConsensusEffect.PersistVote vote -> throw outOfPlace(vote);
        }
    }

    private static IllegalStateException outOfPlace(ConsensusEffect effect) {
        return new IllegalStateException("what is stored is never performed: " + effect);
    }

    private void broadcast(Payload payload) {
        VerifiedMessage message = signed.remove(Said.of(payload));
        if (message == null && passed(payload)) {
            return;
        }
        if (message == null) {
            throw new IllegalStateException(parts + ": a message would leave that was never stored: " + payload.kind());
        }
        send(message.message());
        self.tell(new Own(message));
    }

    private void send(SignedMessage message) {
        parts.peers().sendToAll(new PeerMessage.Vote(parts.index(), message.canonical()));
    }

    private void report(ConsensusEffect.ReportEquivocation report) {
        LOG.warn("{}: a validator contradicted itself: {}", parts, report.evidence());
        if (report.evidence().signer().equals(parts.key().publicKey())) {
            throw new IllegalStateException(parts + ": somebody else signs with this validator's key");
        }
    }
}
