package io.regchain.ledger.node;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.tls.SmCertificateAuthority;
import io.regchain.ledger.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Three processes of one cluster on loopback, each behind a {@link CuttableLink}, under load; what is done to them, and
 * what must hold whatever is done: one hash at each height, blocks that flow again, nothing acknowledged lost.
 */
final class ClusterHarness implements AutoCloseable {
    static final int NODES = 3;
    private final Path directory;
    private final Map<String, Integer> chains = new TreeMap<>();
    private final Duration rest;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, Long> heights = new ConcurrentHashMap<>();
    private final Map<String, SortedSet<String>> acknowledged = new ConcurrentHashMap<>();
    private final List<String> breaches = new java.util.concurrent.CopyOnWriteArrayList<>();

    /**
     * @param chains sizes by name
     * @param rest of each process between one transaction and the next on a chain
     */
    ClusterHarness(Path directory, Map<String, Integer> chains, Duration rest) {
        this.directory = directory;
        this.rest = rest;
        this.chains.putAll(chains);
        chains.keySet().forEach(chain -> {
            heights.put(chain, 0L);
            acknowledged.put(chain, new ConcurrentSkipListSet<>());
        });
        SmCertificateAuthority authority = SmCertificateAuthority.create("cluster test", Instant.now());
        for (int i = 0; i < NODES; i++) {
            TlsFiles.write(
                    directory.resolve("identity-" + i),
                    authority.issue("node-" + i, TestValidators.organisation(1), Instant.now()));
            nodes.add(new Node(i));
        }
    }

    Node node(int index) {
        return nodes.get(index);
    }

    /** One process, and the link the others reach it through. */
    final class Node {
        final int index;
        private final int listensAt = freePort();
        private final CuttableLink link = new CuttableLink(listensAt);
        private final InetAddress callsFrom;
        private final Map<String, Long> seen = new ConcurrentHashMap<>();
        private final Map<String, String> answers = new ConcurrentHashMap<>();
        private volatile Process process;
        private volatile boolean wanted;
        private volatile boolean up;
        volatile int restarts;

