package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.protocol.base.Height;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver of the validator whose turn it is to propose, with everyone around it played by the test. */
class ConsensusDriverTest {
    private static final int PROPOSER_OF_HEIGHT_1 = 1;
    private final TestChain chain = TestChain.of("shanghai", 4);
    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final BlockingQueue<PeerMessage> sent = new LinkedBlockingQueue<>();
    private final TestProbe<PoolKeeper.Command> pool = kit.createTestProbe();
    private final TestProbe<ChainKeeper.Command> keeper = kit.createTestProbe();
    private final TestProbe<VoteKeeper.Command> votes = kit.createTestProbe();
    private final TestProbe<CatchUp.Command> catchUp = kit.createTestProbe();

    @TempDir
    private Path temp;

    private ValidatorStore store;
    private BlockProcessor processor;
    private ActorRef<ConsensusDriver.Command> driver;

    @BeforeEach
    void startDriver() {
        processor = new BlockProcessor(
                new NativeContractRuntime(chain.config().contracts(), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        Genesis start = chain.config().genesis();
        ProcessedBlock genesis =
                BlockProcessor.genesis(start.chainId(), start.time(), start.validators(), start.state());
        store = ValidatorStore.open(temp, PROPOSER_OF_HEIGHT_1, genesis, processor);
        driver = kit.spawn(ConsensusDriver.create(
                parts(), new ConsensusDriver.Crew(pool.ref(), keeper.ref(), votes.ref(), catchUp.ref())));
        driver.tell(new ConsensusDriver.Tip(store.tip(), false, 0));
    }

    private ValidatorParts parts() {
        return new ValidatorParts(
                chain.config(),
                PROPOSER_OF_HEIGHT_1,
                chain.validators().keys().get(PROPOSER_OF_HEIGHT_1),
                store,
                processor,
                new SignatureChecks(),
                new StatusBoard(4),
                new ValidatorMeters(new SimpleMeterRegistry(), chain.config().chainId(), PROPOSER_OF_HEIGHT_1),
                new CommitWatch(Runnable::run),
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
        kit.shutdownTestKit();
        workers.shutdown();
        store.close();
    }

    private VoteKeeper.Keep<?> expectKeep() {
        VoteKeeper.Command command = votes.receiveMessage();
        return command instanceof VoteKeeper.Keep<?> keep ? keep : expectKeep();
    }

    private void proposeABlock() {
        driver.tell(new ConsensusDriver.WorkAvailable());
        pool.expectMessage(PoolKeeper.LookForWork.NOW);
        PoolKeeper.Choose choose = pool.expectMessageClass(PoolKeeper.Choose.class);
        choose.replyTo().tell(new PoolKeeper.Chosen(choose.height(), choose.round(), List.of()));
        ChainKeeper.Make make = keeper.expectMessageClass(ChainKeeper.Make.class);
        ProcessedBlock made = processor.make(
                store.before(),
                chain.config().clock().now(),
                chain.validators().keys().get(PROPOSER_OF_HEIGHT_1).publicKey(),
                List.of());
        make.replyTo().tell(new ChainKeeper.Made(make.height(), make.round(), made.block()));
    }

    @Test
    void noVoteLeavesBeforeItIsOnDisk() throws InterruptedException {
        proposeABlock();
        VoteKeeper.Keep<?> keep = expectKeep();
        driver.tell(new ConsensusDriver.WorkAvailable());

        assertThat(keep.entries()).hasSize(1);
        votes.expectNoMessage(Duration.ofMillis(200));
        assertThat(sent).isEmpty();
        keep.reply();
        PeerMessage proposal = sent.poll(30, TimeUnit.SECONDS);
        assertThat(proposal).isInstanceOf(PeerMessage.Vote.class);
        assertThat(((PeerMessage.Vote) proposal).sender()).isEqualTo(PROPOSER_OF_HEIGHT_1);
    }

    @Test
    void everyMessageThatLeavesWasKeptBefore() throws InterruptedException {
        proposeABlock();
        VoteKeeper.Keep<?> proposal = expectKeep();
        proposal.reply();
        assertThat(sent.poll(30, TimeUnit.SECONDS)).isNotNull();
        VoteKeeper.Keep<?> prepare = expectKeep();
        assertThat(prepare.entries().get(0).height()).isEqualTo(new Height(1));
        assertThat(sent).isEmpty();
        prepare.reply();
        assertThat(sent.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
}
