package io.regchain.cli;

import io.regchain.supervision.snapshot.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the snapshots of data objects stand: all of these options for an S3-compatible store, or none for the disk. */
final class SnapshotOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description =
                    "Keep snapshots of data objects in this S3-compatible store, as http://127.0.0.1:9000, addressed by"
                            + " path. Default: in the data directory.")
    private @Nullable URI endpoint;

    @Option(names = "--s3-bucket", paramLabel = "NAME", description = "Its bucket, which must exist.")
    private @Nullable String bucket;

    @Option(
            names = "--s3-region",
            paramLabel = "NAME",
            description = "What requests are signed for. Default: us-east-1.")
    private String region = "us-east-1";

    @Option(names = "--s3-access-key", paramLabel = "KEY", description = "Whose bucket it is.")
    private @Nullable String accessKey;

    @Option(names = "--s3-secret-file", paramLabel = "FILE", description = "A file whose first line is the secret key.")
    private @Nullable Path secretFile;

    /** @throws ParameterException when some are given and others not, or one is wrong */
    Optional<S3Settings> settings() {
        if (Stream.of(endpoint, bucket, accessKey, secretFile).allMatch(given -> given == null)) {
            return Optional.empty();
        }
        if (endpoint == null || bucket == null || accessKey == null || secretFile == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--s3-endpoint, --s3-bucket, --s3-access-key and --s3-secret-file belong together: give all of them,"
                            + " or none for snapshots on the disk");
        }
        try {
            return Optional.of(new S3Settings(endpoint, bucket, region, accessKey, secretFile));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
