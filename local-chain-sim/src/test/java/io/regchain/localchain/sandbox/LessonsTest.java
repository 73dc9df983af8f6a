package io.regchain.localchain.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.wire.connect.ConnectMethod;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the hub may refuse of a chain has a line in the table. */
class LessonsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("\"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\"");
    /** Where what the hub says of headers, nodes and objects is made up. */
    private static final List<String> SOURCES = List.of(
            "crosschain-protocol/src/main/java/io/regchain/protocol/lightclient/LightClient.java",
            "crosschain-protocol/src/main/java/io/regchain/protocol/lightclient/CertificateVerifier.java",
            "crosschain-protocol/src/main/java/io/regchain/protocol/lightclient/ClientRules.java",
            "crosschain-protocol/src/main/java/io/regchain/protocol/object",
            "crosschain-protocol/src/main/java/io/regchain/protocol/packet/PacketRules.java",
            "supervision-chain/src/main/java/io/regchain/supervision/observer",
            "supervision-chain/src/main/java/io/regchain/supervision/contract/ObjectAdmission.java",
            "supervision-chain/src/main/java/io/regchain/supervision/contract/ObjectReferences.java");

    @Test
    void every_function_of_the_node_interface_has_its_clause() {
        Stream.of(NodeMethods.LOCAL_CHAIN_NODE, NodeMethods.CROSS_CHAIN_PORT)
                .flatMap(List::stream)
                .map(ConnectMethod::name)
                .forEach(name -> assertThat(Lessons.of(name)).as(name).isPresent());
        assertThat(Lessons.of("GetBlock").orElseThrow().clause()).contains("table 4 获取区块信息");
    }

    @Test
    void every_code_that_the_hub_has_about_headers_nodes_objects_and_packets_has_a_lesson() throws IOException {
        TreeSet<String> without = new TreeSet<>();
        int found = 0;
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(source))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    for (var match :
                            CODE.matcher(Files.readString(file)).results().toList()) {
                        found++;
                        if (Lessons.of(match.group(1)).isEmpty()) {
                            without.add(match.group(1));
                        }
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(50);
        assertThat(without).isEmpty();
    }

    @Test
    void a_code_that_nobody_knows_has_none() {
        assertThat(Lessons.of("NO_SUCH_CODE")).isEmpty();
        assertThat(Lessons.lines("NO_SUCH_CODE")).isEmpty();
    }
}
