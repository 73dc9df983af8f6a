package io.regchain.protocol.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.Lifecycle;
import io.regchain.protocol.object.LifecycleOutcome.Accepted;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectReference;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.resource.ClasspathText;
import io.regchain.protocol.sample.SampleObjects;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectSchemaTest {
    private static final Map<ObjectType, Schema> SCHEMAS = load();

    private static Map<ObjectType, Schema> load() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Map<ObjectType, Schema> schemas = new EnumMap<>(ObjectType.class);
        for (ObjectType type : ObjectType.values()) {
            schemas.put(type, registry.getSchema(ClasspathText.read(type.schemaResource()), InputFormat.JSON));
        }
        return schemas;
    }

    private static List<String> problems(ObjectType type, JsonNode object) {
        List<Error> errors = SCHEMAS.get(type)
                .validate(
                        object.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(
                                config -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH)));
        return errors.stream()
                .map(e -> e.getInstanceLocation() + ": " + e.getMessage())
                .toList();
    }

    private static ObjectNode schema(ObjectType type) {
        return CanonicalJson.decodeObject(Bytes.utf8(ClasspathText.read(type.schemaResource())));
    }

    private static ObjectNode full(ObjectType type, int variant) {
        ObjectNode instance = new SchemaWalk(type, variant).fullInstance();
        if (type == ObjectType.SUBJECT) {
            ((ObjectNode) instance.at(
                            "/body/subject_information/basic_information_subject/general_information_subject"))
                    .put("subject_type", variant + 1);
        }
        return instance;
    }

    @ParameterizedTest
    @CsvSource({
        "SUBJECT, 0",
        "SUBJECT, 1",
        "ACCOUNT, 0",
        "PRODUCT, 0",
        "TRANSACTION_REPORT, 0",
        "REGISTRATION, 0",
        "SETTLEMENT, 0",
        "INFO_DISCLOSURE, 0"
    })
    void anObjectWithEveryFieldPassesAndWithAnyOneBrokenDoesNot(ObjectType type, int variant) {
        SchemaWalk walk = new SchemaWalk(type, variant);
        walk.fullInstance();
        ObjectNode valid = full(type, variant);
        assertThat(problems(type, valid)).isEmpty();
        assertThat(walk.damages()).hasSizeGreaterThan(100);
        SoftAssertions all = new SoftAssertions();
        for (SchemaWalk.Damage damage : walk.damages()) {
            all.assertThat(problems(type, damage.applyTo(valid)))
                    .as(damage.toString())
                    .isNotEmpty();
        }
        all.assertAll();
    }

    @ParameterizedTest
    @EnumSource(ObjectType.class)
    void everySchemaSaysWhatItIsInChineseAndWhereItComesFrom(ObjectType type) {
        ObjectNode schema = schema(type);
        assertThat(schema.path("$schema").textValue()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("title").textValue()).isEqualTo(type.chinese() + "数据对象");
        assertThat(schema.path("$comment").textValue()).contains("JR/T 0315-2024", "not available");
        assertThat(schema.at("/properties/header/properties/content/properties/type/const")
                        .textValue())
                .isEqualTo(type.code());
        assertThat(schema.at("/properties/header/properties/model/properties/protocol/const")
                        .textValue())
                .isEqualTo(ObjectHead.PROTOCOL);
        assertThat(schema.at("/properties/body/properties").fieldNames())
                .toIterable()
                .containsExactly(type.bodyKey());
        assertTitled(schema.at("/properties"), type.code());
    }

    private static void assertTitled(JsonNode properties, String path) {
        properties.properties().forEach(property -> {
            JsonNode field = property.getValue();
            String at = path + "." + property.getKey();
            boolean itemOfList = at.endsWith("[].type") || at.endsWith("[].code");
            assertThat(field.path("title").asText()).as(at).matches(itemOfList ? ".*" : ".*[\\u4e00-\\u9fff].*");
            assertThat(field.path("additionalProperties").asBoolean(!field.has("properties")))
                    .as(at)
                    .isEqualTo(!field.has("properties"));
            assertTitled(field.path("properties"), at);
            assertTitled(field.at("/items/properties"), at + "[]");
        });
    }

    @ParameterizedTest
    @EnumSource(ObjectType.class)
    void referencesInSchemasAndInCodeHaveOneForm(ObjectType type) {
        assertThat(schema(type).at("/$defs/reference/pattern").textValue()).isEqualTo(ObjectReference.PATTERN);
    }

    @ParameterizedTest
    @EnumSource(ObjectType.class)
    void aDeletionHasNoBodyAndNothingElseGoesWithoutOne(ObjectType type) {
        ObjectNode object = full(type, 0);
        ObjectNode content = (ObjectNode) object.at("/header/content");
        object.putObject("body");
        assertThat(problems(type, object)).isNotEmpty();
        content.put("operation", "delete");
        assertThat(problems(type, object)).isEmpty();
        object.withObject("/body").putObject(type.bodyKey());
        assertThat(problems(type, object)).isNotEmpty();
    }

    @Test
    void thePublishedSamplesPassAndTheirMergedUpdateToo() {
        DataObject opened = SampleObjects.accountOpened();
        DataObject frozen = SampleObjects.accountFrozen();
        assertThat(problems(ObjectType.ACCOUNT, opened.toJson())).isEmpty();
        assertThat(problems(ObjectType.ACCOUNT, SampleObjects.accountDeleted().toJson()))
                .isEmpty();
        assertThat(problems(ObjectType.SETTLEMENT, SampleObjects.settlement().toJson()))
                .isEmpty();
        assertThat(problems(ObjectType.ACCOUNT, frozen.toJson()))
                .as("an increment alone")
                .isNotEmpty();
        ObjectHistory history = ((Accepted) Lifecycle.first(opened)).history();
        Accepted merged = (Accepted) Lifecycle.accept(history, frozen, version -> opened);
        assertThat(problems(ObjectType.ACCOUNT, merged.full().toJson())).isEmpty();
    }

    @Test
    void aSubjectIsEitherAnOrganisationOrAPerson() {
        ObjectNode organisation = full(ObjectType.SUBJECT, 0);
        ObjectNode person = full(ObjectType.SUBJECT, 1);
        ObjectNode both = organisation.deepCopy();
        both.withObject("/body/subject_information")
                .set(
                        "personal_subject_information",
                        person.at("/body/subject_information/personal_subject_information"));
        assertThat(problems(ObjectType.SUBJECT, both)).isNotEmpty();
        String kind = "/body/subject_information/basic_information_subject/general_information_subject";
        ((ObjectNode) organisation.at(kind)).put("subject_type", 2);
        ((ObjectNode) person.at(kind)).put("subject_type", 1);
        assertThat(problems(ObjectType.SUBJECT, organisation)).isNotEmpty();
        assertThat(problems(ObjectType.SUBJECT, person)).isNotEmpty();
    }

    @Test
    void aRegistrationIsOfRightsOrOfARegister() {
        ObjectNode registration = full(ObjectType.REGISTRATION, 0);
        ObjectNode information = registration.withObject("/body/registration_information");
        information.remove("roll_records");
        assertThat(problems(ObjectType.REGISTRATION, registration)).isEmpty();
        information.remove("registration_rights");
        assertThat(problems(ObjectType.REGISTRATION, registration)).isNotEmpty();
    }

    /** What was seen going wrong in pilot data, with values of our own. */
    static Stream<Arguments> pilotDefects() {
        String rights = "/body/registration_information/registration_rights/basic_information_rights";
        String described = rights + "/basic_information_description";
        return Stream.of(
                row(
                        ObjectType.REGISTRATION,
                        "register_basic_infomation",
                        o -> rename(
                                o,
                                "/body/registration_information",
                                "register_basic_information",
                                "register_basic_infomation")),
                row(
                        ObjectType.REGISTRATION,
                        "register_plged_balance_after",
                        o -> rename(
                                o,
                                rights + "/pledge_registration",
                                "register_pledge_balance_after",
                                "register_plged_balance_after")),
                row(
                        ObjectType.PRODUCT,
                        "product_description _fund_use",
                        o -> rename(
                                o,
                                "/body/product_information/product_subject_information/fund_use_information",
                                "product_description_fund_use",
                                "product_description _fund_use")),
                row(
                        ObjectType.REGISTRATION,
                        "register_product_ref",
                        o -> put(o, described, "register_product_ref", "P-0001")),
                row(
                        ObjectType.REGISTRATION,
                        "register_product_ref",
                        o -> put(o, described, "register_product_ref", "")),
                row(ObjectType.REGISTRATION, "register_time", o -> put(o, described, "register_time", "")),
                row(
                        ObjectType.REGISTRATION,
                        "register_time",
                        o -> put(o, described, "register_time", "2026-02-10 09:30:00")),
                row(
                        ObjectType.SUBJECT,
                        "subject_birthday",
                        o -> put(
                                o,
                                "/body/subject_information/personal_subject_information/personal_subject_basic_information",
                                "subject_birthday",
                                "")),
                row(
                        ObjectType.SUBJECT,
                        "subject_id_number",
                        o -> put(
                                o,
                                "/body/subject_information/personal_subject_information/personal_subject_basic_information",
                                "subject_id_number",
                                "310000198001010016")));
    }

    private static Arguments row(ObjectType type, String field, Consumer<ObjectNode> damage) {
        return Arguments.of(type, field, damage);
    }

    private static void rename(ObjectNode object, String at, String from, String to) {
        ObjectNode parent = (ObjectNode) object.at(at);
        parent.set(to, parent.remove(from));
    }

    private static void put(ObjectNode object, String at, String name, String value) {
        ((ObjectNode) object.at(at)).put(name, value);
    }

    @ParameterizedTest
    @MethodSource("pilotDefects")
    void theDefectsOfPilotDataAreRefusedNamingTheField(ObjectType type, String field, Consumer<ObjectNode> damage) {
        ObjectNode object = full(type, type == ObjectType.SUBJECT ? 1 : 0);
        damage.accept(object);
        assertThat(problems(type, object))
                .anySatisfy(problem -> assertThat(problem).contains(field));
    }
}
