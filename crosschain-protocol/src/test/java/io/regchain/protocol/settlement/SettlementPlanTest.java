package io.regchain.protocol.settlement;

import static io.regchain.protocol.settlement.SettlementPlans.DEADLINE;
import static io.regchain.protocol.settlement.SettlementPlans.SHANGHAI;
import static io.regchain.protocol.settlement.SettlementPlans.SHENZHEN;
import static io.regchain.protocol.settlement.SettlementPlans.dvp;
import static io.regchain.protocol.settlement.SettlementPlans.leg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettlementPlanTest {
    @Test
    void json_goes_there_and_back() {
        assertThat(SettlementPlan.fromJson(CanonicalJson.decode(CanonicalJson.encode(dvp().toJson()))))
                .isEqualTo(dvp());
        for (Decision decision :
                List.of(new Decision.Commit(), new Decision.Abort(new Refusal("SELLER_WITHDREW", "因故撤回")))) {
            assertThat(Decision.fromJson(decision.toJson())).isEqualTo(decision);
        }
        for (LegRecord record :
                List.of(LegRecord.of(LegRecord.State.LOCKED), LegRecord.refused(new Refusal("SELLER_WITHDREW", "")))) {
            assertThat(LegRecord.fromJson(record.toJson())).isEqualTo(record);
        }
    }

    /** The bytes of the protocol text, section 19, put together by hand. */
    @Test
    void the_name_is_the_hash_of_the_bytes_of_the_protocol_text() {
        String terms = "{\"amountFen\":100}";
        byte[] bytes = new ByteWriter()
                .tag("regchain/settlement/1")
                .text("DVP-1")
                .u64(DEADLINE.epochMillis())
                .u32(2)
                .text("shanghai")
                .text("money")
                .text(terms)
                .text("shenzhen")
                .text("money")
                .text(terms)
                .bytes();
        assertThat(dvp().canonical()).isEqualTo(Bytes.wrap(bytes));
        assertThat(dvp().id()).isEqualTo(Sm3.hash(Bytes.wrap(bytes)));
    }

    private static final class ByteWriter {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        ByteWriter tag(String text) {
            out.write(text.length());
            out.writeBytes(Bytes.utf8(text).toArray());
            return this;
        }

        ByteWriter text(String text) {
            byte[] utf8 = Bytes.utf8(text).toArray();
            u32(utf8.length);
            out.writeBytes(utf8);
            return this;
        }

        ByteWriter u32(int value) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
            return this;
        }

        ByteWriter u64(long value) {
            out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    @Test
    void whatever_is_different_makes_another_settlement() {
        TreeSet<Hash32> names = new TreeSet<>();
        List<SettlementPlan> plans = List.of(
                dvp(),
                new SettlementPlan("DVP-2", DEADLINE, dvp().legs()),
                new SettlementPlan("DVP-1", new BlockTime(DEADLINE.epochMillis() + 1), dvp().legs()),
                new SettlementPlan("DVP-1", DEADLINE, List.of(leg(SHENZHEN), leg(SHANGHAI))),
                new SettlementPlan("DVP-1", DEADLINE, List.of(leg(SHANGHAI), leg(SHENZHEN), leg(SHENZHEN))));
        plans.forEach(plan -> names.add(plan.id()));
        assertThat(names).hasSize(plans.size());
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                row("one leg", "2 to 16 legs", () -> new SettlementPlan("R", DEADLINE, List.of(leg(SHANGHAI)))),
                row(
                        "seventeen legs",
                        "2 to 16 legs",
                        () -> new SettlementPlan("R", DEADLINE, Collections.nCopies(17, leg(SHANGHAI)))),
                row(
                        "all on one chain",
                        "all legs are on shanghai",
                        () -> new SettlementPlan("R", DEADLINE, List.of(leg(SHANGHAI), leg(SHANGHAI)))),
                row("no reference", "a reference has", () -> new SettlementPlan("", DEADLINE, dvp().legs())),
                row(
                        "a reference with a space",
                        "a reference has",
                        () -> new SettlementPlan("a b", DEADLINE, dvp().legs())),
                row("a leg on the hub", "keeps no assets", () -> leg(ChainId.SUPERVISION)),
                row(
                        "a contract with a capital",
                        "small letter",
                        () -> SettlementLeg.of(SHANGHAI, "Money", CanonicalJson.object())),
                row("terms that are a list", "the terms", () -> new SettlementLeg(SHANGHAI, "money", Bytes.utf8("[]"))),
                row(
                        "terms that nest too deep",
                        "nests deeper than 32",
                        () -> new SettlementLeg(
                                SHANGHAI, "money", Bytes.utf8("{\"a\":".repeat(32) + "{}" + "}".repeat(32)))),
                row("terms with spaces", "the terms", () -> new SettlementLeg(SHANGHAI, "money", Bytes.utf8("{ }"))),
                row(
                        "terms over their limit",
                        "at most 4096 bytes",
                        () -> SettlementLeg.of(
                                SHANGHAI, "money", CanonicalJson.object().put("a", "x".repeat(4090)))));
    }

    private static Arguments row(String name, String says, ThrowingCallable made) {
        return Arguments.of(Named.of(name, made), says);
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void an_impossible_plan_cannot_be_made(ThrowingCallable made, String says) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(says);
    }

    @Test
    void terms_at_their_limit_are_taken() {
        assertThat(SettlementLeg.of(SHANGHAI, "money", CanonicalJson.object().put("a", "x".repeat(4088)))
                        .terms()
                        .size())
                .isEqualTo(SettlementLeg.MAX_TERMS);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                broken("no reference", "reference", json -> json.remove("reference")),
                broken("a deadline in words", "deadlineMillis", json -> json.put("deadlineMillis", "soon")),
                broken("a deadline before time", "", json -> json.put("deadlineMillis", -1)),
                broken("no legs", "legs", json -> json.remove("legs")),
                broken("a field of its own", "note", json -> json.put("note", "")),
                broken("a leg that is no object", "legs[0]", json -> ((ArrayNode) json.get("legs")).set(0, "x")),
                broken("a leg without terms", "terms", json -> first(json).remove("terms")),
                broken("a leg with a field of its own", "legs[0].note", json -> first(json)
                        .put("note", "")),
                broken("a leg of no chain", "chain", json -> first(json).put("chain", "Nowhere!")));
    }

    private static ObjectNode first(ObjectNode json) {
        return (ObjectNode) json.get("legs").get(0);
    }

    private static Arguments broken(String name, String says, Consumer<ObjectNode> change) {
        return Arguments.of(Named.of(name, change), says);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformed_json_is_refused_by_its_field(Consumer<ObjectNode> change, String says) {
        ObjectNode json = dvp().toJson();
        change.accept(json);
        assertThatThrownBy(() -> SettlementPlan.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(says);
    }

    @Test
    void decisions_and_records_that_say_too_much_or_too_little_are_refused() {
        for (String json : List.of(
                "{}",
                "{\"decision\":\"MAYBE\"}",
                "{\"code\":\"A\",\"decision\":\"COMMIT\"}",
                "{\"code\":\"A\",\"decision\":\"ABORT\"}")) {
            assertThatThrownBy(() -> Decision.fromJson(CanonicalJson.decode(Bytes.utf8(json))))
                    .as(json)
                    .isInstanceOf(DecodeException.class);
        }
        for (String json : List.of(
                "{}", "{\"state\":\"OPEN\"}", "{\"state\":\"REFUSED\"}", "{\"code\":\"A\",\"state\":\"LOCKED\"}")) {
            assertThatThrownBy(() -> LegRecord.fromJson(CanonicalJson.decode(Bytes.utf8(json))))
                    .as(json)
                    .isInstanceOf(DecodeException.class);
        }
    }
}
