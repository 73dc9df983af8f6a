package io.regchain.protocol.wire.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCallHead.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectErrorTest {
    @ParameterizedTest
    @CsvSource({
        "canceled,499",
        "unknown,500",
        "invalid_argument,400",
        "deadline_exceeded,504",
        "not_found,404",
        "already_exists,409",
        "permission_denied,403",
        "resource_exhausted,429",
        "failed_precondition,400",
        "aborted,409",
        "out_of_range,400",
        "unimplemented,501",
        "internal,500",
        "unavailable,503",
        "data_loss,500",
        "unauthenticated,401"
    })
    void every_code_has_the_status_of_the_connect_specification(String text, int status) {
        ConnectCode code = ConnectCode.ofText(text).orElseThrow();
        assertThat(code.httpStatus()).isEqualTo(status);
        ConnectAnswer answer = ConnectAnswer.of(new ConnectError(code, "高度 7 不存在"));
        assertThat(answer.httpStatus()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body().toUtf8()).isEqualTo("{\"code\":\"" + text + "\",\"message\":\"高度 7 不存在\"}");
        assertThat(answer.read(NodeMethods.GET_BLOCK, ConnectEncoding.PROTO))
                .isEqualTo(new ConnectAnswer.Result.Failed<>(new ConnectError(code, "高度 7 不存在")));
    }

    @ParameterizedTest
    @CsvSource({
        "400,internal",
        "401,unauthenticated",
        "403,permission_denied",
        "404,unimplemented",
        "429,unavailable",
        "502,unavailable",
        "503,unavailable",
        "504,unavailable",
        "500,unknown",
        "302,unknown",
        "418,unknown"
    })
    void a_status_without_an_error_object_is_inferred_as_the_specification_says(int status, String text) {
        for (String body : new String[] {"", "<html>", "{}", "{\"code\":null}", "{\"code\":\"teapot\"}", "[]"}) {
            assertThat(ConnectError.ofAnswer(status, Bytes.utf8(body)).code().text())
                    .isEqualTo(text);
        }
    }

    @Test
    void an_error_object_beats_the_status_and_its_details_are_passed_over() {
        Bytes body = Bytes.utf8("{\"code\":\"not_found\",\"details\":[{\"type\":\"x\",\"value\":\"CgI\"}]}");
        assertThat(ConnectError.ofAnswer(500, body)).isEqualTo(new ConnectError(ConnectCode.NOT_FOUND, ""));
    }

    @Test
    void a_message_that_quotes_half_a_surrogate_pair_or_a_flood_still_has_a_json_form() {
        assertThat(new ConnectError(ConnectCode.INTERNAL, "\ud83d").toJson().toUtf8())
                .contains("\"?\"");
        ConnectError cut = new ConnectError(ConnectCode.INTERNAL, "x".repeat(ConnectError.MAX_MESSAGE - 1) + "😀");
        assertThat(cut.message()).hasSize(ConnectError.MAX_MESSAGE).endsWith("x?");
        assertThat(ConnectError.ofAnswer(500, cut.toJson())).isEqualTo(cut);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of(Map.of("content-type", "application/json"), "JSON"),
                Arguments.of(Map.of("content-type", "Application/JSON; charset=utf-8"), "JSON"),
                Arguments.of(Map.of("content-type", "application/proto", "content-encoding", "identity"), "PROTO"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-protocol-version", "1"), "PROTO"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-timeout-ms", "5000"), "PROTO 5000"),
                Arguments.of(Map.of(), "415"),
                Arguments.of(Map.of("content-type", "text/plain"), "415"),
                Arguments.of(Map.of("content-type", "application/connect+proto"), "415"),
                Arguments.of(Map.of("content-type", "application/proto", "content-encoding", "gzip"), "501"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-protocol-version", "2"), "400"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-timeout-ms", "-1"), "400"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-timeout-ms", "12345678901"), "400"),
                Arguments.of(Map.of("content-type", "application/proto", "connect-timeout-ms", ""), "400"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void headers_are_understood_or_rejected_with_the_right_status(Map<String, String> headers, String expected) {
        TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        Reading reading = ConnectCallHead.read(name -> Optional.ofNullable(byName.get(name)));
        assertThat(
                        switch (reading) {
                            case Reading.Understood understood ->
                                understood.head().encoding()
                                        + understood
                                                .head()
                                                .timeout()
                                                .map(t -> " " + t.toMillis())
                                                .orElse("");
                            case Reading.Rejected rejected -> Integer.toString(rejected.httpStatus());
                        })
                .isEqualTo(expected);
    }

    @Test
    void a_timeout_is_written_within_ten_digits() {
        assertThat(ConnectCallHead.timeoutValue(Duration.ofSeconds(5))).isEqualTo("5000");
        assertThat(ConnectCallHead.timeoutValue(Duration.ZERO)).isEqualTo("1");
        assertThat(ConnectCallHead.timeoutValue(Duration.ofDays(1000))).isEqualTo("9999999999");
    }
}
