package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.object.ObjectOperation;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the supervision chain takes of a local chain, and what it does not: nothing counts without its proof. */
class ObjectIngestTest {
    private static final Height ONE = new Height(1);
    private final HubWorld world = new HubWorld();

    private JsonNode ingest(ObjectNode request) {
        return world.hub.succeed(HubWorld.OBSERVER, "objects", "ingest", request);
    }

    @Test
    void a_proven_object_is_stored_with_its_header() {
        world.write(HubWorld.sealed("report-1"));

        JsonNode result = ingest(world.ingest(ONE));

        assertThat(result.path("stored").intValue()).isEqualTo(1);
        assertThat(result.path("refused").intValue()).isZero();
        JsonNode stored = world.hub.read("objects/jiangsu/report-1/0").orElseThrow();
        assertThat(stored.path("digest").asText()).hasSize(64);
        assertThat(stored.path("height").longValue()).isEqualTo(1);
        assertThat(stored.path("transaction").asText()).isEqualTo(writer(ONE));
        assertThat(world.hub.read("light-clients/jiangsu/header/1")).isPresent();
        assertThat(world.hub
                        .read("objects/jiangsu/progress")
                        .orElseThrow()
                        .path("height")
                        .longValue())
                .isEqualTo(2);
    }

    private String writer(Height height) {
        return world.local.block(height).block().transactions().get(0).id().toHex();
    }

    @Test
    void the_transaction_of_an_object_is_the_one_of_the_proven_list_whatever_the_request_says() {
        world.write(HubWorld.sealed("report-1"));
        ObjectNode request = world.ingest(ONE);
        ((ObjectNode) request.get("objects").get(0)).put("transaction", "0".repeat(64));

        ingest(request);

        assertThat(world.hub.read("objects/jiangsu/report-1/0").orElseThrow().path("transaction"))
                .isEqualTo(TextNode.valueOf(writer(ONE)));
    }

    @Test
    void the_same_height_again_changes_nothing() {
        world.write(HubWorld.sealed("report-1"));
        ingest(world.ingest(ONE));
        var before = world.hub.read("objects/jiangsu/report-1/history");

        assertThat(ingest(world.ingest(ONE)).path("noop").booleanValue()).isTrue();
        assertThat(world.hub.read("objects/jiangsu/report-1/history")).isEqualTo(before);
    }

