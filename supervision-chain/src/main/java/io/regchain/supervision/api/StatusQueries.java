package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.ChannelState;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.relay.RelayStatus;
import io.regchain.supervision.status.CallFacts;
import io.regchain.supervision.status.CallStatus;
import io.regchain.supervision.status.ChainFacts;
import io.regchain.supervision.status.ChainStatus;
import io.regchain.supervision.status.Now;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers what the hub knows of chains and calls at one moment, for the rules of their status. Reads the disk. */
final class StatusQueries {
    private final HubAccess hub;
    private final Now now;
    private final TreeMap<ChainId, Optional<ChainStatus>> chains = new TreeMap<>();

    StatusQueries(HubAccess hub) {
        this.hub = hub;
        this.now = new Now(hub.clock().now(), Instant.now());
    }

    BlockTime now() {
        return now.business();
    }

    private Optional<JsonNode> state(String key) {
        return hub.hub().read(key).map(CanonicalJson::decode);
    }

    /** All that are registered, in the order of their admission. */
    List<ChainId> registered() {
        List<ChainId> ids = new ArrayList<>();
        state("registry/chains").ifPresent(list -> list.forEach(id -> ids.add(new ChainId(id.asText()))));
        return ids;
    }

    /** Empty for a chain that is not registered. */
    Optional<ChainStatus> chain(ChainId chain) {
        return chains.computeIfAbsent(chain, id -> state("registry/chain/" + id)
                .map(registration ->
                        ChainStatus.of(facts(id, registration.path("state").asText()), now)));
    }

    private ChainFacts facts(ChainId chain, String registration) {
        ClientHealth client = ClientHealth.read(this::state, chain).orElseThrow();
        Height verified = height(state("light-clients/" + chain + "/latest"), 0);
        Height next = height(state("objects/" + chain + "/progress"), 1);
        int settlements = state(SettlementKeys.full(SettlementKeys.Hub.pending(chain)))
                .map(JsonNode::size)
                .orElse(0);
        return new ChainFacts(
                chain,
                registration,
                client,
                verified,
                new Height(next.value() - 1),
                hub.observers().apply(chain),
                hub.relays().apply(chain),
                hub.index().openCalls(chain.value()),
                settlements,
                hub.index().objectFacts(chain.value(), hub.bounds()),
                hub.bounds());
    }

    private static Height height(Optional<JsonNode> entry, long otherwise) {
        return new Height(entry.map(found -> found.path("height").longValue()).orElse(otherwise));
    }

    /** The call as the hub has it; else as the relay of its source has it; else empty. */
    Optional<CallStatus> call(PacketId id) {
        return hub.index()
                .call(
                        id.source().value(),
                        id.destination().value(),
                        id.channel(),
                        id.sequence().value())
                .map(this::call)
                .or(() -> unreceived(id.source()).stream()
                        .filter(id::equals)
                        .map(this::sent)
                        .findFirst());
    }

    /** @param row of the index */
    CallStatus call(ObjectNode row) {
        PacketId id = new PacketId(
                new ChainId(row.path("source").asText()),
                new ChainId(row.path("destination").asText()),
                row.path("channel").asText(),
                new Sequence(row.path("sequence").longValue()));
        CallStatus.Stage stage = stage(row);
        return status(
                id,
                stage,
                Optional.of(since(id, row, stage)),
                Optional.of(new BlockTime(row.path("timeout").longValue())),
                earlier(id, stage));
    }

    private static CallStatus.Stage stage(ObjectNode row) {
        if (row.path("completed").booleanValue()) {
            return CallStatus.Stage.DONE;
        }
        return switch (row.path("state").asText()) {
            case "HELD" -> CallStatus.Stage.HELD;
            case "ROUTED" -> CallStatus.Stage.TO_DESTINATION;
            default -> CallStatus.Stage.TO_SOURCE;
        };
    }

    /** A call that was held is on its way since it was let go, at the hub height that its row names last. */
    private BlockTime since(PacketId id, ObjectNode row, CallStatus.Stage stage) {
        return switch (stage) {
            case SENT, HELD -> new BlockTime(row.path("sentAt").longValue());
            case TO_DESTINATION ->
                hub.hub()
                        .block(new Height(row.path("supervisionHeight").longValue()))
                        .map(block -> block.block().header().time())
                        .orElseGet(() -> new BlockTime(row.path("sentAt").longValue()));
            case TO_SOURCE -> new BlockTime(row.path("endedAt").longValue());
            case DONE ->
                completedAt(id)
                        .orElseGet(() -> new BlockTime(row.path("endedAt").longValue()));
        };
    }

    private Optional<BlockTime> completedAt(PacketId id) {
        return hub.index()
                .call(
                        id.source().value(),
                        id.destination().value(),
                        id.channel(),
                        id.sequence().value())
                .flatMap(call -> {
                    JsonNode hops = call.path("hops");
                    return Optional.ofNullable(hops.get(hops.size() - 1));
                })
                .map(hop -> new BlockTime(hop.path("time").longValue()));
    }

    private Optional<PacketId> earlier(PacketId id, CallStatus.Stage stage) {
        boolean ordered = channel(id).map(ChannelState::isOrdered).orElse(false);
        return ordered
                ? switch (stage) {
                    case SENT ->
                        channel(id)
                                .map(ChannelState::next)
                                .filter(next -> next.compareTo(id.sequence()) < 0)
                                .map(id::withSequence);
                    case TO_DESTINATION -> earlier(id, false);
                    case TO_SOURCE -> earlier(id, true);
                    case HELD, DONE -> Optional.empty();
                }
                : Optional.empty();
    }

    private Optional<ChannelState> channel(PacketId id) {
        return state(PacketKeys.full(PacketKeys.Hub.channel(id.source(), id.destination(), id.channel())))
                .map(ChannelState::fromJson);
    }

    private Optional<PacketId> earlier(PacketId id, boolean untilCompleted) {
        return hub.index()
                .earlierCall(
                        id.source().value(),
                        id.destination().value(),
                        id.channel(),
                        id.sequence().value(),
                        untilCompleted)
                .map(sequence -> id.withSequence(new Sequence(sequence)));
    }

    /** What a chain is proven to have sent and the hub has not taken since. */
    List<PacketId> unreceived(ChainId source) {
        return hub.relays().apply(source).map(RelayStatus::unreceived).orElseGet(List::of).stream()
                .filter(id -> state(PacketKeys.full(PacketKeys.Hub.in(id))).isEmpty())
                .toList();
    }

    /** A call that only the relay of its source knows. */
    CallStatus sent(PacketId id) {
        CallStatus.Stage stage = CallStatus.Stage.SENT;
        return status(id, stage, Optional.empty(), Optional.empty(), earlier(id, stage));
    }

    private CallStatus status(
            PacketId id,
            CallStatus.Stage stage,
            Optional<BlockTime> since,
            Optional<BlockTime> timeout,
            Optional<PacketId> earlier) {
        return CallStatus.of(
                new CallFacts(id, stage, since, timeout, earlier, chain(id.source()), chain(id.destination())), now);
    }

    /** Open calls as rows of the index, oldest first. */
    List<ObjectNode> open(QueryIndex.Page page, long after) {
        List<ObjectNode> rows = new ArrayList<>();
        hub.index().openCalls(page, after).forEach(row -> rows.add((ObjectNode) row));
        return rows;
    }
}
