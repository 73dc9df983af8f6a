package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.tls.SmCertificateAuthority;
import io.regchain.ledger.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let into a cluster: nodes with a valid certificate of its authority and organisation, nobody else. */
class ClusterMembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final NodeAddress LOOPBACK = new NodeAddress("127.0.0.1", 0);
    private final SmCertificateAuthority authority = SmCertificateAuthority.create("the hub's", Instant.now());
    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    @AfterEach
    void stopAll() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(system -> await().atMost(PATIENCE)
                .until(() -> system.getWhenTerminated().toCompletableFuture().isDone()));
    }

    @TempDir
    private Path dataDir;

    @TempDir
    private Path other;

    private ActorSystem<Void> start(TlsIdentity identity, List<NodeAddress> seeds) {
        return start(identity, seeds, dataDir);
    }

    private ActorSystem<Void> start(TlsIdentity identity, List<NodeAddress> seeds, Path dataDir) {
        ActorSystem<Void> system =
                LedgerSystem.member(new ClusterSettings(LOOPBACK, LOOPBACK, seeds, 1, dataDir, identity));
        // Asked later, when it may have given up and ended already.
        Cluster.get(system);
        systems.add(system);
        return system;
    }

    private TlsIdentity issued(SmCertificateAuthority by, int organisation, Instant at) {
        return by.issue("node", TestValidators.organisation(organisation), at);
    }

    private static NodeAddress address(ActorSystem<?> system) {
        return new NodeAddress(
                "127.0.0.1",
                Cluster.get(system).selfMember().address().getPort().orElseThrow());
    }

    private static TreeSet<Integer> up(ActorSystem<?> system) {
        TreeSet<Integer> ports = new TreeSet<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (member.status().equals(MemberStatus.up())) {
                ports.add(member.address().getPort().orElseThrow());
            }
        }
        return ports;
    }

    private ActorSystem<Void> withoutTls(NodeAddress seed) {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "regchain",
                ConfigFactory.parseString("pekko.remote.artery { transport = tcp, canonical { hostname = 127.0.0.1"
                                + ", port = 0 } }, pekko.cluster.seed-nodes = [\"" + seed + "\"]")
                        .withFallback(ConfigFactory.parseResources("ledger-cluster.conf"))
                        .withFallback(ConfigFactory.load()));
        // Asked later, when it may have given up and ended already.
        Cluster.get(system);
        systems.add(system);
        return system;
    }

    private Path copyOfTheDataDirectory() throws IOException {
        Files.copy(dataDir.resolve("storage"), other.resolve("storage"));
        return other;
    }

    @Test
    void onlyNodesWithAValidCertificateOfTheAuthorityAndTheOrganisationWithTheSameDirectoryJoin() throws IOException {
        ActorSystem<Void> founder = start(issued(authority, 1, Instant.now()), List.of());
        Cluster.get(founder)
                .manager()
                .tell(Join.create(Cluster.get(founder).selfMember().address()));
        await().atMost(PATIENCE).until(() -> up(founder).size() == 1);
        List<NodeAddress> seeds = List.of(address(founder));

        SmCertificateAuthority another = SmCertificateAuthority.create("another", Instant.now());
        TlsIdentity foreign = issued(another, 1, Instant.now());
        List<ActorSystem<Void>> strangers = List.of(
                start(foreign, seeds),
                start(new TlsIdentity(foreign.key(), foreign.certificate(), authority.certificate()), seeds),
                start(issued(authority, 1, Instant.now().minus(Duration.ofDays(4 * 365))), seeds),
                start(issued(authority, 2, Instant.now()), seeds),
                start(issued(authority, 1, Instant.now()), seeds, copyOfTheDataDirectory()),
                withoutTls(seeds.get(0)));
        ActorSystem<Void> friend = start(issued(authority, 1, Instant.now()), seeds);

        await().atMost(PATIENCE)
                .until(() -> up(founder).size() == 2 && up(friend).size() == 2);
        assertThat(up(founder))
                .containsExactlyInAnyOrder(
                        address(founder).port(), address(friend).port());
        assertThat(strangers).allSatisfy(stranger -> assertThat(up(stranger)).isEmpty());
        assertThat(founder.getWhenTerminated().toCompletableFuture()).isNotDone();
    }
}
