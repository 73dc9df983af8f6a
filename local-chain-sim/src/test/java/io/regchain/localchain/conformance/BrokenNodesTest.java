package io.regchain.localchain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.wire.connect.ConnectCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes with one defect each, made from the recorded answers of a sound chain: every one fails the check that asks for
 * what it does wrong, with its clause, and no other check but those that rest on it.
 */
class BrokenNodesTest {
    private static final String CHAIN = "jiangsu";
    /** Small: the recorded story is searched to its beginning all the same. */
    private static final int WINDOW = 3;

    @TempDir
    private static Path directory;

    private static Rehearsal rehearsal;
    private static RecordedNodes nodes;
    private static KitSettings settings;
    private static BrokenNodes broken;
    /** The chain that sends packets in the story. */
    private static RecordedNodes senders;

    @BeforeAll
    static void record() throws Exception {
        rehearsal = Rehearsal.start(directory);
        nodes = new RecordedNodes(rehearsal.endpoints(CHAIN));
        settings = KitSettings.of(nodes.endpoints(), rehearsal.token())
                .withChain(new ChainId(CHAIN))
                .withAnnounced(rehearsal.validators(CHAIN))
                .withWindow(WINDOW);
        senders = new RecordedNodes(rehearsal.endpoints("zhejiang"));
        run(nodes, settings, 0, 1);
        List<Sm2PrivateKey> keys = Stream.of(0, 1, 2, 3)
                .map(i -> rehearsal.validatorKey(CHAIN + "-" + i))
                .toList();
        broken = new BrokenNodes(keys, tip());
    }

    private static BlockHeader tip() {
        HttpDoor door = new HttpDoor(nodes.endpoint(0), settings.token(), Optional.empty(), settings.patience());
        NodeUnderTest node = new NodeUnderTest("node 1", door, new ChainId(CHAIN), new Findings());
        try (door) {
            long height = new InformationChecks(node).make().height().orElseThrow();
            return new BlockChecks(node).block(height).orElseThrow().header();
        }
    }

    @AfterAll
    static void stop() {
        nodes.close();
        senders.close();
        rehearsal.close();
    }

    /** On the first or on both nodes of a recording. */
    private static ConformanceReport run(RecordedNodes recorded, KitSettings of, int... which) {
        List<Door> doors = IntStream.of(which)
                .mapToObj(node -> recorded.door(node, of.token().orElseThrow()))
                .toList();
        return ConformanceKit.run(of, doors, Clock.systemUTC(), line -> {});
    }

    static Stream<BrokenNode> brokenNodes() {
        return broken.all().stream();
    }

    @Test
    void the_recording_itself_is_sound() {
        nodes.spoil(Defect.NONE);

        assertThat(notPassed(run(nodes, settings, 0, 1))).isEmpty();
        assertThat(notPassed(ConformanceKit.run(settings, Clock.systemUTC(), line -> {})))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenNodes")
    void a_node_with_one_defect_fails_with_the_right_clause_and_nothing_unrelated_fails(BrokenNode row) {
        nodes.spoil(row.defect());

        assertFails(row, row.needsBoth() ? run(nodes, settings, 0, 1) : run(nodes, settings, 0));
    }

    static Stream<BrokenNode> brokenSenders() {
        return BrokenNodes.senders().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenSenders")
    void so_does_a_chain_that_sends_packets(BrokenNode row) {
        senders.spoil(row.defect());

        assertFails(
                row,
                run(
                        senders,
                        settings.withChain(new ChainId("zhejiang")).withAnnounced(rehearsal.validators("zhejiang")),
                        0));
    }

    private static void assertFails(BrokenNode row, ConformanceReport report) {
        assertThat(report.passed()).isFalse();
        assertThat(failed(report)).contains(row.check());
        assertThat(row.check().clause()).contains(row.clause());
        Set<Check> others = notPassed(report);
        others.removeAll(row.follows());
        assertThat(others)
                .as(() -> String.join("\n", ReportText.lines(report)))
                .allMatch(check -> !row.needsBoth() && check.group() == Group.TWO_NODES);
    }

    /** Over real connections: what goes wrong there has no recording. */
    @Test
    void an_answer_without_end_is_not_read_to_its_end() {
        nodes.spoil(Defect.given((asked, given) -> asked.calls("GetNetworkOptions") && given.status() == 200
                ? given.with(Bytes.wrap(new byte[ConnectCodec.MAX_ANSWER + 1]))
                : given));

        ConformanceReport report = ConformanceKit.run(settings, Clock.systemUTC(), line -> {});

        assertThat(failed(report)).containsExactly(Check.LIMIT_ANSWER);
        assertThat(notPassed(report))
                .containsExactlyInAnyOrder(
                        Check.LIMIT_ANSWER,
                        Check.OPTIONS,
                        Check.INTERFACE_VERSION,
                        Check.OPTION_LIMITS,
                        Check.BFT_PROTOCOL);
    }

    @Test
    void a_single_endpoint_is_no_federation_of_two_full_nodes() {
        nodes.spoil(Defect.NONE);

        ConformanceReport report = run(nodes, settings, 0);

        assertThat(failed(report)).containsExactly(Check.NODES_TWO);
        assertThat(notPassed(report)).allMatch(check -> check.group() == Group.TWO_NODES);
    }

    @Test
    void one_address_given_twice_is_one_node() {
        nodes.spoil(Defect.NONE);
        ConformanceReport report = run(nodes, settings, 0, 0);

        assertThat(failed(report)).containsExactly(Check.NODES_TWO, Check.NODES_NAMES, Check.NODES_KEYS);
    }

    @Test
    void a_chain_decided_by_others_than_the_registered_validators_is_told_by_its_certificates() {
        nodes.spoil(Defect.NONE);

        ConformanceReport report = run(nodes, settings.withAnnounced(rehearsal.validators("zhejiang")), 0, 1);

        assertThat(failed(report)).contains(Check.ANNOUNCED_SET, Check.BFT_SIGNERS, Check.BFT_QUORUM);
        assertThat(failed(report)).allMatch(check -> check.group() == Group.CONSENSUS || check.group() == Group.QUORUM);
    }

    @Test
    void the_table_breaks_most_of_what_the_kit_asks_for() {
        Set<Check> broke = EnumSet.noneOf(Check.class);
        broken.all().forEach(row -> broke.add(row.check()));
        BrokenNodes.senders().forEach(row -> broke.add(row.check()));

        assertThat(broken.all()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(broken.all()).extracting(BrokenNode::name).doesNotHaveDuplicates();
        assertThat(EnumSet.complementOf(EnumSet.copyOf(broke)))
                .as("checks that no broken node of the table fails")
                .containsExactlyInAnyOrderElementsOf(BrokenNodes.NOT_BROKEN_HERE);
    }

    private static Set<Check> failed(ConformanceReport report) {
        Set<Check> failed = EnumSet.noneOf(Check.class);
        report.results().stream().filter(CheckResult::failed).forEach(result -> failed.add(result.check()));
        return failed;
    }

    private static Set<Check> notPassed(ConformanceReport report) {
        Set<Check> open = failed(report);
        report.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.NotReached)
                .forEach(result -> open.add(result.check()));
        return open;
    }
}
