package io.regchain.ledger.node;

import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.validator.JoiningValidator;
import io.regchain.ledger.validator.RunningValidator;
import io.regchain.ledger.validator.ValidatorParts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One validator as a sharded entity: begins with a snapshot when it has no chain and its peers are far, opens its store,
 * reads its votes, then starts the actors that do the work and hands them what peers send. When one of them fails the
 * validator stops and stays stopped: it says so, and its peers go on. When nobody hands over the first block it ends, and
 * whoever wakes it lets it ask for a snapshot again.
 */
final class ValidatorEntity {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorEntity.class);
    private static final Duration OPEN_AGAIN = Duration.ofSeconds(1);
    /** In a cluster a paused node may hold the directory of a validator that moved for as long as it is paused. */
    private static final int ATTEMPTS_UNTIL_TOLD = 30;

    /** One that was stopped and started in this process waits for its files to be closed. */
    private static final int ATTEMPTS_ALONE = 3;

    private final ActorContext<ValidatorMessage> context;
    private final HostedChain.Seat seat;
    private CompletableFuture<ValidatorStore> store =
            CompletableFuture.failedFuture(new IllegalStateException("the store was never opened"));
    private Optional<JoiningValidator> joining = Optional.empty();
    /** The peers have been asked, whatever came of it. */
    private boolean joined;

    private int attempts;

    private ValidatorEntity(ActorContext<ValidatorMessage> context, HostedChain.Seat seat) {
        this.context = context;
        this.seat = seat;
    }

    /** @param host says whether this node may run the validator, and how */
    static Behavior<ValidatorMessage> create(String entityId, ChainHost host) {
        return Behaviors.setup(context -> host.seat(ValidatorIds.parse(entityId))
                .map(seat -> new ValidatorEntity(context, seat).opening())
                .orElseGet(() -> absent(entityId, host)));
    }

    /** A validator without a key here, or one that was stopped on purpose: deaf until it may run. */
    private static Behavior<ValidatorMessage> absent(String entityId, ChainHost host) {
        return Behaviors.receiveMessage(message -> switch (message) {
            case ValidatorMessage.Wake wake ->
                host.seat(ValidatorIds.parse(entityId)).isPresent() ? create(entityId, host) : Behaviors.same();
            case ValidatorMessage.Stop stop -> Behaviors.stopped();
            case ValidatorMessage.FromPeer fromPeer -> Behaviors.same();
            case ValidatorMessage.Opened opened -> Behaviors.same();
            case ValidatorMessage.BeginAgain late -> Behaviors.same();
            case ValidatorMessage.Retry retry -> Behaviors.same();
        });
    }

    private Behavior<ValidatorMessage> opening() {
        look();
        return Behaviors.withTimers(timers -> Behaviors.receive(ValidatorMessage.class)
                .onMessage(ValidatorMessage.Opened.Ready.class, ready -> running(ready.store()))
                .onMessage(ValidatorMessage.Opened.Looked.class, looked -> {
                    if (looked.mayJoin()) {
                        join();
                    } else {
                        open();
                    }
                    return Behaviors.same();
                })
                .onMessage(ValidatorMessage.Opened.Joined.class, end -> {
                    joining = Optional.empty();
                    joined = true;
                    open();
                    return Behaviors.same();
                })
                .onMessage(ValidatorMessage.FromPeer.class, fromPeer -> {
                    joining.ifPresent(validator -> validator.hear(fromPeer.message()));
                    return Behaviors.same();
                })
                .onMessage(ValidatorMessage.Opened.Failed.class, failed -> {
                    if (failed.reason() instanceof StorageException.InUse && mayAttemptAgain()) {
                        timers.startSingleTimer(ValidatorMessage.Retry.RETRY, OPEN_AGAIN);
                        return Behaviors.same();
                    }
                    return failed(failed.reason());
                })
                .onMessage(ValidatorMessage.Retry.class, retry -> {
                    if (joined) {
                        open();
                    } else {
                        look();
                    }
                    return Behaviors.same();
                })
                .onMessage(ValidatorMessage.Stop.class, stop -> Behaviors.stopped())
                .onMessage(ValidatorMessage.class, tooEarly -> Behaviors.same())
                .onSignal(ChildFailed.class, failed -> failed(failed.cause()))
                .onSignal(PostStop.class, stopped -> {
                    joining.ifPresent(seat::letGo);
                    seat.letGo(store);
                    return Behaviors.same();
                })
                .build());
    }

    private boolean mayAttemptAgain() {
        attempts++;
        boolean alone = Cluster.get(context.getSystem()).state().members().size() <= 1;
        if (!alone && attempts % ATTEMPTS_UNTIL_TOLD == 0) {
            LOG.warn("validator {} waits: its directory is held elsewhere, perhaps by a node that hangs", seat);
        }
        return !alone || seat.isClosing() || attempts < ATTEMPTS_ALONE;
    }

    /** A validator without a chain first asks its peers how far theirs is. */
    private void look() {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(seat::mayJoin, seat.diskExecutor()),
                (mayJoin, error) -> error == null ? new ValidatorMessage.Opened.Looked(mayJoin) : failure(error));
    }

    private static ValidatorMessage failure(Throwable error) {
        return new ValidatorMessage.Opened.Failed(error.getCause() == null ? error : error.getCause());
    }

    private void join() {
        ActorRef<ValidatorMessage> self = context.getSelf();
        joining = Optional.of(JoiningValidator.start(
                seat.joiningParts(),
                new ActorHost(context),
                end -> self.tell(new ValidatorMessage.Opened.Joined(end))));
    }

    private void open() {
        store = CompletableFuture.supplyAsync(seat::openStore, seat.diskExecutor());
        context.pipeToSelf(
                store, (opened, error) -> error == null ? new ValidatorMessage.Opened.Ready(opened) : failure(error));
    }

    /** Whoever wakes this validator next finds it failed and leaves it alone. */
    private Behavior<ValidatorMessage> failed(Throwable reason) {
        if (reason instanceof StorageException) {
            LOG.error("validator {} stops: {}", seat, reason.getMessage());
        } else {
            LOG.error("validator {} stops", seat, reason);
        }
        seat.failed(reason);
        return Behaviors.stopped();
    }

    private Behavior<ValidatorMessage> running(ValidatorStore opened) {
        ValidatorParts parts = seat.parts(opened);
        ActorRef<ValidatorMessage> self = context.getSelf();
        RunningValidator validator = RunningValidator.start(
                parts, new ActorHost(context), () -> self.tell(ValidatorMessage.BeginAgain.BEGIN_AGAIN));
        LocalChainNode node = seat.started(parts, validator);
        return Behaviors.receive(ValidatorMessage.class)
                .onMessage(ValidatorMessage.FromPeer.class, fromPeer -> {
                    validator.hear(fromPeer.message());
                    return Behaviors.same();
                })
                .onMessage(ValidatorMessage.Stop.class, stop -> Behaviors.stopped())
                .onMessage(
                        ValidatorMessage.BeginAgain.class,
                        again -> seat.mayBeginAgain() ? Behaviors.stopped() : Behaviors.same())
                .onMessage(ValidatorMessage.class, other -> Behaviors.same())
                .onSignal(ChildFailed.class, failed -> failed(failed.cause()))
                .onSignal(PostStop.class, stopped -> {
                    seat.stopped(node, parts);
                    return Behaviors.same();
                })
                .build();
    }
}
