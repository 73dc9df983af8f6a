package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A supervision chain and one registered local chain, both in memory, with everything in order. */
final class HubWorld {
    static final ChainId JIANGSU = new ChainId("jiangsu");
    static final BlockTime START = new BlockTime(1_770_700_000_000L);
    static final Sm2PrivateKey OBSERVER = ContractHarness.key("observer");
    static final Sm2PrivateKey RELAYER = ContractHarness.key("relayer");
    static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");
    static final Sm2PrivateKey OWNER = ContractHarness.key("owner of jiangsu");
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");

    final ContractHarness local = ContractHarness.start(JIANGSU, START, new Shelf());
    final ContractHarness hub;

    HubWorld() {
        hub = ContractHarness.start(
                ChainId.SUPERVISION,
                START,
                genesis(),
                java.util.List.of(
                        new RolesContract(),
                        new LightClientsContract(),
                        new ObjectsContract(),
                        new AnomaliesContract(),
                        new RoutesContract(),
                        new PacketsContract(List.of())));
    }

    private SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        state.put("registry/chain/jiangsu", CanonicalJson.encode(registration(local, OWNER)));
        state.put("objects/chains", Bytes.utf8("[\"zhejiang\"]"));
        state.put("objects/zhejiang/subject-1/0", Bytes.utf8("{}")); // what the disclosures here refer to
        return state;
    }

    static ObjectNode registration(ContractHarness chain, Sm2PrivateKey owner) {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        ObjectNode json = CanonicalJson.object()
                .put("chainId", chain.chainId().value())
                .put("state", "ACTIVE")
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", genesis.block().header().time().epochMillis());
        json.set("validators", BlockJson.of(chain.validators().set()));
        json.putArray("sealKeys").add(owner.publicKey().toHex());
        return json;
    }

    /** A contract that puts whatever it is given where data objects stand. */
    static final class Shelf implements Contract {
        @Override
        public String name() {
            return "objects";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            ArrayNode list = CanonicalJson.array();
            for (JsonNode entry : arguments.get("entries")) {
                String id = entry.path("id").asText();
                long version = entry.path("version").longValue();
                context.write(id + "/" + version, entry.get("snapshot"));
                list.addObject()
                        .put("id", id)
                        .put("version", version)
                        .put("transaction", context.transactionId().toHex());
            }
            context.write("at/" + context.height(), list);
            return list;
        }
    }

    static DataObject disclosure(String id, long version, ObjectOperation operation, String source) {
        ObjectNode body = CanonicalJson.object();
        body.putObject("disclosure_approval_information")
                .putObject("disclosure_basic_information")
                .put("disclosure_subject_ref", "subject-1/0")
                .put("disclosure_type", 5)
                .put("disclosure_submit_type", 4)
                .put("disclosure_submit_date", "2026-02-10");
        ObjectHead head = ObjectHead.of(
                        ObjectType.INFO_DISCLOSURE,
                        new ObjectId(id),
                        new ObjectVersion(version),
                        operation,
                        1_770_700_000L)
                .withSource(source);
        return operation == ObjectOperation.DELETE ? DataObject.deletion(head) : DataObject.of(head, body);
    }

    static DataObject sealed(String id) {
        return disclosure(id, 0, ObjectOperation.CREATE, "jiangsu").sealWith(OWNER);
    }

    /** The local chain writes these snapshots in one block. */
    CertifiedBlock write(DataObject... objects) {
        ObjectNode arguments = CanonicalJson.object();
        ArrayNode entries = arguments.putArray("entries");
        for (DataObject object : objects) {
            entries.addObject()
                    .put("id", object.head().id().value())
                    .put("version", object.head().version().value())
                    .set("snapshot", object.toJson());
        }
        local.succeed(ANYONE, "objects", "put", arguments);
        return local.lastBlock();
    }

    /** An honest observer's request for a height of the local chain. */
    ObjectNode ingest(Height height) {
        CertifiedBlock block = local.block(height);
        ObjectNode request = update(block);
        String key = "objects/at/" + height;
        Optional<Bytes> list = local.readBytes(height, key);
        ObjectNode index = request.putObject("index");
        list.ifPresent(value -> index.put("value", value.toHex()));
        index.put("proof", local.prove(height, key).canonical().toHex());
        request.put("from", 0);
        ArrayNode objects = request.putArray("objects");
        list.map(CanonicalJson::decode)
                .ifPresent(names -> names.forEach(name -> {
                    String id = name.path("id").asText();
                    long version = name.path("version").longValue();
                    String objectKey = "objects/" + id + "/" + version;
                    objects.addObject()
                            .put("objectId", id)
                            .put("version", version)
                            .put(
                                    "snapshot",
                                    local.readBytes(height, objectKey)
                                            .orElseThrow()
                                            .toHex())
                            .put(
                                    "proof",
                                    local.prove(height, objectKey).canonical().toHex());
                }));
        return request;
    }

    static ObjectNode update(CertifiedBlock block) {
        ObjectNode request = CanonicalJson.object()
                .put("chain", block.block().header().chainId().value())
                .put("header", block.block().header().canonical().toHex());
        request.set("certificate", BlockJson.of(block.certificate().orElseThrow()));
        return request;
    }

    static ValidatorSet set(ContractHarness chain) {
        return chain.validators().set();
    }
}