    @Test
    void a_height_is_not_skipped() {
        world.write(HubWorld.sealed("report-1"));
        world.write(HubWorld.sealed("report-2"));

        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "objects", "ingest", world.ingest(new Height(2)))
                        .code())
                .isEqualTo("HEIGHT_GAP");
    }

    @Test
    void a_key_without_the_role_is_refused() {
        world.write(HubWorld.sealed("report-1"));

        assertThat(world.hub
                        .refuse(HubWorld.RELAYER, "objects", "ingest", world.ingest(ONE))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void a_large_height_is_taken_in_parts() {
        world.write(HubWorld.sealed("report-1"), HubWorld.sealed("report-2"), HubWorld.sealed("report-3"));
        ObjectNode first = world.ingest(ONE);
        ObjectNode second = first.deepCopy();
        ((ArrayNode) first.get("objects")).remove(2);
        ((ArrayNode) second.get("objects")).remove(0);
        ((ArrayNode) second.get("objects")).remove(0);

        assertThat(ingest(first).path("complete").booleanValue()).isFalse();
        assertThat(ingest(second).path("complete").booleanValue()).isTrue();
        assertThat(world.hub.read("objects/jiangsu/report-3/0")).isPresent();
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                row("a body was altered", "PROOF_INVALID", request -> {
                    ObjectNode object = (ObjectNode) request.get("objects").get(0);
                    String text = Bytes.ofHex(object.get("snapshot").asText()).toUtf8();
                    object.put(
                            "snapshot",
                            Bytes.utf8(text.replace("2026-02-10", "2026-02-11")).toHex());
                }),
                row("the proof is of another key", "PROOF_INVALID", request -> {
                    ArrayNode objects = (ArrayNode) request.get("objects");
                    ((ObjectNode) objects.get(0))
                            .put("proof", objects.get(1).get("proof").asText());
                }),
                row("an object is kept back", "OBJECT_MISSING", request -> ((ArrayNode) request.get("objects"))
                        .remove(0)),
                row("the list is kept back", "PROOF_INVALID", request -> {
                    ((ObjectNode) request.get("index")).remove("value");
                    ((ArrayNode) request.get("objects")).removeAll();
                }),
                row("the list names another transaction", "PROOF_INVALID", request -> {
                    ObjectNode index = (ObjectNode) request.get("index");
                    String list = Bytes.ofHex(index.get("value").asText()).toUtf8();
                    index.put(
                            "value",
                            Bytes.utf8(list.replaceFirst("\"transaction\":\"..", "\"transaction\":\"00"))
                                    .toHex());
                }),
                row("one seal below the quorum", "QUORUM_NOT_REACHED", request -> seals(request)
                        .remove(0, 2)),
                row("a seal by a key that is not registered", "SEAL_BY_UNREGISTERED_KEY", request -> {
                    BlockHeader header = header(request);
                    byte[] sealed = CommitCertificate.sealedBytes(
                            header.chainId(), header.height(), new Round(0), header.hash());
                    var stranger = ContractHarness.key("a stranger");
                    ((ObjectNode) request.get("certificate").get("seals").get(0))
                            .put("signer", stranger.publicKey().toHex())
                            .put("signature", stranger.sign(sealed).toHex());
                }),
                row("a header of another chain", "HEADER_OF_OTHER_CHAIN", request -> {
                    ContractHarness other = ContractHarness.start(
                            new io.regchain.protocol.base.ChainId("zhejiang"), HubWorld.START, new HubWorld.Shelf());
                    other.emptyBlock();
                    ObjectNode update = HubWorld.update(other.lastBlock());
                    request.set("header", update.get("header"));
                    request.set("certificate", update.get("certificate"));
                }));
    }

    private static Arguments row(String name, String code, Consumer<ObjectNode> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    private record Seals(ObjectNode request) {
        void remove(int from, int to) {
            ArrayNode seals = (ArrayNode) request.get("certificate").get("seals");
            for (int i = from; i < to && seals.size() > 2; i++) {
                seals.remove(0);
            }
        }
    }

    private static Seals seals(ObjectNode request) {
        return new Seals(request);
    }

    private static BlockHeader header(ObjectNode request) {
        return BlockHeader.decode(Bytes.ofHex(request.get("header").asText()));
    }

    @ParameterizedTest
    @MethodSource("tampering")
    void tampered_data_is_refused_with_its_own_reason_and_nothing_is_stored(Consumer<ObjectNode> harm, String code) {
        world.write(HubWorld.sealed("report-1"), HubWorld.sealed("report-2"));
        ObjectNode request = world.ingest(ONE);
        harm.accept(request);

        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "objects", "ingest", request)
                        .code())
                .isEqualTo(code);
        assertThat(world.hub.state().keySet()).noneMatch(key -> key.startsWith("objects/jiangsu/"));
        assertThat(world.hub.read("light-clients/jiangsu/latest")).isEmpty();
    }

    static Stream<Arguments> unacceptable() {
        return Stream.of(
                Arguments.of(
                        "an object of another network",
                        HubWorld.disclosure("x-1", 0, ObjectOperation.CREATE, "zhejiang")
                                .sealWith(HubWorld.OWNER),
                        "OBJECT_OF_OTHER_NETWORK"),
                Arguments.of(
                        "no seal",
                        HubWorld.disclosure("x-1", 0, ObjectOperation.CREATE, "jiangsu"),
                        "OBJECT_SEAL_MISSING"),
                Arguments.of(
                        "a seal by somebody else",
                        HubWorld.disclosure("x-1", 0, ObjectOperation.CREATE, "jiangsu")
                                .sealWith(ContractHarness.key("somebody")),
                        "OBJECT_SEAL_BY_UNREGISTERED_KEY"),
                Arguments.of(
                        "a version gap",
                        HubWorld.disclosure("x-1", 3, ObjectOperation.CREATE, "jiangsu")
                                .sealWith(HubWorld.OWNER),
                        "OBJECT_VERSION_GAP"),
                Arguments.of(
                        "an update of nothing",
                        HubWorld.disclosure("x-1", 0, ObjectOperation.UPDATE, "jiangsu")
                                .sealWith(HubWorld.OWNER),
                        "OBJECT_UNKNOWN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unacceptable")
    void a_proven_but_unacceptable_object_goes_to_the_anomaly_log(
            String name, io.regchain.protocol.object.DataObject object, String code) {
        world.write(object, HubWorld.sealed("good-1"));

        JsonNode result = ingest(world.ingest(ONE));

        assertThat(result.path("refused").intValue()).isEqualTo(1);
        assertThat(result.path("stored").intValue()).isEqualTo(1);
        JsonNode anomaly = world.hub.read("anomalies/jiangsu/0").orElseThrow();
        assertThat(anomaly.path("code").asText()).isEqualTo(code);
        assertThat(anomaly.path("objectId").asText()).isEqualTo("x-1");
        assertThat(world.hub.read("objects/jiangsu/x-1/history")).isEmpty();
    }

    @Test
    void a_body_that_breaks_the_schema_goes_to_the_anomaly_log_with_its_path() {
        var object = HubWorld.disclosure("x-1", 0, ObjectOperation.CREATE, "jiangsu");
        ObjectNode body = object.body();
        ((ObjectNode) body.at("/disclosure_approval_information/disclosure_basic_information"))
                .put("disclosure_submit_date", "tomorrow");
        world.write(
                io.regchain.protocol.object.DataObject.of(object.head(), body).sealWith(HubWorld.OWNER));

        ingest(world.ingest(ONE));

        JsonNode anomaly = world.hub.read("anomalies/jiangsu/0").orElseThrow();
        assertThat(anomaly.path("code").asText()).isEqualTo("SCHEMA_VIOLATED");
        assertThat(anomaly.path("message").asText()).contains("disclosure_submit_date");
    }

    @Test
    void two_certified_headers_at_one_height_freeze_the_client() {
        world.write(HubWorld.sealed("report-1"));
        ingest(world.ingest(ONE));
        ContractHarness twin = ContractHarness.start(HubWorld.JIANGSU, HubWorld.START, new HubWorld.Shelf());
        twin.emptyBlock();

        JsonNode result =
                world.hub.succeed(HubWorld.OBSERVER, "light-clients", "update", HubWorld.update(twin.lastBlock()));

        assertThat(result.path("frozen").booleanValue()).isTrue();
        world.write(HubWorld.sealed("report-2"));
        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "objects", "ingest", world.ingest(new Height(2)))
                        .code())
                .isEqualTo("CLIENT_FROZEN");
    }

    @Test
    void a_second_certified_header_offered_with_objects_freezes_the_client_and_stays_on_record() {
        world.write(HubWorld.sealed("report-1"));
        ContractHarness twin = ContractHarness.start(HubWorld.JIANGSU, HubWorld.START, new HubWorld.Shelf());
        twin.emptyBlock();
        world.hub.succeed(HubWorld.OBSERVER, "light-clients", "update", HubWorld.update(twin.lastBlock()));

        assertThat(ingest(world.ingest(ONE)).path("frozen").booleanValue()).isTrue();
        assertThat(world.hub.read("light-clients/jiangsu/frozen")).isPresent();
        assertThat(world.hub.state().keySet()).noneMatch(key -> key.startsWith("objects/jiangsu/"));
    }

    @Test
    void a_header_is_not_skipped() {
        world.write(HubWorld.sealed("report-1"));
        world.write(HubWorld.sealed("report-2"));

        assertThat(world.hub
                        .refuse(HubWorld.OBSERVER, "light-clients", "update", HubWorld.update(world.local.lastBlock()))
                        .code())
                .isEqualTo("HEIGHT_GAP");
    }

    @Test
    void the_validator_set_hash_ties_header_and_registration() {
        world.write(HubWorld.sealed("report-1"));
        ObjectNode registration =
                (ObjectNode) world.hub.read("registry/chain/jiangsu").orElseThrow();

        assertThat(BlockJson.validatorSet(registration.get("validators")).hash())
                .isEqualTo(header(world.ingest(ONE)).validatorSetHash());
        assertThat(List.of(HubWorld.set(world.local).size())).containsExactly(4);
    }
}
