package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectOperation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** References by id and version (JR/T 0314 6.5 g): what they name exists, or the log says that it does not. */
class ObjectReferencesTest {
    private static final String BASIC = "/disclosure_approval_information/disclosure_basic_information";

    private final HubWorld world = new HubWorld();

    private static DataObject disclosure(
            String id, long version, ObjectOperation operation, Consumer<ObjectNode> change) {
        DataObject object = HubWorld.disclosure(id, version, operation, "jiangsu");
        ObjectNode body = object.body();
        change.accept(body);
        return DataObject.of(object.head(), body).sealWith(HubWorld.OWNER);
    }

    private static Consumer<ObjectNode> subject(String reference) {
        return body -> ((ObjectNode) body.at(BASIC)).put("disclosure_subject_ref", reference);
    }

    private static DataObject referring(String id, String reference) {
        return disclosure(id, 0, ObjectOperation.CREATE, subject(reference));
    }

    private void take(DataObject... objects) {
        Height height = world.write(objects).height();
        world.hub.succeed(HubWorld.OBSERVER, "objects", "ingest", world.ingest(height));
    }

    private Optional<JsonNode> anomaly(long number) {
        return world.hub.read("anomalies/jiangsu/" + number);
    }

    static Stream<Arguments> known() {
        return Stream.of(
                row("stored before", w -> {
                    w.take(HubWorld.sealed("target-1"));
                    w.take(referring("report-1", "target-1/0"));
                }),
                row(
                        "written earlier in the same block",
                        w -> w.take(HubWorld.sealed("target-1"), referring("report-1", "target-1/0"))),
                row(
                        "written later in the same block",
                        w -> w.take(referring("report-1", "target-1/0"), HubWorld.sealed("target-1"))),
                row("stored of another chain", w -> w.take(referring("report-1", "subject-1/0"))),
                row("an earlier version than the latest", w -> {
                    w.take(HubWorld.sealed("target-1"));
                    w.take(disclosure("target-1", 1, ObjectOperation.UPDATE, body -> {}));
                    w.take(referring("report-1", "target-1/0"));
                }),
                row("of an object that is deleted since", w -> {
                    w.take(HubWorld.sealed("target-1"));
                    w.take(HubWorld.disclosure("target-1", 1, ObjectOperation.DELETE, "jiangsu")
                            .sealWith(HubWorld.OWNER));
                    w.take(referring("report-1", "target-1/0"));
                }),
                row("an update that does not say it again", w -> {
                    w.take(HubWorld.sealed("report-1"));
                    w.take(disclosure("report-1", 1, ObjectOperation.UPDATE, body -> ((ObjectNode) body.at(BASIC))
                            .remove("disclosure_subject_ref")));
                }),
                row("a reference that is cleared", w -> {
                    w.take(HubWorld.sealed("report-1"));
                    w.take(disclosure("report-1", 1, ObjectOperation.UPDATE, body -> ((ObjectNode) body.at(BASIC))
                            .putNull("disclosure_referer_subject_ref")));
                }),
                row("the object itself", w -> w.take(referring("report-1", "report-1/0"))));
    }

    private static Arguments row(String name, Consumer<ObjectReferencesTest> story) {
        return Arguments.of(Named.of(name, story));
    }

    @ParameterizedTest
    @MethodSource("known")
    void a_snapshot_that_exists_may_be_referred_to(Consumer<ObjectReferencesTest> story) {
        story.accept(this);

        assertThat(anomaly(0)).isEmpty();
    }

    static Stream<Arguments> unknown() {
        return Stream.of(
                Arguments.of("an object that nobody wrote", "nobody-1/0"),
                Arguments.of("a version that is not there yet", "target-1/1"),
                Arguments.of("a version of another chain's object that is not there", "subject-1/1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknown")
    void a_reference_to_nothing_is_remarked_and_the_object_is_stored_all_the_same(String name, String reference) {
        take(HubWorld.sealed("target-1"));

        take(referring("report-1", reference), HubWorld.sealed("report-2"));

        JsonNode remark = anomaly(0).orElseThrow();
        assertThat(remark.path("code").asText()).isEqualTo("REFERENCE_UNKNOWN");
        assertThat(remark.path("objectId").asText()).isEqualTo("report-1");
        assertThat(remark.path("version").longValue()).isZero();
        assertThat(remark.path("height").longValue()).isEqualTo(2);
        assertThat(remark.path("message").asText()).contains(BASIC + "/disclosure_subject_ref names " + reference);
        assertThat(world.hub.read("objects/jiangsu/report-1/0")).isPresent();
        assertThat(anomaly(1)).isEmpty();
    }

    @Test
    void many_references_to_nothing_are_one_remark_that_counts_them() {
        DataObject object = disclosure("report-1", 0, ObjectOperation.CREATE, body -> {
            subject("nobody-1/0").accept(body);
            ArrayNode shown = ((ObjectNode) body.get("disclosure_approval_information"))
                    .putArray("enterprise_display_information");
            for (int i = 2; i < 9; i++) {
                shown.addObject()
                        .put("disclosure_display_platform_ref", "nobody-" + i + "/0")
                        .put("disclosure_display_name", "name")
                        .put("disclosure_display_description", "description")
                        .put("disclosure_display_content", "content");
            }
        });

        take(object);

        List<String> messages = Stream.of(anomaly(0))
                .flatMap(Optional::stream)
                .map(entry -> entry.path("message").asText())
                .toList();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).contains("nobody-1/0", "(and 3 more)");
        assertThat(anomaly(1)).isEmpty();
    }

    @Test
    void an_object_that_is_refused_is_not_remarked_too() {
        take(disclosure("report-1", 4, ObjectOperation.CREATE, subject("nobody-1/0")));

        assertThat(anomaly(0).orElseThrow().path("code").asText()).isEqualTo("OBJECT_VERSION_GAP");
        assertThat(anomaly(1)).isEmpty();
    }

    @Test
    void a_chain_is_entered_once_when_its_first_object_is_stored() {
        take(HubWorld.sealed("target-1"));
        take(HubWorld.sealed("target-2"));

        assertThat(world.hub.read("objects/chains").orElseThrow().toString()).isEqualTo("[\"zhejiang\",\"jiangsu\"]");
    }
}
