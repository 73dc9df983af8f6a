package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.Hellos;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.ledger.validator.Peers;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void withoutTheLeaseNoVoteLeavesButQuestionsMay() {
        List<PeerMessage> sent = new ArrayList<>();
        AtomicBoolean held = new AtomicBoolean(true);
        Peers all = new Peers() {
            @Override
            public void send(int validatorIndex, PeerMessage message) {
                sent.add(message);
            }

            @Override
            public void sendToAll(PeerMessage message) {
                sent.add(message);
            }
        };
        LeasedPeers peers = new LeasedPeers("jiangsu~0", held::get, all);
        PeerMessage vote = new PeerMessage.Vote(0, Bytes.utf8("vote"));
        PeerMessage hello = Hellos.of(0, Height.ZERO);
        peers.sendToAll(vote);

        held.set(false);
        assertThatThrownBy(() -> peers.sendToAll(vote)).isInstanceOf(Lease.Lost.class);
        assertThatThrownBy(() -> peers.send(1, vote)).isInstanceOf(Lease.Lost.class);
        peers.sendToAll(hello);
        assertThat(sent).containsExactly(vote, hello);
    }

    @Test
    void aValidatorWhoseDirectoryIsTakenFromItStopsBeforeItVotesAgainAndTheOthersGoOn(@TempDir Path temp)
            throws IOException {
        TestChain chain = TestChain.of("jiangsu", 4);
        ActorSystem<Void> system = LedgerSystem.embedded("lease");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        try {
            ChainHandle handle = cluster.host(chain.config(), chain.keys());
            handle.ready(PATIENCE)
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            Files.delete(temp.resolve("jiangsu/2/lock"));

            Transaction transaction = Transaction.sign(
                    chain.config().chainId(),
                    TestValidators.key("alice"),
                    Sequence.ZERO,
                    "a",
                    "run",
                    CanonicalJson.encode(io.regchain.ledger.execution.ScriptContract.script("['write','x','1']")));
            ChainNode first = handle.node(0);
            first.submit(transaction);

            assertThat(first.awaitReceipt(transaction.id(), PATIENCE)
                            .toCompletableFuture()
                            .join()
                            .receipt()
                            .succeeded())
                    .isTrue();
            await().atMost(PATIENCE).until(() -> handle.localNodes().size() == 3);
            assertThatThrownBy(() -> handle.node(2)).hasMessageContaining("lease");
        } finally {
            system.terminate();
            cluster.closed()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }
}
