package io.regchain.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the published vectors against what the code computes now. After an intended change of a format run it with
 * {@code -Dvectors.write=true}, which writes the files anew; review the difference, outsiders depend on it.
 */
class VectorFilesTest {
    private static final Path FOLDER = Path.of("vectors");

    static Stream<VectorFile> files() {
        return Stream.of(
                new CanonicalVectors(),
                new OrderedMerkleVectors(),
                new StateTreeVectors(),
                new CertificateVectors(),
                new LightClientVectors(),
                new DataObjectVectors(),
                new PacketVectors(),
                new SettlementVectors());
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_published_vectors_are_what_the_code_computes(VectorFile file) throws IOException {
        String now = Json.print(file.content());
        Path path = FOLDER.resolve(file.name());
        if (Boolean.getBoolean("vectors.write")) {
            Files.writeString(path, now);
        }
        assertThat(Files.readString(path, StandardCharsets.UTF_8)).isEqualTo(now);
        assertThat(Json.print(file.content())).as("equal on every run").isEqualTo(now);
    }
}
