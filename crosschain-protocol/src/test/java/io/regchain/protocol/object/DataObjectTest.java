package io.regchain.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataObjectTest {
    private static final List<Sm2PublicKey> OWNERS = List.of(Objects.OWNER.publicKey(), Objects.OTHER.publicKey());

    @Test
    void aSnapshotComesBackFromItsBytes() {
        DataObject object = Objects.sealed();
        DataObject read = DataObject.parse(object.encode());
        assertThat(read).isEqualTo(object);
        assertThat(read.digest()).isEqualTo(object.digest());
        assertThat(read.sealProblems(OWNERS)).isEmpty();
        assertThat(DataObject.parse(Bytes.utf8(object.toJson().toPrettyString())))
                .isEqualTo(object);
    }

    @Test
    void theJsonStandsAtThePathsOfTheStandard() {
        JsonNode json = Objects.sealed().toJson();
        assertThat(json.at("/header/model/protocol").textValue()).isEqualTo("区域性股权市场跨链业务数据模型");
        assertThat(json.at("/header/model/version").textValue()).isEqualTo("2.0.0");
        assertThat(json.at("/header/content/type").textValue()).isEqualTo("registration");
        assertThat(json.at("/header/content/object_id").textValue()).isEqualTo("R-0077");
        assertThat(json.at("/header/content/version").longValue()).isZero();
        assertThat(json.at("/header/content/operation").textValue()).isEqualTo("create");
        assertThat(json.at("/header/content/timestamp").longValue()).isEqualTo(1_770_600_000L);
        assertThat(json.at("/header/remark").textValue()).isEqualTo("invented");
        assertThat(json.at("/header/source").textValue()).isEqualTo("jiangsu");
        assertThat(json.at("/header/metadata/batch").intValue()).isEqualTo(3);
        assertThat(json.at("/header/seal/0/pub_key/type").textValue()).isEqualTo("SM2");
        assertThat(json.at("/header/seal/0/pub_key/value").textValue())
                .isEqualTo(Objects.OWNER.publicKey().toHex());
        assertThat(json.at("/header/seal/0/digest_algo").textValue()).isEqualTo("SM3");
        assertThat(json.at("/header/seal/0/signature").textValue()).startsWith("ME");
        assertThat(json.at("/body/registration_information/register_object_type")
                        .intValue())
                .isEqualTo(1);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("header should be", o -> o.remove("header")),
                row("body should be", o -> o.remove("body")),
                row("unknown field extra", o -> o.put("extra", 1)),
                row("header.model should be", o -> header(o).remove("model")),
                row("header.model.protocol", o -> at(o, "model").put("protocol", "区域性股权市场")),
                row("header.model.version", o -> at(o, "model").put("version", "x".repeat(33))),
                row("header.model.version", o -> at(o, "model").put("version", "")),
                row("header.model.name", o -> at(o, "model").put("name", "x")),
                row("header.content should be", o -> header(o).put("content", "x")),
                row("no data object type", o -> at(o, "content").put("type", "Registration")),
                row("header.content.type", o -> at(o, "content").put("type", "x".repeat(33))),
                row("header.content.type", o -> at(o, "content").remove("type")),
                row("header.content.object_id", o -> at(o, "content").put("object_id", "R/77")),
                row("header.content.object_id", o -> at(o, "content").put("object_id", "R 77")),
                row("header.content.object_id", o -> at(o, "content").put("object_id", "operator")),
                row("header.content.object_id", o -> at(o, "content").put("object_id", "7".repeat(129))),
                row("header.content.object_id", o -> at(o, "content").put("object_id", 77)),
                row("header.content.version", o -> at(o, "content").put("version", -1)),
                row("header.content.version", o -> at(o, "content").put("version", "0")),
                row("header.content.version", o -> at(o, "content").put("version", 0.5)),
                row("create, update, overwrite and delete", o -> at(o, "content")
                        .put("operation", "CREATE")),
                row("header.content.operation", o -> at(o, "content").put("operation", "x".repeat(17))),
                row("header.content.timestamp", o -> at(o, "content").put("timestamp", "2026-02-10")),
                row("in seconds", o -> at(o, "content").put("timestamp", 1_770_600_000_000L)),
                row("header.content.timestamp", o -> at(o, "content").put("timestamp", -1)),
                row("header.content.note", o -> at(o, "content").put("note", "x")),
                row("header.remark", o -> header(o).put("remark", "注".repeat(2049))),
                row("header.remark", o -> header(o).put("remark", 1)),
                row("header.source", o -> header(o).put("source", "x".repeat(257))),
                row("header.metadata", o -> header(o).put("metadata", "x")),
                row("header.metadata", o -> header(o).putObject("metadata").put("x", "x".repeat(16384))),
                row("header.owner", o -> header(o).put("owner", "x")),
                row("header.seal should be a list", o -> header(o).remove("seal")),
                row("header.seal", o -> header(o).putObject("seal")),
                row("at most 16 entries", o -> seventeenSeals(o)),
                row("header.seal[0] should be", o -> header(o).putArray("seal").add("x")),
                row("header.seal[0].pub_key should be", o -> seal(o).remove("pub_key")),
                row("header.seal[0].pub_key.type", o -> key(o).put("type", "RSA")),
                row("header.seal[0].pub_key.value", o -> key(o).put("value", "04".repeat(65))),
                row("header.seal[0].pub_key.value", o -> key(o).put("value", "x".repeat(513))),
                row("header.seal[0].pub_key.value", o -> key(o).put("value", upperCaseKey())),
                row("header.seal[0].pub_key.id", o -> key(o).put("id", "1")),
                row("header.seal[0].digest_algo", o -> seal(o).put("digest_algo", "SHA-256")),
                row("header.seal[0].signature", o -> seal(o).put("signature", "")),
                row("header.seal[0].signature", o -> seal(o).put("signature", "!!")),
                row("header.seal[0].signature", o -> seal(o).put("signature", "AAAA")),
                row("header.seal[0].signature", o -> seal(o).put("signature", "A".repeat(1025))),
                row("header.seal[0].signature", o -> respellSignature(o)),
                row("header.seal[0].time", o -> seal(o).put("time", 1)),
                row("body should be", o -> o.put("body", "x")),
                row("body.registration_information", o -> o.putObject("body")),
                row("body.registration_information", o -> body(o).put("registration_information", "x")),
                row("body.account_information", o -> body(o).putObject("account_information")),
                row("body should be empty", o -> at(o, "content").put("operation", "delete")),
                row("at most 262144 bytes", o -> body(o).withObject("/registration_information")
                        .put("x", "x".repeat(DataObject.MAX_SIZE))),
                row("at most 262144 bytes", o -> body(o).withObject("/registration_information")
                        .put("x", "x".repeat(DataObject.MAX_SIZE - 100))));
    }

    private static Arguments row(String reason, Consumer<ObjectNode> damage) {
        return Arguments.of(reason, damage);
    }

    private static ObjectNode header(ObjectNode object) {
        return object.withObject("/header");
    }

    private static ObjectNode at(ObjectNode object, String part) {
        return header(object).withObject("/" + part);
    }

    private static ObjectNode seal(ObjectNode object) {
        return (ObjectNode) header(object).path("seal").path(0);
    }

    private static ObjectNode key(ObjectNode object) {
        return seal(object).withObject("/pub_key");
    }

    private static ObjectNode body(ObjectNode object) {
        return object.withObject("/body");
    }

    private static String upperCaseKey() {
        return Objects.OWNER.publicKey().toHex().toUpperCase(java.util.Locale.ROOT);
    }

    private static void seventeenSeals(ObjectNode object) {
        ArrayNode seals = (ArrayNode) header(object).path("seal");
        while (seals.size() < 17) {
            seals.add(seals.get(0).deepCopy());
        }
    }

    /** The same bytes with other bits in the last, unused part of the Base64, or with its padding left out. */
    private static void respellSignature(ObjectNode object) {
        String text = seal(object).path("signature").textValue();
        seal(object).put("signature", text.endsWith("=") ? text.replace("=", "") : text + "\n");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void jsonThatIsNotADataObjectIsRefusedNamingTheField(String reason, Consumer<ObjectNode> damage) {
        ObjectNode json = Objects.sealed().toJson();
        damage.accept(json);
        assertThatThrownBy(() -> DataObject.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> DataObject.parse(CanonicalJson.encode(json))).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"header\":{},\"header\":{},\"body\":{}}", "{\"header\":"})
    void bytesThatAreNoDocumentAreRefused(String text) {
        assertThatThrownBy(() -> DataObject.parse(Bytes.utf8(text))).isInstanceOf(DecodeException.class);
    }

    @Test
    void aHugeDocumentIsRefusedUnread() {
        Bytes huge = Bytes.utf8(" ".repeat(2 * DataObject.MAX_SIZE + 1));
        assertThatThrownBy(() -> DataObject.parse(huge)).hasMessageContaining("at most");
    }

    @Test
    void aDeletionHasAnEmptyBody() {
        DataObject deletion = Objects.snapshot(ObjectOperation.DELETE, 4, "{}").sealWith(Objects.OWNER);
        assertThat(deletion.bodyBytes()).isEqualTo(DataObject.EMPTY_BODY);
        assertThat(DataObject.parse(deletion.encode())).isEqualTo(deletion);
        assertThat(deletion.sealProblems(OWNERS)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataObject.of(Objects.head(ObjectOperation.DELETE, 1), Objects.body("{}")));
    }

    static Stream<Consumer<ObjectNode>> alterations() {
        return Stream.of(
                o -> at(o, "model").put("version", "2.0.1"),
                o -> at(o, "content").put("object_id", "R-0078"),
                o -> at(o, "content").put("version", 1),
                o -> at(o, "content").put("operation", "update"),
                o -> at(o, "content").put("timestamp", 1_770_600_001L),
                o -> header(o).put("remark", "altered"),
                o -> header(o).remove("remark"),
                o -> header(o).put("source", "zhejiang"),
                o -> header(o).remove("source"),
                o -> at(o, "metadata").put("batch", 4),
                o -> header(o).remove("metadata"),
                o -> body(o).withObject("/registration_information").put("register_object_type", 2),
                o -> body(o).withObject("/registration_information").put("x", 1));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void aSealCoversEveryFieldOfHeadAndBody(Consumer<ObjectNode> alter) {
        ObjectNode json = Objects.sealed().toJson();
        alter.accept(json);
        assertThat(codes(DataObject.fromJson(json))).containsExactly("OBJECT_SEAL_INVALID");
    }

    @Test
    void aSealCoversTheType() {
        ObjectNode json = Objects.sealed().toJson();
        at(json, "content").put("type", "account");
        json.putObject("body").putObject("account_information").put("register_object_type", 1);
        assertThat(codes(DataObject.fromJson(json))).containsExactly("OBJECT_SEAL_INVALID");
    }

    private static List<String> codes(DataObject object) {
        return object.sealProblems(OWNERS).stream().map(Refusal::code).toList();
    }

    @Test
    void severalOwnersSealTheSameBytes() {
        DataObject twice = Objects.sealed().sealWith(Objects.OTHER);
        assertThat(twice.sealedBytes()).isEqualTo(Objects.sealed().sealedBytes());
        assertThat(codes(twice)).isEmpty();
        assertThat(codes(DataObject.parse(twice.encode()))).isEmpty();
    }

    @Test
    void aSealThatIsMissingStrangeRepeatedOrOfAnotherSnapshotIsNamed() {
        DataObject unsealed = Objects.snapshot(ObjectOperation.CREATE, 0, "{}");
        assertThat(codes(unsealed)).containsExactly("OBJECT_SEAL_MISSING");
        DataObject sealed = Objects.sealed();
        assertThat(sealed.sealProblems(List.of(Objects.OTHER.publicKey())))
                .extracting(Refusal::code)
                .containsExactly("OBJECT_SEAL_BY_UNREGISTERED_KEY");
        assertThat(codes(sealed.sealWith(Objects.OWNER))).containsExactly("OBJECT_SEAL_REPEATED");
        DataObject mixed = new DataObject(
                unsealed.head()
                        .withSeals(List.of(
                                sealed.head().seals().get(0),
                                unsealed.sealWith(Objects.OTHER).head().seals().get(0))),
                unsealed.bodyBytes());
        assertThat(mixed.sealProblems(OWNERS)).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("OBJECT_SEAL_INVALID")
                .contains("header.seal[0]"));
    }

    @ParameterizedTest
    @CsvSource({"R-0077/0, 0", "R-0077/12, 12", "550e8400-e29b-41d4-a716-446655440000/3, 3"})
    void aReferenceIsAnIdAndAVersion(String text, long version) {
        ObjectReference reference = ObjectReference.parse(text);
        assertThat(reference.version().value()).isEqualTo(version);
        assertThat(reference).hasToString(text);
        assertThat(text).matches(ObjectReference.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "R-0077",
                "R-0077/",
                "/1",
                "R-0077/-1",
                "R-0077/01",
                "R-0077/1/2",
                "R-0077/x",
                "R 77/1",
                "R-0077/9999999999999999"
            })
    void whatIsNoReferenceIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectReference.parse(text));
        assertThat(text).doesNotMatch(ObjectReference.PATTERN);
    }

    @Test
    void eachTypeHasItsOwnCodeAndBodyKey() {
        assertThat(ObjectType.values()).extracting(ObjectType::code).doesNotHaveDuplicates();
        assertThat(ObjectType.values()).extracting(ObjectType::bodyKey).doesNotHaveDuplicates();
        for (ObjectType type : ObjectType.values()) {
            assertThat(ObjectType.ofCode(type.code())).isEqualTo(type);
        }
        for (ObjectOperation operation : ObjectOperation.values()) {
            assertThat(ObjectOperation.ofCode(operation.code())).isEqualTo(operation);
        }
    }
}
