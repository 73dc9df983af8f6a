package io.regchain.supervision.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceKeys;
import io.regchain.protocol.evidence.SealedBlock;
import io.regchain.protocol.evidence.StateClaim;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.evidence.StateReport;
import io.regchain.protocol.evidence.StateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.observer.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads any key of a local chain's state at a height, with proof (A8.3). A node is asked, and where it fails or lies the
 * next one; what none of them proves under the header that the hub's own light client verified is not passed on, and the
 * anomaly log hears of a lie. Waits and reads the disk: runs on a thread where that is cheap.
 */
public final class StateLookup {
    private final CertifiedState hub;
    private final Hash32 trustRoot;
    private final Function<ChainId, ? extends List<? extends StateReader>> nodes;
    private final Function<ChainId, Optional<Height>> reported;
    private final BiConsumer<ChainId, Finding> notes;
    private final Supplier<BlockTime> now;

    /**
     * @param trustRoot the validators of the supervision chain's genesis
     * @param nodes the full nodes of a chain; empty for a chain that is not connected
     * @param reported the last height that a node of the chain told
     * @param notes hears of each lie
     */
    public StateLookup(
            CertifiedState hub,
            ValidatorSet trustRoot,
            Function<ChainId, ? extends List<? extends StateReader>> nodes,
            Function<ChainId, Optional<Height>> reported,
            BiConsumer<ChainId, Finding> notes,
            Supplier<BlockTime> now) {
        this.hub = hub;
        this.trustRoot = trustRoot.hash();
        this.nodes = nodes;
        this.reported = reported;
        this.notes = notes;
        this.now = now;
    }

    /** @param wanted absent: the last height that is verified */
    public Lookup read(ChainId chain, String key, Optional<Height> wanted) {
        return switch (find(chain, key, wanted)) {
            case Found.Claimed claimed -> proven(claimed.question(), claimed.node(), claimed.claim(), claimed.faults());
            case Found.Nothing nothing -> nothing.why();
        };
    }

    /**
     * As {@link #read} at the last verified height, for who asks the hub and wants no evidence to take away: a file costs ten
     * times as much as the answer.
     */
    public <T> T value(
            ChainId chain, String key, BiFunction<Height, Optional<Bytes>, T> held, Function<Refusal, T> notProven) {
        return switch (find(chain, key, Optional.empty())) {
            case Found.Claimed claimed ->
                held.apply(claimed.question().height(), claimed.claim().value());
            case Found.Nothing nothing -> notProven.apply(nothing.why().reason());
        };
    }

    /** What a node told and proved. */
    private sealed interface Found {
        record Claimed(Question question, String node, StateClaim claim, List<NodeFault> faults) implements Found {}

        record Nothing(Lookup.NotProven why) implements Found {}
    }

    private Found find(ChainId chain, String key, Optional<Height> wanted) {
        if (!StateFile.isKey(key)) {
            return new Found.Nothing(new Lookup.NotProven(malformed(key), Optional.empty(), List.of()));
        }
        Height at = hub.height(); // one state of the supervision chain for all that follows
        ChainHeights heights = heights(at, chain);
        return switch (Ground.at(path -> state(at, path), chain, wanted, heights, now.get())) {
            case Ground.Found.None none ->
                new Found.Nothing(new Lookup.NotProven(none.reason(), registered(at, chain, heights), List.of()));
            case Ground.Found.Firm firm -> ask(new Question(chain, key, at, firm.header(), heights));
        };
    }

    private static Refusal malformed(String key) {
        String found = key.length() > StateFile.MAX_KEY ? "this one has " + key.length() : "\"" + key + "\" is none";
        return new Refusal(
                "KEY_MALFORMED",
                "a state key is 1 to " + StateFile.MAX_KEY + " printable ASCII characters without spaces; " + found);
    }

    /** @param at the supervision chain's height that all is read at */
    private record Question(ChainId chain, String key, Height at, VerifiedHeader local, ChainHeights heights) {
        Height height() {
            return local.header().height();
        }
    }

    private Optional<JsonNode> state(Height at, String key) {
        return hub.read(at, key).map(CanonicalJson::decode);
    }

