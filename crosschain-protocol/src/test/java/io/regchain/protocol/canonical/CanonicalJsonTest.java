package io.regchain.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalJsonTest {
    private static String canonical(String json) {
        return CanonicalJson.encode(CanonicalJson.decode(Bytes.utf8(json))).toUtf8();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\":1,\"a\":2}|{\"a\":2,\"b\":1}",
                "{\"\\u20ac\":1,\"\\r\":2,\"1\":3,\"\\ud83d\\ude00\":4,\"\\u0080\":5}|{\"\\r\":2,\"1\":3,\"\u0080\":5,\"€\":1,\"😀\":4}",
                "[ 1 , 2.50 , -0.0 , 1e3, 1E-7, 0.000001]|[1,2.5,0,1000,1e-7,0.000001]",
                "\"\\u0041\\/\\u000a\\u001f\\u007f\"|\"A/\\n\\u001f\u007f\"",
                "9007199254740991|9007199254740991",
                "3.20|3.2",
                "true|true",
                "null|null",
                "{}|{}",
                "[]|[]"
            })
    void aValueHasOneSpelling(String json, String expected) {
        assertThat(canonical(json)).isEqualTo(expected);
        assertThat(CanonicalJson.encode(CanonicalJson.decodeCanonical(Bytes.utf8(expected))))
                .isEqualTo(Bytes.utf8(expected));
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                Arguments.of("", "no JSON document"),
                Arguments.of("  ", "no JSON document"),
                Arguments.of("{\"a\":1,\"a\":2}", "Duplicate"),
                Arguments.of("{\"x\":{\"a\":1,\"\\u0061\":2}}", "Duplicate"),
                Arguments.of("{} {}", "Trailing"),
                Arguments.of("{\"a\":1,}", "not JSON"),
                Arguments.of("{'a':1}", "not JSON"),
                Arguments.of("[01]", "not JSON"),
                Arguments.of("[NaN]", "not JSON"),
                Arguments.of("[+1]", "not JSON"),
                Arguments.of("[1", "not JSON"),
                Arguments.of("/* c */ 1", "not JSON"),
                Arguments.of("\uFEFF{}", "not JSON"),
                Arguments.of("9007199254740992", "outside"),
                Arguments.of("-9007199254740992", "outside"),
                Arguments.of("123456789012345678901234567890", "outside"),
                Arguments.of("1e400", "outside"),
                Arguments.of("1e-400", "rounded"),
                Arguments.of("0.1000000000000000055", "rounded"),
                Arguments.of("9007199254740990.5", "rounded"),
                Arguments.of("\"\\ud800\"", "surrogate"),
                Arguments.of("{\"\\udc00x\":1}", "surrogate"),
                Arguments.of("[".repeat(65) + "]".repeat(65), "not JSON"));
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void whatHasNoCanonicalFormIsRefusedWithTheReason(String json, String reason) {
        assertThatThrownBy(() -> CanonicalJson.decode(Bytes.utf8(json)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"22ff22", "22c08022", "22eda08022", "22f490808022"})
    void bytesThatAreNotUtf8AreRefused(String hex) {
        assertThatThrownBy(() -> CanonicalJson.decode(Bytes.ofHex(hex)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{ }", "{\"b\":1,\"a\":1}", "1.0", "\"\\u0041\"", "1e2"})
    void anotherSpellingIsNotCanonical(String json) {
        assertThatThrownBy(() -> CanonicalJson.decodeCanonical(Bytes.utf8(json)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("canonical form");
    }

    @Test
    void treesBuiltInMemoryMeetTheSameLimits() {
        ObjectNode number = CanonicalJson.object().put("a", Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(number));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(DoubleNode.valueOf(Double.NaN)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.encode(
                        CanonicalJson.object().put("a", new BigDecimal("0.12345678901234567890"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.encode(CanonicalJson.object().put("a", new byte[] {1})));
        JsonNode deep = CanonicalJson.array();
        for (int i = 0; i < CanonicalJson.MAX_DEPTH; i++) {
            deep = CanonicalJson.array().add(deep);
        }
        JsonNode tooDeep = deep;
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.encode(tooDeep));
    }

    @Test
    void onlyAnObjectIsAnObject() {
        assertThat(CanonicalJson.decodeObject(Bytes.utf8("{ \"a\":1}"))
                        .path("a")
                        .intValue())
                .isEqualTo(1);
        assertThatThrownBy(() -> CanonicalJson.decodeObject(Bytes.utf8("[]"))).hasMessageContaining("ARRAY");
        assertThatThrownBy(() -> CanonicalJson.decodeCanonicalObject(Bytes.utf8("null")))
                .hasMessageContaining("NULL");
    }

    @Property
    void theReferenceImplementationWritesTheSameBytes(@ForAll("values") JsonNode inner) throws IOException {
        JsonNode value = CanonicalJson.array().add(inner);
        byte[] reference = new JsonCanonicalizer(value.toString()).getEncodedUTF8();
        assertThat(CanonicalJson.encode(value)).isEqualTo(Bytes.copyOf(reference));
    }

    @Property
    void decodingGivesBackWhatWasEncoded(@ForAll("values") JsonNode value) {
        Bytes bytes = CanonicalJson.encode(value);
        assertThat(CanonicalJson.encode(CanonicalJson.decodeCanonical(bytes))).isEqualTo(bytes);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    private static Arbitrary<JsonNode> values(int depth) {
        JsonNodeFactory nodes = CanonicalJson.MAPPER.getNodeFactory();
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("aé中\"\\/\b\n\u0001\u007f€ ").ofMaxLength(5);
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts.map(nodes::textNode),
                Arbitraries.longs()
                        .between(-CanonicalJson.MAX_INTEGER, CanonicalJson.MAX_INTEGER)
                        .map(nodes::numberNode),
                Arbitraries.doubles().between(-1e9, 1e9).ofScale(10).map(nodes::numberNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> inner = values(depth - 1);
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(4).map(CanonicalJsonTest::arrayOf),
                Arbitraries.maps(texts, inner).ofMaxSize(4).map(members -> {
                    ObjectNode object = CanonicalJson.object();
                    members.forEach(object::set);
                    return object;
                }));
    }

    private static JsonNode arrayOf(List<JsonNode> elements) {
        return CanonicalJson.array().addAll(elements);
    }
}
