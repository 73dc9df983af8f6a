package io.regchain.protocol.wire.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.wire.v1.CrossChainPortProto;
import io.regchain.protocol.wire.v1.GetBlockRequest;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.LocalChainNodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectCodecTest {
    private static final GetBlockRequest REQUEST =
            GetBlockRequest.newBuilder().setNetworkId("jiangsu").setHeight(0).build();

    @Test
    void the_method_table_holds_exactly_the_functions_of_the_schemas() {
        assertThat(described(NodeMethods.LOCAL_CHAIN_NODE))
                .isEqualTo(described(LocalChainNodeProto.getDescriptor().findServiceByName("LocalChainNode")));
        assertThat(described(NodeMethods.CROSS_CHAIN_PORT))
                .isEqualTo(described(CrossChainPortProto.getDescriptor().findServiceByName("CrossChainPort")));
        assertThat(NodeMethods.LOCAL_CHAIN_NODE).hasSize(8);
    }

    private static List<String> described(List<ConnectMethod<?, ?>> methods) {
        return methods.stream()
                .map(m -> m.path() + " " + m.request().getDescriptorForType().getFullName() + " "
                        + m.response().getDescriptorForType().getFullName())
                .toList();
    }

    private static List<String> described(ServiceDescriptor service) {
        List<String> lines = new ArrayList<>();
        for (MethodDescriptor method : service.getMethods()) {
            lines.add("/" + service.getFullName() + "/" + method.getName() + " "
                    + method.getInputType().getFullName() + " "
                    + method.getOutputType().getFullName());
        }
        return lines;
    }

    @Test
    void a_function_is_found_by_its_exact_path_only() {
        assertThat(NodeMethods.at("/regchain.v1.LocalChainNode/GetBlock")).contains(NodeMethods.GET_BLOCK);
        assertThat(NodeMethods.at("/regchain.v1.LocalChainNode/getBlock")).isEmpty();
        assertThat(NodeMethods.at("/regchain.v1.LocalChainNode/GetBlock/")).isEmpty();
        assertThat(NodeMethods.at("/regchain.v1.CrossChainPort/GetBlock")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ConnectEncoding.class)
    void a_request_comes_back_as_it_was_in_either_encoding(ConnectEncoding encoding) {
        Bytes body = ConnectCodec.encode(REQUEST, encoding);
        assertThat(ConnectCodec.decodeRequest(NodeMethods.GET_BLOCK, encoding, body))
                .isEqualTo(REQUEST);
    }

    @Test
    void json_says_a_height_of_zero_apart_from_no_height() {
        assertThat(ConnectCodec.encode(REQUEST, ConnectEncoding.JSON).toUtf8())
                .isEqualTo("{\"networkId\":\"jiangsu\",\"height\":\"0\"}");
        assertThat(json("{\"networkId\":\"jiangsu\",\"height\":0}").hasHeight()).isTrue();
        assertThat(json("{\"networkId\":\"jiangsu\"}").hasHeight()).isFalse();
    }

    @Test
    void json_takes_the_schemas_own_field_names_too_and_passes_over_what_it_does_not_know() {
        assertThat(json("{\"network_id\":\"jiangsu\",\"height\":\"0\",\"colour\":{\"deep\":[1]}}"))
                .isEqualTo(REQUEST);
    }

    static Stream<Arguments> badJson() {
        return Stream.of(
                Arguments.of("nothing at all", ""),
                Arguments.of("not an object", "[]"),
                Arguments.of("null", "null"),
                Arguments.of("an unquoted name", "{networkId:\"jiangsu\"}"),
                Arguments.of("single quotes", "{'networkId':'jiangsu'}"),
                Arguments.of("a trailing comma", "{\"networkId\":\"jiangsu\",}"),
                Arguments.of("text after the end", "{\"networkId\":\"jiangsu\"} {}"),
                Arguments.of("a repeated name", "{\"networkId\":\"jiangsu\",\"networkId\":\"beijing\"}"),
                Arguments.of("the same field under both names", "{\"networkId\":\"a\",\"network_id\":\"b\"}"),
                Arguments.of("a negative height", "{\"height\":-1}"),
                Arguments.of("a height of 2^64", "{\"height\":\"18446744073709551616\"}"),
                Arguments.of("a height with a fraction", "{\"height\":1.5}"),
                Arguments.of("a text where a flag belongs", "{\"includeTransactions\":\"yes\"}"),
                Arguments.of("nesting without end", "{\"a\":".repeat(200) + "1" + "}".repeat(200)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJson")
    void a_json_body_that_is_not_exactly_one_request_is_refused(String what, String body) {
        assertThatThrownBy(() -> json(body)).isInstanceOf(DecodeException.class).hasMessageNotContaining("com.google");
    }

    @Test
    void a_body_that_is_not_utf8_or_not_protobuf_or_too_large_is_refused() {
        Bytes latin = Bytes.wrap(new byte[] {'{', '"', (byte) 0xe9, '"', ':', '1', '}'});
        assertThatThrownBy(() -> ConnectCodec.decodeRequest(NodeMethods.GET_BLOCK, ConnectEncoding.JSON, latin))
                .isInstanceOf(DecodeException.class);
        Bytes broken = Bytes.ofHex("0aff");
        assertThatThrownBy(() -> ConnectCodec.decodeRequest(NodeMethods.GET_BLOCK, ConnectEncoding.PROTO, broken))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("GetBlock request");
        Bytes large = Bytes.wrap(new byte[ConnectCodec.MAX_REQUEST + 1]);
        assertThatThrownBy(() -> ConnectCodec.decodeRequest(NodeMethods.GET_BLOCK, ConnectEncoding.PROTO, large))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("4194304");
    }

    private static GetBlockRequest json(String body) {
        return ConnectCodec.decodeRequest(NodeMethods.GET_BLOCK, ConnectEncoding.JSON, Bytes.utf8(body));
    }

    @Test
    void an_answer_is_read_back_in_the_encoding_it_was_asked_in() {
        GetBlockResponse response = GetBlockResponse.newBuilder().setHeight(7).build();
        for (ConnectEncoding encoding : ConnectEncoding.values()) {
            ConnectAnswer answer = ConnectAnswer.of(response, encoding);
            assertThat(answer.httpStatus()).isEqualTo(200);
            assertThat(answer.read(NodeMethods.GET_BLOCK, encoding))
                    .isEqualTo(new ConnectAnswer.Result.Returned<>(response));
        }
        ConnectAnswer json = ConnectAnswer.of(response, ConnectEncoding.JSON);
        assertThatThrownBy(() -> json.read(NodeMethods.GET_BLOCK, ConnectEncoding.PROTO))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("application/json");
    }

    @Test
    void an_answer_over_the_limit_becomes_an_error_that_says_what_to_do() {
        GetBlockResponse whole = GetBlockResponse.newBuilder()
                .setBlock(ByteString.copyFrom(new byte[16_000_000]))
                .build();
        assertThat(ConnectAnswer.of(whole, ConnectEncoding.PROTO).httpStatus()).isEqualTo(200);
        ConnectAnswer json = ConnectAnswer.of(whole, ConnectEncoding.JSON);
        assertThat(json.httpStatus()).isEqualTo(429);
        assertThat(json.body().toUtf8()).contains("resource_exhausted", "application/proto");
    }
}
