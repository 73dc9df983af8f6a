package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub chains} and {@code hub calls} against a server that answers as the hub does. */
class StatusCommandsTest {
    private static final String WELL = "{\"asOf\":100000,\"chain\":\"jiangsu\",\"health\":\"OK\",\"openCalls\":0,"
            + "\"openSettlements\":0,\"proven\":12,\"region\":\"江苏\",\"reported\":12,\"verified\":12}";
    private static final String DEAD =
            "{\"asOf\":100000,\"chain\":\"xinjiang\",\"health\":\"DEAD\",\"nextRetry\":120000,"
                    + "\"openCalls\":2,\"openSettlements\":1,\"proven\":11,\"reason\":{\"en\":\"none answers\",\"zh\":\"没有应答\"},"
                    + "\"region\":\"新疆维吾尔\",\"reported\":14,\"since\":5000,\"unblock\":{\"en\":\"its operator must\","
                    + "\"zh\":\"须由运营机构\"},\"verified\":12}";
    private static final String CALL = "{\"asOf\":100000,\"deadline\":160000,\"health\":\"STUCK\","
            + "\"id\":\"jiangsu/zhejiang/main/7\",\"reason\":{\"en\":\"suspended\",\"zh\":\"已暂停\"},\"since\":40000,"
            + "\"stage\":\"TO_DESTINATION\",\"unblock\":{\"en\":\"officers must resume it\",\"zh\":\"须恢复接入\"},"
            + "\"waitingFor\":{\"en\":\"officers\",\"kind\":\"OFFICERS\",\"zh\":\"登记人员\"}}";

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        new HubAccessFile(url(), "secret").write(folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(String path, String body) {
        server.createContext(path, exchange -> {
            boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String said = known
                    ? body
                    : "{\"error\":{\"code\":\"NOT_LOGGED_IN\",\"message\":\"who?\",\"remedy\":\"log in\"}}";
            byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private CommandLineRun run(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandLineRun.of(arguments);
    }

    @Test
    void chains_that_are_all_well_end_with_0_and_no_explanation() {
        answer("/api/v1/chains/status", "{\"items\":[" + WELL + "]}");
        CommandLineRun run = run("chains");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines()).hasSize(2);
    }

    @Test
    void nothing_open_is_said_and_not_shown_as_an_empty_table() {
        answer("/api/v1/calls/open", "{\"items\":[],\"unreceived\":[]}");
        CommandLineRun run = run("calls");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).isEqualToIgnoringNewLines("No call is open: each has come to its end.");
    }

    @Test
    void a_dead_chain_ends_with_1_and_says_in_both_languages_who_must_act() {
        answer("/api/v1/chains/status", "{\"items\":[" + WELL + "," + DEAD + "]}");
        CommandLineRun run = run("chains");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).contains("没有应答", "→ 须由运营机构", "none answers", "→ its operator must", "1 min 35 s", "20 s");
    }

    @Test
    void missing_heights_gaps_and_lateness_stand_in_the_table_and_are_told_in_words() {
        String lacking = "{\"asOf\":100000,\"chain\":\"jiangsu\",\"health\":\"OK\",\"missing\":28,\"objects\":"
                + "{\"ahead\":1,\"firstGap\":{\"anomaly\":12,\"objectId\":\"R-0002\",\"version\":3},\"gaps\":7,"
                + "\"late\":5,\"lateAfter\":3600000,\"latency\":2460000,\"looked\":200,\"worst\":9120000},"
                + "\"observer\":{\"backfill\":{\"done\":12,\"from\":20,\"left\":28,\"since\":40000,\"to\":59}},"
                + "\"openCalls\":0,\"openSettlements\":0,\"proven\":31,\"region\":\"江苏\",\"reported\":59,"
                + "\"verified\":31}";
        answer("/api/v1/chains/status", "{\"items\":[" + lacking + "," + WELL + "]}");

        List<String> lines = run("chains").out().lines().toList();

        assertThat(lines.get(0)).contains("missing", "gaps", "late");
        assertThat(lines.get(1).strip().split(" +"))
                .startsWith("jiangsu", "江苏", "OK", "59", "31", "31", "28", "7", "5");
        assertThat(lines.subList(2, 5))
                .extracting(String::strip)
                .containsExactly(
                        "fetching missed heights 20 to 59: 12 done, 28 left, begun 1 min 0 s ago",
                        "7 objects lack a version; the first is R-0002, whose version 3 was refused (anomaly 12)",
                        "of the last 200 records 5 came more than 1 h 0 min after the business, the longest 2 h 32 min,"
                                + " 95 of 100 within 41 min 0 s; 1 carry a time after their own block's");
        assertThat(lines).hasSize(6);
    }

    @Test
    void columns_stand_under_each_other_though_chinese_characters_are_two_wide() {
        answer("/api/v1/chains/status", "{\"items\":[" + WELL + "," + DEAD + "]}");
        List<String> lines = run("chains").out().lines().toList();
        assertThat(List.of(at(lines.get(0), "health"), at(lines.get(1), "OK"), at(lines.get(2), "DEAD")))
                .containsOnly(at(lines.get(0), "health"));
    }

    private static int at(String line, String cell) {
        return TextTable.columns(line.substring(0, line.indexOf(cell)));
    }

    @Test
    void a_stuck_call_is_listed_and_named_with_what_would_unblock_it() {
        answer("/api/v1/calls/open", "{\"items\":[" + CALL + "],\"unreceived\":[]}");
        answer("/api/v1/calls/jiangsu/zhejiang/main/7/status", CALL);
        for (CommandLineRun run :
                List.of(run("calls", "--open"), run("calls"), run("calls", "jiangsu/zhejiang/main/7"))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.CHECK_FAILED);
            assertThat(run.out())
                    .contains(
                            "jiangsu/zhejiang/main/7",
                            "TO_DESTINATION",
                            "officers must resume it",
                            "须恢复接入",
                            "1 min 0 s");
        }
    }

    @Test
    void json_is_the_hubs_answer_with_the_same_exit_code() {
        answer("/api/v1/calls/open", "{\"items\":[" + CALL + "],\"unreceived\":[]}");
        CommandLineRun run = run("calls", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out().strip()).isEqualTo("{\"items\":[" + CALL + "],\"unreceived\":[]}");
    }

    @Test
    void a_token_of_another_run_is_told_apart_from_no_hub_at_all() throws IOException {
        answer("/api/v1/chains/status", "{}");
        CommandLineRun refused = CommandLineRun.of("chains", "--url", url().toString(), "--token", "old");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err()).contains("answers 401", "another run");

        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        CommandLineRun nobody = CommandLineRun.of("chains", "--url", "http://127.0.0.1:" + free, "--token", "secret");
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(nobody.err()).contains("no hub can be reached at http://127.0.0.1:" + free, "./hub demo --data DIR");
    }

    @Test
    void without_a_hub_to_ask_or_with_a_call_that_is_none_the_usage_is_told() {
        CommandLineRun which = CommandLineRun.of("chains");
        assertThat(which.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(which.err()).contains("--data DIR");
        CommandLineRun id = run("calls", "jiangsu-7");
        assertThat(id.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(id.err()).contains("jiangsu/zhejiang/main/7");
    }

    @Test
    void an_access_file_is_its_owners_alone_and_one_that_is_missing_is_named() throws IOException {
        Path file = folder.resolve(HubAccessFile.NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("chains").err()).contains("chmod 600 " + file);
        Files.delete(file);
        CommandLineRun missing = run("chains");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(missing.err()).contains("there is no " + file, "./hub demo --data");
    }
}
