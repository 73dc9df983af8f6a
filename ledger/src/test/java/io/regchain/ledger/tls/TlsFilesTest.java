package io.regchain.ledger.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.testkit.TestValidators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    private Path directory;

    private final SmCertificateAuthority authority = SmCertificateAuthority.create("test authority", NOW);
    private final TlsIdentity node = authority.issue("node-0", TestValidators.organisation(1), NOW);

    @Test
    void an_identity_written_to_files_is_read_back() {
        TlsFiles files = TlsFiles.write(directory, node);

        TlsIdentity read = files.read(NOW);

        assertThat(read.publicKeyHex()).isEqualTo(node.publicKeyHex());
        assertThat(read.organisation()).isEqualTo(TestValidators.organisation(1).value());
        assertThat(read.toString()).doesNotContain("BEGIN", "PRIVATE");
    }

    /** One thing broken, and what is said of it. */
    private record Row(String what, Break broken, Instant at, String said) {
        @Override
        public String toString() {
            return what;
        }
    }

    private interface Break {
        void in(TlsFiles files) throws IOException;
    }

    static List<Row> rows() {
        SmCertificateAuthority other = SmCertificateAuthority.create("another", NOW);
        TlsIdentity stranger = other.issue("node-0", TestValidators.organisation(1), NOW);
        return List.of(
                new Row("a key that others may read", files -> rights(files.key(), "rw-r-----"), NOW, "rw-r-----"),
                new Row("no key", files -> Files.delete(files.key()), NOW, "cannot be read"),
                new Row("no certificate", files -> Files.delete(files.certificate()), NOW, "certificate.pem"),
                new Row("no authority", files -> Files.writeString(files.authority(), ""), NOW, "2 parts, not 3"),
                new Row("a key file of rubbish", files -> Files.writeString(files.key(), "rubbish"), NOW, "in PEM"),
                new Row(
                        "a certificate in place of the key",
                        files -> Files.copy(
                                files.certificate(), files.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING),
                        NOW,
                        "rw-r--r--"),
                new Row(
                        "a certificate of another authority",
                        files -> Files.writeString(
                                files.certificate(), SmCertificateAuthority.pem(stranger.certificate())),
                        NOW,
                        "was not issued by"),
                new Row(
                        "the key of another certificate",
                        files -> Files.writeString(files.key(), SmCertificateAuthority.pem(stranger.key())),
                        NOW,
                        "is not the one the certificate"),
                new Row("an expired certificate", files -> {}, NOW.plus(Duration.ofDays(4 * 365)), "Have a new one"),
                new Row("a certificate of tomorrow", files -> {}, NOW.minus(Duration.ofDays(1)), "Have a new one"));
    }

    private static void rights(Path file, String rights) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_cannot_serve_is_told_at_the_start(Row row) throws IOException {
        TlsFiles files = TlsFiles.write(directory, node);
        row.broken().in(files);

        assertThatThrownBy(() -> files.read(row.at()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(row.said());
    }
}
