package io.regchain.ledger.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Actor systems with the settings that validators need. One process alone and many together run the same code. */
public final class LedgerSystem {
    static final String DISK_DISPATCHER = "regchain.disk-dispatcher";

    private LedgerSystem() {}

    /** A cluster of this process alone, on a loopback port the system chooses. */
    public static ActorSystem<Void> embedded(String name) {
        Config config = ConfigFactory.parseString("pekko.remote.artery.advanced.maximum-frame-size = 256 KiB")
                .withFallback(config("127.0.0.1", 0, List.of(), 1));
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, config);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    /**
     * The configuration of one node of a cluster.
     *
     * @param port 0 lets the system choose
     * @param seeds addresses such as {@code pekko://regchain@10.0.0.1:7355}; empty when the node is told to join later
     * @param minMembers validators start once so many nodes are up
     */
    public static Config config(String host, int port, List<String> seeds, int minMembers) {
        String text = String.format(
                Locale.ROOT,
                "pekko.remote.artery.canonical.hostname = \"%s\"%n"
                        + "pekko.remote.artery.canonical.port = %d%n"
                        + "pekko.cluster.min-nr-of-members = %d%n"
                        + "pekko.cluster.seed-nodes = [%s]%n",
                host,
                port,
                minMembers,
                seeds.stream().map(seed -> '"' + seed + '"').collect(Collectors.joining(", ")));
        return ConfigFactory.parseString(text)
                .withFallback(ConfigFactory.parseResources(LedgerSystem.class.getClassLoader(), "ledger-cluster.conf"))
                .withFallback(ConfigFactory.load());
    }
}
