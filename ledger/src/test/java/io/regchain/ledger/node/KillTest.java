package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ROUNDS = 3;
    private static final int RECEIPTS_PER_ROUND = 15;

    @TempDir
    private Path temp;

    @Test
    void aProcessKilledAgainAndAgainUnderLoadLosesNothingItAcknowledgedAndRepeatsNothing() throws Exception {
        SortedMap<Hash32, Height> acknowledged = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * RECEIPTS_PER_ROUND);

        ActorSystem<Void> system = LedgerSystem.embedded("after");
        LedgerCluster cluster = LedgerCluster.start(system, LedgerSettings.of(temp, new SimpleMeterRegistry()));
        TestChain chain = TestChain.of("beijing", 4);
        ChainHandle handle = cluster.host(chain.config(), chain.keys());
        try {
            handle.ready(Duration.ofMinutes(2)).toCompletableFuture().get(2, TimeUnit.MINUTES);
            ChainNode best = handle.localNodes().stream()
                    .max(java.util.Comparator.comparing(ChainNode::height))
                    .orElseThrow();
            acknowledged.forEach((id, height) -> assertThat(best.transaction(id))
                    .hasValueSatisfying(found -> assertThat(found.height()).isEqualTo(height)));
            assertOneCertifiedChainWithoutRepetition(best);
        } finally {
            system.terminate();
            cluster.closed().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    private void runAndKill(SortedMap<Hash32, Height> acknowledged) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        temp.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            int receipts = 0;
            for (String line = out.readLine(); line != null && receipts < RECEIPTS_PER_ROUND; line = out.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 2 && words[0].matches("[0-9a-f]{64}")) {
                    acknowledged.put(Hash32.ofHex(words[0]), new Height(Long.parseLong(words[1])));
                    receipts++;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void assertOneCertifiedChainWithoutRepetition(ChainNode node) {
        TreeSet<Hash32> seen = new TreeSet<>();
        Hash32 parent = node.block(Height.ZERO).orElseThrow().hash();
        for (long h = 1; h <= node.height().value(); h++) {
            CertifiedBlock block = node.block(new Height(h)).orElseThrow();
            assertThat(block.block().header().parentHash()).isEqualTo(parent);
            assertThat(CertificateVerifier.verify(
                            block.block().header(), block.certificate().orElseThrow(), block.validators()))
                    .isInstanceOf(VerifiedHeader.class);
            block.block().transactions().forEach(tx -> assertThat(seen.add(tx.id()))
                    .isTrue());
            parent = block.hash();
        }
    }
}
