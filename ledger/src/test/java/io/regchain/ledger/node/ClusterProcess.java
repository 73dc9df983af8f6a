package io.regchain.ledger.node;

import static io.regchain.ledger.execution.ScriptContract.script;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.tls.TlsFiles;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * One node of a cluster under test: hosts the chains, puts load on them, tells on its output what it sees, and takes
 * orders on its input. It ends with {@value #TRY_AGAIN} when the cluster has put it out or it found none: whoever started
 * it starts it again.
 *
 * <p>Output: {@code up}, {@code block <chain> <validator> <height> <hash>}, {@code ack <chain> <transaction> <height>},
 * {@code tip <chain> <validator> <height>}, and answers. Input: {@code clock <ms>},
 * {@code find <chain> <transaction>…}, {@code history <chain>}.
 */
final class ClusterProcess {
    static final int TRY_AGAIN = 75;
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration END_WITHIN = Duration.ofSeconds(20);
    private static final Logger TLS = Logger.getLogger("org.bouncycastle.jsse");

    private final PrintStream out = System.out;
    private final AtomicLong clockOffset = new AtomicLong();
    private final Map<String, ChainHandle> chains = new ConcurrentSkipListMap<>();
    private final Map<ChainNode, Boolean> followed = new ConcurrentHashMap<>();
    private final String name;
    private final long rest;

    private ClusterProcess(String name, long rest) {
        this.name = name;
        this.rest = rest;
    }

    /**
     * Arguments: name, data directory, identity directory, reached at, listens at, seeds, chains ({@code a:4,b:7}), rest
     * between transactions (ms).
     */
    public static void main(String[] arguments) throws Exception {
        TLS.setLevel(Level.OFF);
        List<Integer> ports =
                Arrays.stream(arguments[5].split(",")).map(Integer::valueOf).toList();
        Path identity = Path.of(arguments[2]);
        TlsFiles files = new TlsFiles(
                identity.resolve("authority.pem"), identity.resolve("certificate.pem"), identity.resolve("key.pem"));
        ClusterSettings settings = new ClusterSettings(
                loopback(Integer.parseInt(arguments[3])),
                loopback(Integer.parseInt(arguments[4])),
                ports.stream().map(ClusterProcess::loopback).toList(),
                ports.size() / 2 + 1,
                Path.of(arguments[1]),
                files.read(Instant.now()));
        new ClusterProcess(arguments[0], Long.parseLong(arguments[7])).run(settings, arguments[6].split(","));
    }

    private static NodeAddress loopback(int port) {
        return new NodeAddress("127.0.0.1", port);
    }

    private void run(ClusterSettings settings, String[] wanted) throws Exception {
        ActorSystem<Void> system = LedgerSystem.member(settings);
        LedgerCluster cluster =
                LedgerCluster.start(system, LedgerSettings.of(settings.dataDir(), new SimpleMeterRegistry()));
        system.getWhenTerminated().thenCompose(done -> cluster.closed()).whenComplete((done, error) -> end());
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "end-at-last", () -> {
            Thread.ofPlatform().daemon().start(this::endAtLast);
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        for (String chain : wanted) {
            host(cluster, chain.split(":")[0], Integer.parseInt(chain.split(":")[1]));
        }
        Thread.ofVirtual().start(() -> requireUp(system));
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(this::look, 200, 200, TimeUnit.MILLISECONDS);
        chains.keySet().forEach(chain -> Thread.ofPlatform().daemon().start(() -> load(chain)));
        obey();
    }

    /** An actor system may wait long for a connection to end. What it leaves is what a kill leaves, which is sound. */
    private void endAtLast() {
        sleep(END_WITHIN.toMillis());
        end();
    }

    private void end() {
        out.println("ended");
        out.flush();
        Runtime.getRuntime().halt(TRY_AGAIN);
    }

    private void host(LedgerCluster cluster, String chainName, int size) {
        TestChain chain = TestChain.of(chainName, size);
        ChainConfig plain = chain.config();
        ClockSource clock = () -> BlockTime.of(Instant.now().plusMillis(clockOffset.get()));
        chains.put(
                chainName,
                cluster.host(
                        new ChainConfig(plain.chainId(), plain.genesis(), plain.contracts(), plain.timing(), clock),
                        chain.keys()));
    }

    private void requireUp(ActorSystem<?> system) {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (!Cluster.get(system).selfMember().status().equals(MemberStatus.up())) {
            if (System.nanoTime() > until) {
                out.println("alone");
                end();
            }
            sleep(100);
        }
        out.println("up");
    }

    /** Follows validators that have come here, and tells where all of them are. */
    private void look() {
        chains.forEach((chain, handle) -> {
            for (ChainNode node : handle.localNodes()) {
                followed.computeIfAbsent(node, fresh -> follow(chain, fresh));
                out.println("tip " + chain + " " + node.validatorIndex() + " " + node.height());
            }
        });
    }

    private Boolean follow(String chain, ChainNode node) {
        node.blocks(
                node.height(),
                block -> out.println(
                        "block " + chain + " " + node.validatorIndex() + " " + block.height() + " " + block.hash()));
        return Boolean.TRUE;
    }

    /** One transaction after the other through whichever validators run here. */
    private void load(String chain) {
        while (true) {
            List<NodeTransactionGateway> here = chains.get(chain).localNodes().stream()
                    .map(NodeTransactionGateway::new)
                    .toList();
            if (here.isEmpty()) {
                sleep(200);
            } else {
                submit(chain, here);
            }
        }
    }

    private void submit(String chain, List<NodeTransactionGateway> here) {
        TransactionSubmitter submitter = new TransactionSubmitter(
                chains.get(chain).chainId(),
                TestValidators.key("load of " + name),
                here,
                Executors.newVirtualThreadPerTaskExecutor());
        try {
            for (int i = 0; i < 20; i++) {
                TransactionRecord done = submitter
                        .submit("a", "run", script("['write','" + name + "','" + i + "']"), Duration.ofSeconds(10))
                        .toCompletableFuture()
                        .join();
                out.println("ack " + chain + " " + done.transaction().id() + " " + done.height());
                sleep(rest);
            }
        } catch (RuntimeException notNow) {
            out.println(
                    "slow " + chain + " " + String.valueOf(notNow.getMessage()).replace('\n', ' '));
            sleep(200);
        }
    }

    private void obey() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "clock" -> clockOffset.set(Long.parseLong(words[1]));
                case "find" -> find(words[1], Arrays.asList(words).subList(2, words.length));
                case "history" -> history(words[1]);
                default -> throw new IllegalArgumentException("no such order: " + line);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private Optional<ChainNode> furthest(String chain) {
        return chains.get(chain).localNodes().stream().max(java.util.Comparator.comparing(ChainNode::height));
    }

    /** Of these, the ones that no block holds here. */
    private void find(String chain, List<String> transactions) {
        Optional<ChainNode> node = furthest(chain);
        List<String> missing = new ArrayList<>();
        for (String each : transactions) {
            if (node.flatMap(here -> here.transaction(Hash32.ofHex(each))).isEmpty()) {
                missing.add(each);
            }
        }
        out.println("missing " + chain + " " + missing.size() + " " + String.join(" ", missing));
    }

    private void history(String chain) {
        for (ChainNode node : chains.get(chain).localNodes()) {
            long last = node.height().value();
            for (long h = 0; h <= last; h++) {
                out.println("block " + chain + " " + node.validatorIndex() + " " + h + " "
                        + node.block(new Height(h)).orElseThrow().hash());
            }
        }
        out.println("told " + chain);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
