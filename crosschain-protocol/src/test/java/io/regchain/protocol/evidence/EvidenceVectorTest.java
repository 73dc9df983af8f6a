package io.regchain.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.sample.SampleFederation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The published evidence file, byte for byte. After a change of the format that is meant, write it anew with
 * {@code -Dregchain.vectors.write=true} and look at the difference.
 */
class EvidenceVectorTest {
    private static final Path FILE = Path.of("vectors", "evidence", "transfer.json");
    /** Published in the vectors' README. */
    private static final Hash32 TRUST_ROOT =
            Hash32.ofHex("a49eebb46e0c156126290ab365b4faef359404a90d3b9212a5de7d1eac189423");

    private final SampleFederation world = new SampleFederation();

    @Test
    void the_published_file_is_what_the_sample_federation_writes() throws IOException {
        Bytes written = world.evidence().toBytes();
        if (Boolean.getBoolean("regchain.vectors.write")) {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, written.toArray());
        }
        assertThat(Bytes.wrap(Files.readAllBytes(FILE))).isEqualTo(written);
    }

    @Test
    void the_published_file_is_accepted_under_the_published_trust_root() throws IOException {
        EvidenceReport report = EvidenceVerifier.verify(Bytes.wrap(Files.readAllBytes(FILE)), Optional.of(TRUST_ROOT));
        assertThat(report.failures()).isEmpty();
        assertThat(report.trustRoot()).contains(TRUST_ROOT);
    }
}