    private Optional<ChainHeights> registered(Height at, ChainId chain, ChainHeights heights) {
        return hub.read(at, EvidenceKeys.registration(chain)).map(entry -> heights);
    }

    private ChainHeights heights(Height at, ChainId chain) {
        Height verified = height(at, EvidenceKeys.latestHeader(chain), 0);
        Height next = height(at, "objects/" + chain + "/progress", 1);
        Height told = reported.apply(chain).orElse(Height.ZERO);
        return new ChainHeights(told.compareTo(verified) < 0 ? verified : told, verified, new Height(next.value() - 1));
    }

    private Height height(Height at, String key, long otherwise) {
        return new Height(
                state(at, key).map(found -> found.path("height").longValue()).orElse(otherwise));
    }

    private Found ask(Question question) {
        List<? extends StateReader> candidates = nodes.apply(question.chain());
        if (candidates.isEmpty()) {
            return new Found.Nothing(notProven(
                    question,
                    new Refusal("CHAIN_NOT_CONNECTED", "the hub knows no node of " + question.chain()),
                    List.of()));
        }
        NodeInquiry inquiry = new NodeInquiry(
                question.key(), question.height(), question.local().header().stateRoot());
        List<NodeFault> faults = new ArrayList<>();
        for (StateReader node : candidates) {
            switch (inquiry.ask(node)) {
                case NodeInquiry.Answer.Good good -> {
                    return new Found.Claimed(question, node.node(), good.claim(), faults);
                }
                case NodeInquiry.Answer.Bad bad -> faults.add(told(question, bad.fault()));
            }
        }
        return new Found.Nothing(notProven(question, worst(question, faults), faults));
    }

    private NodeFault told(Question question, NodeFault fault) {
        if (fault.kind() == NodeFault.Kind.LIED) {
            notes.accept(question.chain(), Finding.of(question.height(), fault.node(), fault.reason()));
        }
        return fault;
    }

    /** Of several faults the worst is the answer's reason; all are told. */
    private static Refusal worst(Question question, List<NodeFault> faults) {
        NodeFault worst =
                faults.stream().min(Comparator.comparing(NodeFault::kind)).orElseThrow();
        return new Refusal(
                worst.reason().code(),
                "no node of " + question.chain() + " gave the state of height " + question.height()
                        + " with a proof that holds: "
                        + String.join(
                                "; ", faults.stream().map(NodeFault::toString).toList()));
    }

    private Lookup proven(Question question, String node, StateClaim claim, List<NodeFault> faults) {
        SealedBlock anchor = sealed(hub.block(question.at()).orElseThrow());
        List<StateClaim> entries = EvidenceKeys.clientKeys(question.chain(), question.height()).stream()
                .map(key -> new StateClaim(key, hub.read(question.at(), key), hub.prove(question.at(), key)))
                .toList();
        StateFile file = StateFile.of(anchor, entries, SealedBlock.of(question.local()), claim);
        Bytes bytes = file.toBytes();
        if (bytes.size() > StateFile.MAX_BYTES) {
            return notProven(
                    question,
                    new Refusal(
                            "VALUE_TOO_LARGE",
                            "the value of " + question.key() + " has "
                                    + claim.value().map(Bytes::size).orElse(0)
                                    + " bytes; with its proof it has no room in an evidence file of "
                                    + StateFile.MAX_BYTES + " bytes"),
                    faults);
        }
        StateReport report = StateVerifier.verify(bytes, Optional.of(trustRoot));
        if (!report.accepted()) {
            throw new IllegalStateException("what the hub put together of " + question.key() + " of " + question.chain()
                    + " does not prove itself: " + report.failures());
        }
        return new Lookup.Proven(file, report, node, question.heights(), faults);
    }

    private static SealedBlock sealed(CertifiedBlock block) {
        return new SealedBlock(
                block.validators(),
                block.block().header(),
                block.certificate().orElseThrow(() -> new IllegalStateException("genesis proves nothing")));
    }

    private static Lookup.NotProven notProven(Question question, Refusal reason, List<NodeFault> faults) {
        return new Lookup.NotProven(reason, Optional.of(question.heights()), faults);
    }
}
