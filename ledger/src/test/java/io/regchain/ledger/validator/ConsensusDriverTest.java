package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.consensus.MessageVerifier;
import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.node.TestChain;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.storage.VoteLog;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver of the validator whose turn it is to propose, with everyone around it played by the test. */
class ConsensusDriverTest {
    private static final int PROPOSER_OF_HEIGHT_1 = 1;
    private final TestChain chain = TestChain.of("shanghai", 4);
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final List<PeerMessage> sent = new ArrayList<>();
    private final ArrayDeque<PoolKeeper.Command> pool = new ArrayDeque<>();
    private final ArrayDeque<ChainKeeper.Command> keeper = new ArrayDeque<>();
    private final ArrayDeque<VoteKeeper.Command> votes = new ArrayDeque<>();
    private final ArrayDeque<CatchUp.Command> catchUp = new ArrayDeque<>();
    /** What the driver told itself. */
    private final ArrayDeque<ConsensusDriver.Command> own = new ArrayDeque<>();

    @TempDir
    private Path temp;

    private ValidatorStore store;
    private BlockProcessor processor;
    private ProcessedBlock genesis;
    private ConsensusDriver driver;

    @BeforeEach
    void startDriver() {
        processor = new BlockProcessor(
                new NativeContractRuntime(chain.config().contracts(), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        Genesis start = chain.config().genesis();
        genesis = BlockProcessor.genesis(start.chainId(), start.time(), start.validators(), start.state());
        open();
    }

    private void open() {
        store = ValidatorStore.open(temp, PROPOSER_OF_HEIGHT_1, genesis, processor);
        driver = new ConsensusDriver(
                new Host.Surroundings<>(own::add, new NoTimers()),
                parts(),
                new ConsensusDriver.Crew(pool::add, keeper::add, votes::add, catchUp::add));
        tell(new ConsensusDriver.Tip(store.tip(), false, 0));
    }

    private static final class NoTimers implements Timers<ConsensusDriver.Command> {
        @Override
        public void start(String name, ConsensusDriver.Command message, Duration delay) {
            assertThat(delay).isPositive();
        }

        @Override
        public void cancel(String name) {
            assertThat(name).isNotBlank();
        }
    }

    private void tell(ConsensusDriver.Command command) {
        driver.receive(command);
        while (!own.isEmpty()) {
            driver.receive(own.remove());
        }
    }

    private ValidatorParts parts() {
        return new ValidatorParts(
                chain.config(),
                PROPOSER_OF_HEIGHT_1,
                chain.validators().keys().get(PROPOSER_OF_HEIGHT_1),
                TestValidators.key("nobody").publicKey(),
                () -> Hash32.ZERO,
                store,
                processor,
                MessageVerifier.thorough(),
                new SignatureChecks(),
                new StatusBoard(4),
                new ValidatorMeters(new SimpleMeterRegistry(), chain.config().chainId(), PROPOSER_OF_HEIGHT_1),
                new CommitWatch(Runnable::run),
                new DroppedLately(),
                new Peers() {
                    @Override
                    public void send(int validatorIndex, PeerMessage message) {
                        sent.add(message);
                    }

                    @Override
                    public void sendToAll(PeerMessage message) {
                        sent.add(message);
                    }
                },
                workers,
                100);
    }

    @AfterEach
    void stop() {
        workers.shutdown();
        store.close();
    }

    private VoteKeeper.Keep<?> expectKeep() {
        VoteKeeper.Command command = votes.remove();
        return command instanceof VoteKeeper.Keep<?> keep ? keep : expectKeep();
    }

    private void kept(VoteKeeper.Keep<?> keep) {
        keep.reply();
        while (!own.isEmpty()) {
            driver.receive(own.remove());
        }
    }

    private void proposeABlock() {
        tell(new ConsensusDriver.WorkAvailable());
        PoolKeeper.Choose choose = (PoolKeeper.Choose) pool.remove();
        choose.replyTo().tell(new PoolKeeper.Chosen(choose.height(), choose.round(), List.of()));
        tell(own.remove());
        ChainKeeper.Make make = (ChainKeeper.Make) keeper.remove();
        make.replyTo()
                .tell(new ChainKeeper.Made(
                        make.height(), make.round(), blockOne().block()));
        tell(own.remove());
    }

    private ProcessedBlock blockOne() {
        return processor.make(
                store.before(),
                chain.config().clock().now(),
                chain.validators().keys().get(PROPOSER_OF_HEIGHT_1).publicKey(),
                List.of());
    }

    @Test
    void noVoteLeavesBeforeItIsOnDisk() {
        proposeABlock();
        VoteKeeper.Keep<?> keep = expectKeep();
        tell(new ConsensusDriver.WorkAvailable());

        assertThat(keep.entries()).hasSize(1);
        assertThat(votes).isEmpty();
        assertThat(sent).isEmpty();
        kept(keep);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0)).isInstanceOf(PeerMessage.Vote.class);
        assertThat(sent.get(0).sender()).isEqualTo(PROPOSER_OF_HEIGHT_1);
    }

    @Test
    void everyMessageThatLeavesWasKeptBefore() {
        proposeABlock();
        kept(expectKeep());
        assertThat(sent).hasSize(1);
        VoteKeeper.Keep<?> prepare = expectKeep();
        assertThat(prepare.entries().get(0).height()).isEqualTo(new Height(1));
        assertThat(sent).hasSize(1);
        kept(prepare);
        assertThat(sent).hasSize(2);
    }

    /** The disk may hold votes of heights above the blocks it holds: their blocks come from peers. */
    @Test
    void whatWasSaidBeforeTheStartBindsAtAHeightThatIsReachedByCatchingUp() {
        ProcessedBlock first = blockOne();
        Prepare earlier = new Prepare(chain.config().chainId(), new Height(2), new Round(3), first.hash());
        SignedMessage vote = MessageVerifier.thorough()
                .sign(earlier, chain.validators().keys().get(PROPOSER_OF_HEIGHT_1), first.nextValidators())
                .message();
        store.votes().append(List.of(new VoteLog.Entry.Vote(vote)));
        store.close();
        open();
        assertThat(sent).isEmpty();

        tell(new ConsensusDriver.Tip(first.tip(), false, 0));

        assertThat(sent).containsExactly(new PeerMessage.Vote(PROPOSER_OF_HEIGHT_1, vote.canonical()));
    }
}
