package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsContractTest {
    private final MarketWorld market = new MarketWorld(new ChainId("jiangsu"));

    private DataObject note(String id, long version, ObjectOperation operation, String text) {
        ObjectHead head = ObjectHead.of(
                        ObjectType.INFO_DISCLOSURE,
                        new ObjectId(id),
                        new ObjectVersion(version),
                        operation,
                        market.now().getEpochSecond())
                .withSource("jiangsu");
        if (operation == ObjectOperation.DELETE) {
            return DataObject.deletion(head);
        }
        ObjectNode body = CanonicalJson.object();
        body.putObject(ObjectType.INFO_DISCLOSURE.bodyKey()).put("note", text);
        return DataObject.of(head, body);
    }

    private ObjectNode put(DataObject object, Sm2PrivateKey... keys) {
        DataObject sealed = object;
        for (Sm2PrivateKey key : keys) {
            sealed = sealed.sealWith(key);
        }
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("snapshot", sealed.toJson());
        return arguments;
    }

    private JsonNode keep(String id, long version, ObjectOperation operation, String text) {
        return market.succeed("objects", "put", put(note(id, version, operation, text), market.key));
    }

    private Refusal refuse(String id, long version, ObjectOperation operation) {
        return market.refuse("objects", "put", put(note(id, version, operation, "x"), market.key));
    }

    @Test
    void a_snapshot_stands_under_its_version_its_height_and_as_the_latest() {
        JsonNode written = keep("N-1", 0, ObjectOperation.CREATE, "一");
        String height = market.chain.height().toString();
        assertThat(market.chain.read("objects/at/" + height).orElseThrow().toString())
                .isEqualTo("[{\"id\":\"N-1\",\"transaction\":\""
                        + market.chain.lastBlock().block().transactions().get(0).id() + "\",\"version\":0}]");
        assertThat(market.chain.read("objects/N-1/latest").orElseThrow().toString())
                .isEqualTo("{\"deleted\":false,\"version\":0}");
        DataObject kept = DataObject.parse(
                market.chain.readBytes(market.chain.height(), "objects/N-1/0").orElseThrow());
        assertThat(written.get("digest").textValue()).isEqualTo(kept.digest().toHex());
        assertThat(kept.sealProblems(List.of(market.key.publicKey()))).isEmpty();
    }

    @Test
    void an_object_lives_from_creation_to_deletion() {
        keep("N-1", 0, ObjectOperation.CREATE, "一");
        keep("N-1", 1, ObjectOperation.UPDATE, "二");
        keep("N-1", 2, ObjectOperation.DELETE, "");
        assertThat(market.chain.read("objects/N-1/latest").orElseThrow().toString())
                .isEqualTo("{\"deleted\":true,\"version\":2}");
        assertThat(refuse("N-1", 3, ObjectOperation.UPDATE).code()).isEqualTo("OBJECT_DELETED");
        assertThat(market.chain.read("objects/N-1/0")).as("history stays").isPresent();
    }

    @Test
    void an_overwrite_of_an_earlier_version_wants_the_later_ones_too() {
        keep("N-1", 0, ObjectOperation.CREATE, "一");
        keep("N-1", 1, ObjectOperation.UPDATE, "二");
        keep("N-1", 0, ObjectOperation.OVERWRITE, "壹");
        assertThat(refuse("N-1", 2, ObjectOperation.UPDATE).code()).isEqualTo("OVERWRITE_INCOMPLETE");
        keep("N-1", 1, ObjectOperation.OVERWRITE, "贰");
        keep("N-1", 2, ObjectOperation.UPDATE, "叁");
        assertThat(market.chain
                        .read("objects/N-1/latest")
                        .orElseThrow()
                        .get("version")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void what_breaks_the_life_cycle_is_refused() {
        assertThat(refuse("N-1", 0, ObjectOperation.UPDATE).code()).isEqualTo("OBJECT_UNKNOWN");
        keep("N-1", 0, ObjectOperation.CREATE, "一");
        assertThat(refuse("N-1", 0, ObjectOperation.CREATE).code()).isEqualTo("OBJECT_EXISTS");
        assertThat(refuse("N-1", 2, ObjectOperation.UPDATE).code()).isEqualTo("OBJECT_VERSION_GAP");
    }

    @Test
    void what_is_not_the_operators_is_refused() {
        DataObject note = note("N-1", 0, ObjectOperation.CREATE, "一");
        Sm2PrivateKey stranger = ContractHarness.key("stranger");
        assertThat(market.chain
                        .refuse(stranger, "objects", "put", put(note, market.key))
                        .code())
                .isEqualTo("CALLER_NOT_ALLOWED");
        assertThat(market.refuse("objects", "put", put(note, stranger)).code())
                .isEqualTo("OBJECT_SEAL_BY_UNREGISTERED_KEY");
        assertThat(market.refuse("objects", "put", put(note, market.key, market.key))
                        .code())
                .isEqualTo("OBJECT_SEAL_REPEATED");
        assertThat(market.refuse("objects", "put", put(note)).code()).isEqualTo("OBJECT_SEAL_MISSING");
    }

    @Test
    void an_object_of_another_source_is_refused() {
        DataObject note = note("N-1", 0, ObjectOperation.CREATE, "一");
        DataObject foreign = new DataObject(note.head().withSource("zhejiang"), note.bodyBytes());
        Refusal refusal = market.refuse("objects", "put", put(foreign, market.key));
        assertThat(refusal.code()).isEqualTo("OBJECT_SOURCE_MISMATCH");
        assertThat(refusal.message()).contains("should be jiangsu but is zhejiang");
    }

    @Test
    void what_is_no_object_is_refused_with_the_path() {
        ObjectNode arguments = put(note("N-1", 0, ObjectOperation.CREATE, "一"), market.key);
        ((ObjectNode) arguments.at("/snapshot/header/content")).put("version", -1);
        Refusal refusal = market.refuse("objects", "put", arguments);
        assertThat(refusal.code()).isEqualTo("OBJECT_MALFORMED");
        assertThat(refusal.message()).contains("header.content.version");
        assertThat(market.refuse("objects", "list", arguments).code()).isEqualTo("METHOD_UNKNOWN");
    }
}
