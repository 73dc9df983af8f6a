package io.regchain.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceCheck;
import io.regchain.protocol.evidence.EvidenceReport;
import io.regchain.protocol.evidence.EvidenceVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verifier of the page against the one of the hub: the published vectors, and the sample evidence file whole and
 * damaged. Both must give the same verdict, check by check. Runs under Node.js where it is installed; what only a browser
 * shows is in the browser's own test.
 */
class PageVerifierTest {
    private static final Path VECTORS = Path.of("..", "crosschain-protocol", "vectors");
    private static final Path MODULES =
            Path.of("src", "main", "resources", "io", "regchain", "dashboards", "web", "verify");
    private static final Path SCRIPT = Path.of("src", "test", "js", "verify-vectors.mjs");
    private static final int DAMAGED = 400;
    private static final long SEED = 20260209;

    @TempDir
    Path folder;

    @Test
    void thePageAndTheHubGiveTheSameVerdictOnVectorsAndOnDamagedEvidence() throws Exception {
        Assumptions.assumeTrue(nodeIsInstalled(), "Node.js is not installed; to run this: apt-get install -y nodejs");
        Path cases = Files.write(
                folder.resolve("cases.json"), CanonicalJson.encode(cases()).toArray());
        // the scripts lie in a folder of their own so that Node takes them as modules
        Path modules = Files.createDirectory(folder.resolve("verify"));
        Files.writeString(modules.resolve("package.json"), "{\"type\":\"module\"}");
        try (Stream<Path> scripts = Files.list(MODULES)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, modules.resolve(script.getFileName().toString()));
            }
        }
        Process node = new ProcessBuilder(
                        "node", SCRIPT.toString(), modules.toString(), VECTORS.toString(), cases.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("expectations hold\n");
        assertThat(node.exitValue()).isZero();
    }

    /** The sample as it is, under the wrong root, and with one byte changed at places spread over the whole file. */
    private static ArrayNode cases() throws IOException {
        byte[] sample = Files.readAllBytes(VECTORS.resolve("evidence").resolve("transfer.json"));
        ArrayNode cases = CanonicalJson.array();
        Hash32 root = EvidenceVerifier.verify(Bytes.copyOf(sample), Optional.empty())
                .trustRoot()
                .orElseThrow();
        add(cases, "as published", sample, root);
        add(cases, "under another root", sample, Hash32.ZERO);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = sample.clone();
            int at = (int) ((long) i * sample.length / DAMAGED) + random.nextInt(sample.length / DAMAGED);
            damaged[at] = other(damaged[at], random);
            add(cases, "byte " + at + " changed", damaged, root);
        }
        return cases;
    }

    /** Another byte of the same sort, so that most damage passes the syntax and meets a later check. */
    private static byte other(byte before, RandomGenerator random) {
        String sort = Character.digit(before, 16) >= 0 ? "0123456789abcdef" : "\",:{}[] xyz";
        byte after;
        do {
            after = (byte) sort.charAt(random.nextInt(sort.length()));
        } while (after == before);
        return after;
    }

    private static void add(ArrayNode cases, String name, byte[] file, Hash32 root) {
        EvidenceReport report = EvidenceVerifier.verify(Bytes.copyOf(file), Optional.of(root));
        cases.addObject()
                .put("name", name)
                .put("file", Base64.getEncoder().encodeToString(file))
                .put("trustRoot", root.toHex())
                .put(
                        "verdict",
                        report.checks().stream()
                                .filter(check -> !check.passed())
                                .map(PageVerifierTest::shown)
                                .collect(Collectors.joining(" ")));
    }

    private static String shown(EvidenceCheck check) {
        return check.name().equals("structure") ? "structure" : check.name() + ":" + check.code();
    }

    private static boolean nodeIsInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "node")));
    }
}