        Node(int index) {
            this.index = index;
            try {
                this.callsFrom = InetAddress.getByName("127.0.0." + (11 + index));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void start() {
            wanted = true;
            up = false;
            seen.clear();
            List<Integer> seeds = nodes.stream().map(node -> node.link.port()).toList();
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx400m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=" + callsFrom.getHostAddress(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    ClusterProcess.class.getName(),
                    "node-" + index,
                    directory.resolve("data").toString(),
                    directory.resolve("identity-" + index).toString(),
                    Integer.toString(link.port()),
                    Integer.toString(listensAt),
                    seeds.stream().map(String::valueOf).collect(Collectors.joining(",")),
                    chains.entrySet().stream()
                            .map(chain -> chain.getKey() + ":" + chain.getValue())
                            .collect(Collectors.joining(",")),
                    Long.toString(rest.toMillis()));
            try {
                Process started = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(
                                directory.resolve("node-" + index + ".err").toFile()))
                        .start();
                process = started;
                Thread.ofPlatform().daemon().start(() -> listen(started));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void listen(Process from) {
            try (BufferedReader out = from.inputReader(StandardCharsets.UTF_8);
                    var log = java.nio.file.Files.newBufferedWriter(
                            directory.resolve("node-" + index + ".log"),
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (!line.startsWith("tip ")) {
                        log.write(Instant.now() + " " + line + "\n");
                        log.flush();
                    }
                    heard(line.split(" "));
                }
                ended(from);
            } catch (IOException killed) {
                ended(from);
            }
        }

        /** The one that was put out, or found nobody, comes back by itself: whoever supervises it starts it again. */
        private void ended(Process ended) {
            try {
                int code = ended.waitFor();
                up = false;
                if (wanted && code == ClusterProcess.TRY_AGAIN) {
                    restarts++;
                    start();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void heard(String[] words) {
            switch (words[0]) {
                case "up" -> up = true;
                case "block" -> block(words[1], Long.parseLong(words[3]), words[4]);
                case "ack" -> acknowledged.get(words[1]).add(words[2]);
                case "tip" -> seen.put(words[1] + "~" + words[2], Long.parseLong(words[3]));
                case "missing", "told" -> answers.put(words[0] + words[1], words.length > 2 ? words[2] : "");
                default -> {}
            }
        }

        private void block(String chain, long height, String hash) {
            String known = hashes.putIfAbsent(chain + "@" + height, hash);
            if (known != null && !known.equals(hash)) {
                breaches.add(chain + " at " + height + ": " + known + " and " + hash);
            }
            heights.merge(chain, height, Math::max);
        }

        void kill() throws InterruptedException {
            wanted = false;
            process.destroyForcibly().waitFor();
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        void order(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String ask(String order, String answer, Duration patience) {
            answers.remove(answer);
            order(order);
            await(patience, "an answer of node " + index + ": " + answer, () -> answers.containsKey(answer));
            return answers.get(answer);
        }

        /** Validators spread over all nodes, or one of them is in the cluster and out of it at once. */
        private boolean hosts(String chain) {
            return seen.keySet().stream().anyMatch(validator -> validator.startsWith(chain + "~"));
        }

        String tail() {
            return "node " + index + (up ? " up" : " down") + " " + new TreeMap<>(seen);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cut(int a, int b) {
        nodes.get(a).link.cut(nodes.get(b).callsFrom);
        nodes.get(b).link.cut(nodes.get(a).callsFrom);
    }

    void heal() {
        nodes.forEach(node -> node.link.heal());
    }

    /** Waits until every chain has made three more blocks. @return how long that took */
    Duration blocksFlow(Duration within) {
        Map<String, Long> from = new TreeMap<>(heights);
        return await(within, "blocks on every chain above " + from, () -> from.entrySet().stream()
                .allMatch(each -> heights.get(each.getKey()) >= each.getValue() + 3));
    }

    /** Waits until every validator of every chain runs on one node that is up and has come as far as the chain is now. */
    Duration everybodyIsBack(Duration within) {
        nodes.forEach(node -> node.seen.clear());
        Map<String, Long> from = new TreeMap<>(heights);
        return await(
                within,
                "every validator at " + from,
                () -> nodes.stream().allMatch(node -> node.up)
                        && chains.entrySet().stream()
                                .allMatch(chain -> allAt(chain.getKey(), from.get(chain.getKey()))));
    }

    private boolean allAt(String chain, long height) {
        SortedSet<Integer> there = new TreeSet<>();
        for (Node node : nodes) {
            node.seen.forEach((validator, at) -> {
                if (validator.startsWith(chain + "~") && at >= height) {
                    there.add(Integer.valueOf(validator.substring(chain.length() + 1)));
                }
            });
        }
        return there.size() == chains.get(chain) && nodes.stream().allMatch(node -> node.hosts(chain));
    }

    private Duration await(Duration within, String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            requireAgreement();
            if (System.nanoTime() - start > within.toNanos()) {
                throw new AssertionError("not within " + within.toSeconds() + " s: " + what + ". Now " + heights + ", "
                        + nodes.stream().map(Node::tail).toList());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void requireAgreement() {
        if (!breaches.isEmpty()) {
            throw new AssertionError("validators disagree: " + breaches);
        }
    }

    int acknowledged() {
        return acknowledged.values().stream().mapToInt(SortedSet::size).sum();
    }

    Map<String, Long> heights() {
        return new TreeMap<>(heights);
    }

    /** Every validator tells its whole chain, and every node is asked for every acknowledged transaction. */
    void requireOneHistoryWithAllThatWasAcknowledged(Duration patience) {
        Map<String, List<String>> known = new TreeMap<>();
        acknowledged.forEach((chain, transactions) -> known.put(chain, List.copyOf(transactions)));
        everybodyIsBack(patience);
        for (Node node : nodes) {
            for (String chain : chains.keySet()) {
                node.ask("history " + chain, "told" + chain, patience);
                List<String> all = known.get(chain);
                for (int i = 0; i < all.size(); i += 500) {
                    String some = String.join(" ", all.subList(i, Math.min(all.size(), i + 500)));
                    String missing = node.ask("find " + chain + " " + some, "missing" + chain, patience);
                    if (!missing.equals("0")) {
                        throw new AssertionError(String.format(
                                Locale.ROOT,
                                "node %d has lost %s of the transactions acknowledged on %s",
                                node.index,
                                missing,
                                chain));
                    }
                }
            }
        }
        requireAgreement();
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.wanted = false;
            if (node.process != null) {
                node.process.destroyForcibly().waitFor();
            }
            node.link.close();
        }
    }
}
