package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** JR/T 0314 7.1: at least two different full nodes of one chain. */
final class TwoNodeChecks {
    /** So many blocks one node may be behind while they are asked one after the other. */
    private static final long NEAR = 3;

    private static final int CATCH_UP_MILLIS = 5_000;

    private final Findings findings;
    private final List<Visited> nodes;
    private final boolean objects;

    /**
     * A node and what it showed.
     *
     * @param snapshots by {@code <object id>/<version>}
     */
    record Visited(
            NodeUnderTest node,
            InformationChecks.Facts facts,
            Walk walk,
            SortedMap<String, Bytes> snapshots,
            Optional<ValidatorSet> validators) {}

    /** @param objects whether the sample has any */
    TwoNodeChecks(Findings findings, List<Visited> nodes, boolean objects) {
        this.findings = findings;
        this.nodes = List.copyOf(nodes);
        this.objects = objects;
    }

    void make() {
        TreeSet<URI> addresses = new TreeSet<>();
        nodes.forEach(visited -> addresses.add(visited.node().door().address()));
        expect(
                Check.NODES_TWO,
                nodes.size() >= 2 && addresses.size() == nodes.size(),
                () -> nodes.size() + " endpoints given, " + addresses.size() + " different",
                "two different ones at least: give --endpoint twice");
        if (nodes.size() < 2) {
            return;
        }
        different(Check.NODES_NAMES, "names", visited -> visited.facts().nodeName());
        keys();
        genesis();
        blocks();
        objects();
        heights();
    }

    private void expect(Check check, boolean right, Supplier<String> found, String expected) {
        if (right) {
            findings.passed(CheckResult.TOGETHER, check);
        } else {
            findings.failed(CheckResult.TOGETHER, check, new Failure(found.get(), expected, Optional.empty()));
        }
    }

    private <T extends Comparable<T>> void different(Check check, String what, Function<Visited, Optional<T>> value) {
        List<T> values = nodes.stream().map(value).flatMap(Optional::stream).toList();
        if (values.size() == nodes.size()) {
            expect(
                    check,
                    new TreeSet<>(values).size() == values.size(),
                    () -> "the nodes have the " + what + " " + values,
                    "a different one for each");
        }
    }

    private void keys() {
        List<Optional<Sm2PublicKey>> keys = nodes.stream().map(this::key).toList();
        if (keys.stream().allMatch(Optional::isPresent)) {
            different(Check.NODES_KEYS, "keys", this::key);
        } else if (nodes.stream().allMatch(each -> each.facts().nodeName().isPresent())) {
            findings.notApplicable(
                    CheckResult.TOGETHER,
                    Check.NODES_KEYS,
                    "a node is no consensus node, and no other node names its key as a peer",
                    "Compare the node keys of the registration (endpoints[].nodeKey) by hand.");
        }
    }

    /** By the name the node gives itself: its key in the set of validators, or among the others' peers. */
    private Optional<Sm2PublicKey> key(Visited visited) {
        return visited.facts().nodeName().flatMap(name -> visited.validators()
                .flatMap(set -> set.validators().stream()
                        .filter(validator -> validator.name().equals(name))
                        .map(Validator::publicKey)
                        .findFirst())
                .or(() -> nodes.stream()
                        .map(other -> other.facts().peers().get(name))
                        .filter(Objects::nonNull)
                        .findFirst()));
    }

    private void genesis() {
        List<Hash32> hashes = nodes.stream()
                .map(visited -> visited.facts().genesisHash())
                .flatMap(Optional::stream)
                .toList();
        if (hashes.size() == nodes.size()) {
            expect(
                    Check.NODES_GENESIS,
                    new TreeSet<>(hashes).size() == 1,
                    () -> "the genesis hashes are " + hashes,
                    "one");
        }
    }

    private void blocks() {
        compare(Check.NODES_BLOCKS, "block", visited -> {
            TreeMap<Long, String> hashes = new TreeMap<>();
            visited.walk()
                    .blocks()
                    .forEach((height, block) ->
                            hashes.put(height, block.header().hash().toHex()));
            return hashes;
        });
    }

    private void objects() {
        if (!objects) {
            findings.notApplicable(
                    CheckResult.TOGETHER,
                    Check.NODES_OBJECTS,
                    "no data object was found in the blocks searched",
                    "Write a data object on the chain, then run the kit again.");
            return;
        }
        compare(Check.NODES_OBJECTS, "object", visited -> {
            TreeMap<String, String> snapshots = new TreeMap<>();
            visited.snapshots().forEach((name, bytes) -> snapshots.put(name, bytes.toHex()));
            return snapshots;
        });
    }

    /** What any two nodes showed of the same thing must be the same. */
    private <K extends Comparable<K>> void compare(
            Check check, String what, Function<Visited, SortedMap<K, String>> shown) {
        SortedMap<K, String> first = shown.apply(nodes.get(0));
        for (Visited other : nodes.subList(1, nodes.size())) {
            for (Map.Entry<K, String> entry : shown.apply(other).entrySet()) {
                String right = first.get(entry.getKey());
                if (right != null) {
                    expect(
                            check,
                            right.equals(entry.getValue()),
                            () -> what + " " + entry.getKey() + " is " + cut(right) + " on node 1 and "
                                    + cut(entry.getValue()) + " on "
                                    + other.node().label(),
                            "the same on both");
                }
            }
        }
    }

    private static String cut(String hex) {
        return hex.length() <= 64 ? hex : hex.substring(0, 64) + "…";
    }

    private void heights() {
        List<Visited> told = new ArrayList<>(nodes.stream()
                .filter(visited -> visited.facts().height().isPresent())
                .toList());
        if (told.size() < nodes.size()) {
            return;
        }
        told.sort(Comparator.comparing(visited -> visited.facts().height().orElseThrow()));
        Visited lowest = told.get(0);
        long low = lowest.facts().height().orElseThrow();
        long high = told.get(told.size() - 1).facts().height().orElseThrow();
        Optional<Long> reached = high - low <= NEAR ? Optional.of(high) : await(lowest, high);
        expect(
                Check.NODES_HEIGHT,
                reached.filter(height -> height >= high).isPresent(),
                () -> "heights " + low + " and " + high + "; " + lowest.node().label() + " "
                        + reached.map(height -> "came to " + height).orElse("gave no height") + " within "
                        + CATCH_UP_MILLIS + " ms",
                "at most " + NEAR + " blocks apart, or caught up soon");
    }

    private static Optional<Long> await(Visited behind, long height) {
        ObjectNode question =
                behind.node().question().put("above", Long.toString(height - 1)).put("maxWaitMillis", CATCH_UP_MILLIS);
        Exchange exchange = behind.node()
                .ask(NodeMethods.AWAIT_BLOCK, question, ConnectEncoding.JSON, Duration.ofMillis(CATCH_UP_MILLIS));
        return behind.node()
                .read(Check.AWAIT_PAST, NodeMethods.AWAIT_BLOCK, exchange, ConnectEncoding.JSON)
                .map(reply -> reply.number("height"));
    }
}
