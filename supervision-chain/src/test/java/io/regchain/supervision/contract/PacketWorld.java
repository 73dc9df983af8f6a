package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.packet.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A supervision chain and two registered local chains in memory, with a route from one to the other. */
public final class PacketWorld {
    public static final ChainId JIANGSU = new ChainId("jiangsu");
    public static final ChainId ZHEJIANG = new ChainId("zhejiang");
    static final BlockTime START = HubWorld.START;
    /** When the packets of this world time out. */
    public static final BlockTime TIMEOUT = new BlockTime(START.epochMillis() + 60_000);

    static final Sm2PrivateKey SUPERVISOR = ContractHarness.key("call supervisor");
    static final Sm2PrivateKey INQUIRER = ContractHarness.key("inquirer");
    static final Sm2PrivateKey JIANGSU_RELAYER = ContractHarness.key("relayer of jiangsu");

    private static final long YEAR = 31_536_000_000L;

    public final ContractHarness jiangsu = ContractHarness.start(JIANGSU, START, new Shelf());
    public final ContractHarness zhejiang = ContractHarness.start(ZHEJIANG, START, new Shelf());
    public final ContractHarness hub;

    public PacketWorld() {
        this(new TreeMap<>());
    }

    /** @param more what the hub has in its state beside */
    PacketWorld(SortedMap<String, Bytes> more) {
        SortedMap<String, Bytes> genesis = genesis();
        genesis.putAll(more);
        hub = ContractHarness.start(
                ChainId.SUPERVISION,
                START,
                genesis,
                List.of(
                        new RolesContract(),
                        new LightClientsContract(),
                        new ObjectsContract(),
                        new AnomaliesContract(),
                        new RoutesContract(),
                        new PacketsContract(List.of(CalendarContract.NAME)),
                        new CalendarContract(),
                        new InquiriesContract(Roles.only(Roles.INQUIRER))));
    }

    /** A local chain's packets, wherever a test wants them. */
    private static final class Shelf implements Contract {
        @Override
        public String name() {
            return PacketKeys.CONTRACT;
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write(arguments.get("key").textValue(), arguments.get("value"));
            return CanonicalJson.object();
        }
    }

