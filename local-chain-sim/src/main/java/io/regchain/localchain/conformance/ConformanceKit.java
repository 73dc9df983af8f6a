package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.WrittenObject;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs every {@link Check} against the nodes of one chain. First what is told of the chain, then block after block, then
 * transactions, objects and packets under the headers so verified, then wrong questions, encodings and limits, and at last
 * what lies between the nodes. Nothing is written to the chain.
 */
public final class ConformanceKit {
    private static final int MOST_TRANSACTIONS = 12;
    private static final int MOST_OBJECTS = 4;
    private static final int TOLD_EVERY = 200;

    private final KitSettings settings;
    private final Consumer<String> progress;
    private final Findings findings = new Findings();
    private boolean objects;

    private ConformanceKit(KitSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * @param clock for the report's date only
     * @param progress hears what is being done, one line at a time
     * @throws NodeUnreachable when a node gives no answer at all, or does not let the kit in
     */
    public static ConformanceReport run(KitSettings settings, Clock clock, Consumer<String> progress) {
        List<HttpDoor> doors = settings.endpoints().stream()
                .map(endpoint ->
                        new HttpDoor(withoutSlash(endpoint), settings.token(), settings.tls(), settings.patience()))
                .toList();
        try {
            return run(settings, List.copyOf(doors), clock, progress);
        } finally {
            doors.forEach(HttpDoor::close);
        }
    }

    /** As above, through doors that are open already. */
    static ConformanceReport run(KitSettings settings, List<Door> doors, Clock clock, Consumer<String> progress) {
        return new ConformanceKit(settings, progress).run(doors, clock.instant());
    }

    private static URI withoutSlash(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : endpoint;
    }

    private ConformanceReport run(List<Door> doors, Instant began) {
        List<ChainId> served = doors.stream().map(this::served).toList();
        ChainId chain = settings.chain().orElse(served.get(0));
        List<NodeUnderTest> nodes = IntStream.range(0, doors.size())
                .mapToObj(i -> new NodeUnderTest("node " + (i + 1), doors.get(i), chain, findings))
                .toList();
        Map<NodeUnderTest, InformationChecks.Facts> facts = new LinkedHashMap<>();
        for (NodeUnderTest node : nodes) {
            progress.accept(node.label() + ": access, networks, options, status");
            new ConnectionChecks(node).make();
            facts.put(node, new InformationChecks(node).make());
        }
        Optional<Long> tip =
                facts.values().stream().flatMap(each -> each.height().stream()).min(Long::compare);
        List<TwoNodeChecks.Visited> visited = tip.map(height -> visit(facts, height))
                .orElseGet(() -> facts.entrySet().stream()
                        .map(each -> new TwoNodeChecks.Visited(
                                each.getKey(), each.getValue(), new Walk(), new TreeMap<>(), settings.announced()))
                        .toList());
        progress.accept("what lies between the nodes");
        new TwoNodeChecks(findings, visited, objects).make();
        return report(chain, began, visited, tip);
    }

    /** The network to ask for; whoever cannot say so cannot be tested. */
    private ChainId served(Door door) {
        progress.accept("calling " + door.address());
        Exchange exchange =
                door.ask(Question.post(NodeMethods.LIST_NETWORKS.path(), ConnectEncoding.JSON, Bytes.utf8("{}")));
        if (exchange.result() instanceof Exchange.NoAnswer none) {
            throw new NodeUnreachable(
                    "the node at " + door.address() + " gives no answer to ListNetworks (" + none.detail() + ")",
                    "Start the node, and check address, port and, for https, --cacert. A slow node: --timeout SECONDS.");
        }
        if (exchange.status() == 401 || exchange.status() == 403) {
            throw new NodeUnreachable(
                    "the node at " + door.address() + " does not let the kit in (" + exchange.answerShown() + ")",
                    door.hasToken()
                            ? "Give a token that is good for this chain: --token TOKEN or --token-file FILE."
                            : "Give the token with which the hub calls it: --token TOKEN or --token-file FILE.");
        }
        return settings.chain().orElseGet(() -> onlyOne(door, exchange));
    }

    private static ChainId onlyOne(Door door, Exchange exchange) {
        try {
            List<Reply> networks = new Reply(
                            exchange,
                            ConnectCodec.decodeResponse(
                                    NodeMethods.LIST_NETWORKS,
                                    ConnectEncoding.JSON,
                                    exchange.answer().orElseThrow().body()))
                    .list("networks");
            if (networks.size() == 1) {
                return new ChainId(networks.get(0).text("network_id"));
            }
            throw new DecodeException("it lists " + networks.size() + " networks");
        } catch (DecodeException | IllegalArgumentException e) {
            throw new NodeUnreachable(
                    "which chain is meant cannot be told from the node at " + door.address() + " (" + e.getMessage()
                            + ")",
                    "Name it: --chain-id ID, such as --chain-id jiangsu.");
        }
    }

    private List<TwoNodeChecks.Visited> visit(Map<NodeUnderTest, InformationChecks.Facts> facts, long tip) {
        TreeSet<Long> heights = new TreeSet<>();
        heights.add(0L);
        for (long height = Math.max(0, tip - settings.window() + 1); height <= tip; height++) {
            heights.add(height);
        }
        List<TwoNodeChecks.Visited> visited = new ArrayList<>();
        Sample sample = new Sample(tip, heights, List.of(), List.of());
        for (Map.Entry<NodeUnderTest, InformationChecks.Facts> each : facts.entrySet()) {
            NodeUnderTest node = each.getKey();
            if (visited.isEmpty()) {
                heights.addAll(search(node, heights, tip));
            }
            progress.accept(node.label() + ": " + heights.size() + " blocks up to " + tip);
            Walk walk = new Walk();
            Trust trust = new Trust(node, settings.announced());
            SortedMap<Long, List<WrittenObject>> lists = walk(node, each.getValue(), heights, walk, trust);
            if (sample.transactions().isEmpty() && sample.objects().isEmpty()) {
                sample = sample(tip, heights, walk, lists);
                objects = !sample.objects().isEmpty();
            }
            SortedMap<String, Bytes> snapshots = content(node, walk, sample);
            wrongQuestions(node, walk, sample);
            visited.add(new TwoNodeChecks.Visited(node, each.getValue(), walk, snapshots, trust.current()));
        }
        return visited;
    }

    /** Heights below the window that hold what it lacks: a transaction about packets, and an object. */
    private TreeSet<Long> search(NodeUnderTest node, TreeSet<Long> window, long tip) {
        BlockChecks blocks = new BlockChecks(node);
        TreeSet<Long> found = new TreeSet<>();
        boolean packets = false;
        boolean objects = false;
        long lowest = Math.max(1, tip - settings.window() + 1 - settings.search());
        for (long height = tip; height >= lowest && !(packets && objects); height--) {
            Optional<SeenBlock> block = blocks.block(height);
            if (block.isEmpty()) {
                return found; // told of; the walk meets it again
            }
            boolean hasPackets = block.get().transactions().stream()
                    .anyMatch(transaction -> transaction.contract().equals(PacketKeys.CONTRACT));
            boolean hasObjects = !block.get().transactions().isEmpty() && !objects && lists(node, height);
            if (!window.contains(height) && ((hasPackets && !packets) || hasObjects)) {
                found.add(height);
                found.add(height - 1);
            }
            packets |= hasPackets;
            objects |= hasObjects;
            if ((tip - height) % TOLD_EVERY == TOLD_EVERY - 1) {
                progress.accept(node.label() + ": looking back for objects and packets, at block " + height);
            }
        }
        return found;
    }

    private static boolean lists(NodeUnderTest node, long height) {
        return node.call(Check.OBJECT_IDS, NodeMethods.LIST_OBJECT_IDS, node.question(height))
                .filter(reply -> reply.has("value"))
                .isPresent();
    }

    private SortedMap<Long, List<WrittenObject>> walk(
            NodeUnderTest node, InformationChecks.Facts facts, TreeSet<Long> heights, Walk walk, Trust trust) {
        BlockChecks blocks = new BlockChecks(node);
        ConsensusChecks consensus = new ConsensusChecks(node, trust, walk);
        ObjectIdChecks objectIds = new ObjectIdChecks(node, walk);
        TreeMap<Long, List<WrittenObject>> lists = new TreeMap<>();
        for (long height : heights) {
            blocks.block(height).ifPresent(block -> walk.blocks().put(height, block));
            consensus.at(height);
            lists.put(height, objectIds.at(height));
        }
        blocks.links(walk);
        TreeMap<String, Hash32> announced = new TreeMap<>();
        facts.genesisHash().ifPresent(hash -> announced.put("the network list", hash));
        settings.genesisHash().ifPresent(hash -> announced.put("the registration", hash));
        blocks.genesis(walk, announced);
        long tip = heights.last();
        blocks.ways(tip, Optional.ofNullable(walk.blocks().get(tip)));
        return lists;
    }

    private static Sample sample(
            long tip, TreeSet<Long> heights, Walk walk, SortedMap<Long, List<WrittenObject>> lists) {
        List<Sample.Written> written = new ArrayList<>();
        new TreeMap<>(lists).descendingMap().forEach((height, list) -> list.stream()
                .filter(object -> WrittenObject.writer(list, object.name()).equals(Optional.of(object.transactionId())))
                .forEach(object -> written.add(new Sample.Written(height, object.name(), object.transactionId()))));
        List<Sample.Written> objects = new ArrayList<>(written.subList(0, Math.min(MOST_OBJECTS - 1, written.size())));
        if (written.size() > objects.size()) {
            objects.add(written.get(written.size() - 1));
        }
        TreeMap<Hash32, Sample.Place> places = new TreeMap<>();
        objects.forEach(
                object -> places.put(object.transaction(), new Sample.Place(object.height(), object.transaction())));
        for (boolean aboutPackets : new boolean[] {true, false}) {
            for (SeenBlock block : walk.blocks().descendingMap().values()) {
                for (Transaction transaction : block.transactions()) {
                    boolean packets = transaction.contract().equals(PacketKeys.CONTRACT);
                    if (places.size() < MOST_TRANSACTIONS && packets == aboutPackets && block.height() > 0) {
                        places.putIfAbsent(transaction.id(), new Sample.Place(block.height(), transaction.id()));
                    }
                }
            }
        }
        return new Sample(tip, heights, List.copyOf(places.values()), objects);
    }

    private SortedMap<String, Bytes> content(NodeUnderTest node, Walk walk, Sample sample) {
        progress.accept(node.label() + ": " + sample.transactions().size() + " transactions, "
                + sample.objects().size() + " objects, packets");
        TransactionChecks transactions = new TransactionChecks(node, walk);
        PacketChecks packets = new PacketChecks(node, walk);
        TreeMap<Hash32, Trace> traces = new TreeMap<>();
        for (Sample.Place place : sample.transactions()) {
            transactions.make(place).ifPresent(trace -> {
                traces.put(place.transaction(), trace);
                packets.make(place.height(), trace);
            });
        }
        packets.end();
        sample.transactions().stream().findFirst().ifPresentOrElse(transactions::height, () -> noTransaction(node));
        return objects(node, walk, sample, traces);
    }

    private static void noTransaction(NodeUnderTest node) {
        List.of(
                        Check.TRANSACTION,
                        Check.TRANSACTION_SIGNATURE,
                        Check.TRANSACTION_PROOF,
                        Check.RECEIPT_PROOF,
                        Check.OPERATIONS,
                        Check.TRANSACTION_HEIGHT,
                        Check.TRACE)
                .forEach(check -> node.notApplicable(
                        check,
                        "no transaction was found in the blocks looked at",
                        "Run a transaction on the chain, then run the kit again."));
    }

    private static SortedMap<String, Bytes> objects(
            NodeUnderTest node, Walk walk, Sample sample, SortedMap<Hash32, Trace> traces) {
        TreeMap<String, Bytes> snapshots = new TreeMap<>();
        ObjectChecks checks = new ObjectChecks(node, walk);
        for (Sample.Written written : sample.objects()) {
            checks.make(written, sample.tip()).ifPresent(shown -> {
                snapshots.put(written.name().toString(), shown.bytes("snapshot"));
                Optional.ofNullable(traces.get(written.transaction()))
                        .ifPresent(trace -> checks.traced(written, shown, trace));
            });
        }
        if (sample.objects().isEmpty()) {
            withoutObjects(node);
        } else {
            checks.latest(sample.objects().get(0));
            boolean later = sample.objects().stream().anyMatch(written -> written.height() < sample.tip());
            if (!later) {
                node.notApplicable(
                        Check.OBJECT_HEIGHT,
                        "the objects looked at were written by the latest block",
                        "Let the chain make a block, then run the kit again.");
            }
        }
        return snapshots;
    }

    private static void withoutObjects(NodeUnderTest node) {
        ObjectChecks.noObject(
                node,
                List.of(
                        Check.OBJECT_IDS_WRITER,
                        Check.OBJECT,
                        Check.OBJECT_NAME,
                        Check.OBJECT_HEIGHT,
                        Check.OBJECT_PROOF,
                        Check.OBJECT_BEFORE,
                        Check.OBJECT_SNAPSHOT,
                        Check.OBJECT_SEALS,
                        Check.OBJECT_WRITER,
                        Check.OBJECT_LATEST,
                        Check.TRACE_OBJECTS,
                        Check.LIMIT_OBJECT));
    }

    private void wrongQuestions(NodeUnderTest node, Walk walk, Sample sample) {
        progress.accept(node.label() + ": cross-chain port, wrong questions, encodings, limits");
        new PortChecks(node, walk).make(sample);
        ErrorChecks errors = new ErrorChecks(node);
        errors.make(sample.tip());
        sample.objects().stream().findFirst().ifPresent(errors::unknownVersion);
        new EncodingChecks(node).make(sample);
        new LimitChecks(node).make();
    }

    private ConformanceReport report(
            ChainId chain, Instant began, List<TwoNodeChecks.Visited> visited, Optional<Long> tip) {
        List<ConformanceReport.Node> nodes = visited.stream()
                .map(each -> new ConformanceReport.Node(
                        each.node().label(),
                        each.node().door().address().toString(),
                        each.facts().nodeName().orElse("")))
                .toList();
        Optional<ValidatorSet> used =
                visited.stream().flatMap(each -> each.validators().stream()).findFirst();
        return new ConformanceReport(
                chain,
                began,
                nodes,
                settings.announced().isPresent()
                        ? ConformanceReport.KeySetFrom.REGISTRATION
                        : ConformanceReport.KeySetFrom.NODE,
                settings.announced().or(() -> used).map(ValidatorSet::hash),
                settings.genesisHash(),
                tip,
                findings.results(
                        nodes.stream().map(ConformanceReport.Node::label).toList()));
    }
}
