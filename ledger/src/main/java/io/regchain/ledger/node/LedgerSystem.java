package io.regchain.ledger.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.regchain.ledger.tls.ClusterTls;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;

/** Actor systems with the settings that validators need. One process alone and many together run the same code. */
public final class LedgerSystem {
    static final String DISK_DISPATCHER = "regchain.disk-dispatcher";
    /** Nodes find each other only under one name. */
    static final String CLUSTER = "regchain";

    private LedgerSystem() {}

    /**
     * A cluster of this process alone, on a loopback port the system chooses. It connects to nobody and nobody has reason
     * to connect to it, so there is no TLS.
     */
    public static ActorSystem<Void> embedded(String name) {
        NodeAddress loopback = new NodeAddress("127.0.0.1", 0);
        Config config = ConfigFactory.parseString(
                        "pekko.remote.artery { transport = tcp" + ", advanced.maximum-frame-size = 256 KiB }")
                .withFallback(config(loopback, loopback, List.of(), 1));
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, config);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    /** One node of a cluster. Every connection between nodes is mutual TLS with national algorithms. */
    public static ActorSystem<Void> member(ClusterSettings settings) {
        Config config = ConfigFactory.parseMap(Map.of(SameStorage.PATH, StorageIdentity.of(settings.dataDir())))
                .withFallback(
                        config(settings.reachedAt(), settings.listensAt(), settings.seeds(), settings.minMembers()));
        ClusterTls tls = new ClusterTls(settings.identity());
        return ActorSystem.create(
                Behaviors.empty(),
                CLUSTER,
                ActorSystemSetup.create(BootstrapSetup.create(config), SSLEngineProviderSetup.create(system -> tls)));
    }

    private static Config config(NodeAddress reachedAt, NodeAddress listensAt, List<NodeAddress> seeds, int members) {
        Map<String, Object> own = Map.of(
                "pekko.remote.artery.canonical.hostname", reachedAt.host(),
                "pekko.remote.artery.canonical.port", reachedAt.port(),
                "pekko.remote.artery.bind.hostname", listensAt.host(),
                "pekko.remote.artery.bind.port", reachedAt.equals(listensAt) ? "" : listensAt.port(),
                "pekko.cluster.min-nr-of-members", members,
                "pekko.cluster.seed-nodes",
                        ConfigValueFactory.fromIterable(
                                seeds.stream().map(NodeAddress::toString).toList()));
        return ConfigFactory.parseMap(own)
                .withFallback(ConfigFactory.parseResources(LedgerSystem.class.getClassLoader(), "ledger-cluster.conf"))
                .withFallback(ConfigFactory.load());
    }
}