    private SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, HubWorld.OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, HubWorld.RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, SUPERVISOR.publicKey(), Roles.CALL_SUPERVISOR);
        Roles.grant(state, INQUIRER.publicKey(), Roles.INQUIRER);
        Roles.grant(state, JIANGSU_RELAYER.publicKey(), Roles.RELAYER + ":jiangsu");
        Roles.grant(state, HubWorld.MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, HubWorld.CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        for (ContractHarness chain : List.of(jiangsu, zhejiang)) {
            state.put(
                    "registry/chain/" + chain.chainId(),
                    CanonicalJson.encode(HubWorld.registration(chain, HubWorld.OWNER)));
        }
        return state;
    }

    public static Packet packet(long sequence) {
        return new Packet(
                JIANGSU,
                ZHEJIANG,
                Channel.MAIN,
                "accounts",
                "identity",
                "confirm",
                new Sequence(sequence),
                Bytes.utf8("{\"code\":\"Q000000101\"}"),
                Timeout.at(TIMEOUT));
    }

    public static ObjectNode route(String id) {
        return CanonicalJson.object()
                .put("id", id)
                .put("source", "jiangsu")
                .put("sourceContract", "accounts")
                .put("destination", "*")
                .put("destinationContract", "identity")
                .put("method", "confirm")
                .put("effectiveFrom", START.epochMillis())
                .put("expiresAt", START.epochMillis() + YEAR);
    }

    /** Proposed by one officer, approved by the other. */
    public PacketWorld open(ObjectNode route) {
        JsonNode proposed = hub.succeed(HubWorld.MAKER, "routes", "propose", route);
        hub.succeed(
                HubWorld.CHECKER,
                "routes",
                "approve",
                CanonicalJson.object()
                        .put("id", route.get("id").asText())
                        .put("digest", proposed.get("digest").asText()));
        return this;
    }

    /** A local chain writes this into its packets, and the hub verifies its header. */
    public void write(ContractHarness chain, String path, JsonNode value) {
        ObjectNode arguments = CanonicalJson.object().put("key", path);
        arguments.set("value", value);
        chain.succeed(ContractHarness.key("anyone"), PacketKeys.CONTRACT, "put", arguments);
        verify(chain);
    }

    public void verify(ContractHarness chain) {
        hub.succeed(HubWorld.OBSERVER, "light-clients", "update", HubWorld.update(chain.lastBlock()));
    }

    /** The observer shows the hub this header. */
    public void show(ObjectNode update) {
        hub.succeed(HubWorld.OBSERVER, "light-clients", "update", update);
    }

    /** A block of the chain at this time that the hub has verified. */
    public void pass(ContractHarness chain, BlockTime time) {
        chain.at(time).emptyBlock();
        verify(chain);
    }

    /** What a relay hands in: the packet, and the proof of what stands, or does not, at this path of the chain. */
    static ObjectNode proven(ContractHarness chain, Packet packet, String path) {
        return proven(chain, chain.height(), packet, path);
    }

    static ObjectNode proven(ContractHarness chain, Height height, Packet packet, String path) {
        ObjectNode arguments = CanonicalJson.object()
                .put("height", height.value())
                .put(
                        "proof",
                        chain.prove(height, PacketKeys.full(path)).canonical().toHex());
        arguments.set("packet", packet.toJson());
        return arguments;
    }

    /** Jiangsu has sent the packet: what a relay brings to the hub. */
    ObjectNode sent(Packet packet) {
        String path = PacketKeys.Local.out(packet.id());
        write(jiangsu, path, packet.toJson());
        return proven(jiangsu, packet, path);
    }

    /** Zhejiang has acknowledged the packet. */
    ObjectNode acknowledged(Packet packet, Acknowledgement acknowledgement) {
        String path = PacketKeys.Local.ack(packet.id());
        write(zhejiang, path, acknowledgement.toJson());
        ObjectNode arguments = proven(zhejiang, packet, path);
        arguments.set("ack", acknowledgement.toJson());
        return arguments;
    }

    /** Jiangsu has taken this as the end of its packet. */
    ObjectNode done(Packet packet, Acknowledgement acknowledgement) {
        String path = PacketKeys.Local.done(packet.id());
        write(jiangsu, path, acknowledgement.toJson());
        ObjectNode arguments = proven(jiangsu, packet, path);
        arguments.set("ack", acknowledgement.toJson());
        return arguments;
    }

    /** What a relay shows of Zhejiang's silence. */
    static ObjectNode silence(ContractHarness zhejiang, Packet packet) {
        return proven(zhejiang, packet, PacketKeys.Local.in(packet.id()));
    }

    JsonNode relay(String method, ObjectNode arguments) {
        return hub.succeed(HubWorld.RELAYER, PacketKeys.CONTRACT, method, arguments);
    }

    /** The hub executes what a relay submits, with the relay's key. */
    public TransactionRecord submit(String contract, String method, ObjectNode arguments) {
        return hub.execute(HubWorld.RELAYER, contract, method, arguments);
    }

    String refusal(String method, ObjectNode arguments) {
        return hub.refuse(HubWorld.RELAYER, PacketKeys.CONTRACT, method, arguments)
                .code();
    }

    /** What still has to be carried to the chain, as {@code kind}s in order. */
    List<String> pending(ChainId chain) {
        List<String> kinds = new ArrayList<>();
        hub.read(PacketKeys.full(PacketKeys.Hub.pending(chain)))
                .ifPresent(pages ->
                        pages.forEach(page -> hub.read(PacketKeys.full(PacketKeys.Hub.pending(chain, page.asText())))
                                .orElseThrow()
                                .forEach(sequence -> kinds.add(page.asText().split("/")[0]))));
        return kinds;
    }

    /** What the hub keeps at this path of its packets. */
    JsonNode stored(String path) {
        return hub.read(PacketKeys.full(path)).orElseThrow();
    }

    /** The arguments that name a packet. */
    static ObjectNode named(Packet packet) {
        return CanonicalJson.object()
                .put("source", packet.source().value())
                .put("destination", packet.destination().value())
                .put("channel", packet.channel().name())
                .put("sequence", packet.sequence().value());
    }

    /** What the call supervisor does. */
    JsonNode decide(String method, ObjectNode call) {
        return hub.succeed(SUPERVISOR, PacketKeys.CONTRACT, method, call);
    }

    /** Why the call supervisor may not. */
    String undecided(String method, ObjectNode call) {
        return hub.refuse(SUPERVISOR, PacketKeys.CONTRACT, method, call).code();
    }
}
