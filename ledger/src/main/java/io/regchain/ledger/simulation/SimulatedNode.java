package io.regchain.ledger.simulation;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.regchain.ledger.storage.SnapshotReader;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.validator.CommitWatch;
import io.regchain.ledger.validator.DroppedLately;
import io.regchain.ledger.validator.Joining;
import io.regchain.ledger.validator.JoiningParts;
import io.regchain.ledger.validator.JoiningValidator;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.validator.RunningValidator;
import io.regchain.ledger.validator.StatusBoard;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.ledger.validator.ValidatorMeters;
import io.regchain.ledger.validator.ValidatorParts;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2Signer;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One validator with its disk, through all its lives. */
final class SimulatedNode {
    private static final int POOL = 500;

    private final ChainSimulation chain;
    private final int index;
    private final Sm2Signer key;
    private final SimulatedPeers peers;
    private final SimulatedDisk disk;
    private int lives;
    /** Random numbers drawn so far. */
    private int drawn;

    private Optional<Life> life = Optional.empty();
    /** Dead for good. */
    private boolean gone;

    /** One of the two: first it may join, then it runs. */
    private record Life(int number, Optional<JoiningValidator> joining, Optional<Running> running) {}

    private record Running(RunningValidator validator, ValidatorStore store) {}

    SimulatedNode(ChainSimulation chain, int index, Sm2Signer key, SimulatedPeers peers) {
        this.chain = chain;
        this.index = index;
        this.key = key;
        this.peers = peers;
        this.disk = new SimulatedDisk("disk of #" + index);
        disk.lieAboutForcing(chain.setup().defect()::spoils);
    }

    int index() {
        return index;
    }

    Sm2Signer key() {
        return key;
    }

    /** Its store is open. */
    boolean up() {
        return running().isPresent();
    }

    /** Power is on, perhaps without a store yet. */
    boolean alive() {
        return life.isPresent();
    }

    private Optional<Running> running() {
        return life.flatMap(Life::running);
    }

    boolean gone() {
        return gone;
    }

    /** @throws IllegalStateException while it is down */
    ValidatorStore store() {
        return running()
                .orElseThrow(() -> new IllegalStateException("#" + index + " is down"))
                .store();
    }

    SimulatedDisk disk() {
        return disk;
    }

    // ---- lives

    void boot() {
        if (alive() || gone) {
            return;
        }
        lives++;
        int number = lives;
        chain.transcript().line("#" + index + " starts");
        life = Optional.of(new Life(number, Optional.empty(), Optional.empty()));
        starting(() -> {
            boolean mayJoin = chain.setup().stateSync().isWanted()
                    && SnapshotReader.mayBegin(disk, index, chain.world().genesis());
            if (mayJoin) {
                join(number);
            } else {
                open(number);
            }
        });
    }

    private void join(int number) {
        JoiningValidator joining = JoiningValidator.start(
                joiningParts(), new SimulatedHost(this, chain, number), end -> joined(number, end));
        life = Optional.of(new Life(number, Optional.of(joining), Optional.empty()));
    }

    private void joined(int number, Joining.End end) {
        switch (end) {
            case Joining.End.Synced synced -> {
                chain.tally().count("state syncs");
                chain.transcript().line("#" + index + " has the state of block " + synced.height());
            }
            case Joining.End.SteppedAside aside ->
                chain.transcript().line("#" + index + " takes no snapshot: " + aside.why());
        }
        chain.schedule().after(0, () -> live(number, () -> starting(() -> open(number))));
    }

    private void open(int number) {
        ValidatorStore store = ValidatorStore.open(
                disk, index, chain.world().genesis(), chain.world().processor());
        RunningValidator validator =
                RunningValidator.start(parts(store), new SimulatedHost(this, chain, number), () -> chain.schedule()
                        .after(0, () -> live(number, this::beginAgain)));
        life = Optional.of(new Life(number, Optional.empty(), Optional.of(new Running(validator, store))));
        chain.watch().looked(this);
    }

    private JoiningParts joiningParts() {
        World world = chain.world();
        return new JoiningParts(
                world.config(chain.clock(index)),
                index,
                disk,
                world.genesis(),
                peers,
                new StatusBoard(chain.setup().seats()),
                chain.setup().stateSync());
    }

    private void starting(Runnable action) {
        try {
            action.run();
        } catch (SimulatedDisk.PowerLost lost) {
            chain.crash(this, "power lost while starting");
        } catch (StorageException damaged) {
            chain.failed(this, damaged);
        }
    }

    private ValidatorParts parts(ValidatorStore store) {
        World world = chain.world();
        return new ValidatorParts(
                world.config(chain.clock(index)),
                index,
                key,
                world.listener(),
                this::newBirth,
                store,
                world.processor(),
                world.verifier(),
                world.signatures(),
                new StatusBoard(chain.setup().seats()),
                new ValidatorMeters(new CompositeMeterRegistry(), world.chainId(), index),
                new CommitWatch(Runnable::run),
                new DroppedLately(),
                peers,
                world.workers(),
                POOL);
    }

    private Hash32 newBirth() {
        drawn++;
        return Sm3.hash(Bytes.utf8("birth " + index + " " + drawn).unsafeArray());
    }

    private void beginAgain() {
        chain.tally().count("begun again, since nobody handed over the first block");
        store().close();
        disk.kill();
        stop();
        boot();
    }

    /** Ends this life; what the disk forgets is decided by whoever calls. */
    void stop() {
        life = Optional.empty();
    }

    void die() {
        gone = true;
    }

    /** Runs something of one life, unless that life is over; power may go in the middle. */
    void live(int number, Runnable action) {
        if (life.filter(now -> now.number() == number).isEmpty()) {
            return;
        }
        try {
            action.run();
            chain.watch().looked(this);
        } catch (SimulatedDisk.PowerLost lost) {
            chain.crash(this, "power lost while writing");
        } catch (RuntimeException failed) {
            chain.failed(this, failed);
        }
    }

    long takeDiskDelay() {
        return disk.takeWaited().toMillis();
    }

    // ---- what comes from outside

    void hear(PeerMessage message) {
        peers.overhear(message);
        life.ifPresent(now -> live(now.number(), () -> {
            now.joining().ifPresent(joining -> joining.hear(message));
            now.running().ifPresent(running -> running.validator().hear(message));
        }));
    }

    CompletableFuture<SubmitOutcome> submit(Transaction transaction) {
        return running().map(now -> now.validator().submit(transaction)).orElseGet(CompletableFuture::new);
    }
}
