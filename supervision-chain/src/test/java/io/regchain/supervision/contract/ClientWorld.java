package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.CertifiedHeader;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A hub with one registered chain whose headers are made by hand, so that its validators may change, lie and fall silent. */
final class ClientWorld {
    static final ChainId JIANGSU = new ChainId("jiangsu");
    static final BlockTime START = HubWorld.START;
    static final TestValidators OLD = TestValidators.of(JIANGSU, 4);
    /** Other keys than the old ones. */
    static final TestValidators NEW = TestValidators.of(new ChainId("zhejiang"), 5);

    static final Sm2PrivateKey BOTH = ContractHarness.key("both roles");
    static final Sm2PrivateKey JIANGSU_RELAYER = ContractHarness.key("relayer of jiangsu");
    static final Sm2PrivateKey ZHEJIANG_RELAYER = ContractHarness.key("relayer of zhejiang");

    static final BlockHeader GENESIS = header(0, Hash32.ZERO, START, OLD, OLD, "genesis");

    final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION,
            START,
            genesis(),
            List.of(
                    new RolesContract(),
                    new LightClientsContract(),
                    new StubRegistry(),
                    new PacketsContract(List.of())));

    /** The newest header that the hub was given. */
    BlockHeader tip = GENESIS;

    /** A registry that only suspends and resumes, and approves changes of validators unasked. */
    private static final class StubRegistry implements Contract {
        @Override
        public String name() {
            return "registry";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            if (method.equals("change")) {
                context.write("set/jiangsu/" + arguments.get("height").longValue(), arguments);
                return CanonicalJson.object();
            }
            ObjectNode chain = (ObjectNode) context.read("chain/jiangsu").orElseThrow();
            context.write("chain/jiangsu", chain.put("state", method.equals("suspend") ? "SUSPENDED" : "ACTIVE"));
            return CanonicalJson.object();
        }
    }

    private static SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, HubWorld.OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, HubWorld.RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, JIANGSU_RELAYER.publicKey(), Roles.RELAYER + ":jiangsu");
        Roles.grant(state, ZHEJIANG_RELAYER.publicKey(), Roles.RELAYER + ":zhejiang");
        Roles.grant(state, HubWorld.MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, HubWorld.CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        ObjectNode both = CanonicalJson.object().put("name", "both");
        both.putArray("roles").add(Roles.ADMISSION_MAKER).add(Roles.ADMISSION_CHECKER);
        state.put("roles/" + BOTH.publicKey().fingerprint().toHex(), CanonicalJson.encode(both));
        ObjectNode registration = CanonicalJson.object()
                .put("chainId", "jiangsu")
                .put("state", "ACTIVE")
                .put("genesisHash", GENESIS.hash().toHex())
                .put("genesisTime", START.epochMillis());
        registration.set("validators", BlockJson.of(OLD.set()));
        state.put("registry/chain/jiangsu", CanonicalJson.encode(registration));
        return state;
    }

    static BlockHeader header(
            long height, Hash32 parent, BlockTime time, TestValidators decides, TestValidators next, String state) {
        return new BlockHeader(
                BlockHeader.VERSION,
                JIANGSU,
                new Height(height),
                parent,
                time,
                decides.keys().get(0).publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Sm3.hash(Bytes.utf8(state)),
                decides.set().hash(),
                next.set().hash());
    }

    /** A header right above this one, at the hub's present time. */
    BlockHeader above(BlockHeader below, TestValidators decides, TestValidators next, String state) {
        return header(below.height().value() + 1, below.hash(), hub.time(), decides, next, state);
    }

    BlockHeader next() {
        return above(tip, OLD, OLD, "honest");
    }

    /** Another block at the height of the tip, sealed all the same. */
    BlockHeader fork() {
        return fork("forged");
    }

    BlockHeader fork(String state) {
        return header(tip.height().value(), tip.parentHash(), tip.time(), OLD, OLD, state);
    }

    static CertifiedHeader certified(BlockHeader header, TestValidators by) {
        return new CertifiedHeader(header, by.certify(header, Round.ZERO));
    }

    static ObjectNode update(BlockHeader header, TestValidators by, Optional<TestValidators> next) {
        ObjectNode arguments = certified(header, by).toJson().put("chain", "jiangsu");
        next.ifPresent(set -> arguments.set("nextValidators", BlockJson.of(set.set())));
        return arguments;
    }

    JsonNode submit(ObjectNode update) {
        return hub.succeed(HubWorld.OBSERVER, LightClientsContract.NAME, "update", update);
    }

    String refused(ObjectNode update) {
        return hub.refuse(HubWorld.OBSERVER, LightClientsContract.NAME, "update", update)
                .code();
    }

    /** The hub takes the chain's next header. */
    ClientWorld grow() {
        BlockHeader next = next();
        submit(update(next, OLD, Optional.empty()));
        tip = next;
        return this;
    }

    ClientWorld frozen() {
        submit(update(fork(), OLD, Optional.empty()));
        return this;
    }

    ClientWorld after(java.time.Duration duration) {
        hub.advance(duration);
        return this;
    }

    /** As the registry approves it. */
    void approveChange(long effective, TestValidators set) {
        hub.succeed(
                HubWorld.CHECKER,
                "registry",
                "change",
                CanonicalJson.object()
                        .put("height", effective)
                        .put("setHash", set.set().hash().toHex()));
    }

    void resume() {
        hub.succeed(HubWorld.CHECKER, "registry", "resume", CanonicalJson.object());
    }

    static ObjectNode about(String reason) {
        return CanonicalJson.object().put("chain", "jiangsu").put("reason", reason);
    }

    JsonNode propose(String method, ObjectNode arguments) {
        return hub.succeed(HubWorld.MAKER, LightClientsContract.NAME, method, arguments);
    }

    static ObjectNode approval(JsonNode proposed) {
        return CanonicalJson.object()
                .put("chain", "jiangsu")
                .put("digest", proposed.path("digest").asText());
    }

    JsonNode approve(String method, JsonNode proposed) {
        return hub.succeed(HubWorld.CHECKER, LightClientsContract.NAME, method, approval(proposed));
    }

    String refused(Sm2PrivateKey key, String method, ObjectNode arguments) {
        return hub.refuse(key, LightClientsContract.NAME, method, arguments).code();
    }

    Optional<JsonNode> stored(String path) {
        return hub.read(LightClientsContract.NAME + "/jiangsu/" + path);
    }

    String registration() {
        return hub.read("registry/chain/jiangsu").orElseThrow().path("state").asText();
    }
}
