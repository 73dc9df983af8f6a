package io.regchain.supervision.snapshot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Which bucket of which S3-compatible store.
 *
 * @param endpoint http or https, without a path: buckets are addressed by path
 * @param region what requests are signed for; many stores take any
 * @param secretFile its first line is the secret key, which so stands on no command line
 */
public record S3Settings(URI endpoint, String bucket, String region, String accessKey, Path secretFile) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    public S3Settings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        String path = endpoint.getPath() == null ? "" : endpoint.getPath();
        boolean bare = endpoint.getUserInfo() == null && endpoint.getQuery() == null && endpoint.getFragment() == null;
        if (!http || endpoint.getHost() == null || !(path.isEmpty() || path.equals("/")) || !bare) {
            throw new IllegalArgumentException(
                    "the endpoint of an S3 store is http(s)://host:port and nothing more; keys have options of their own");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("a bucket's name has 3 to 63 lower-case letters, digits, dots and"
                    + " hyphens; \"" + bucket + "\" does not");
        }
        if (region.isBlank() || accessKey.isBlank()) {
            throw new IllegalArgumentException("region and access key of an S3 store should not be empty");
        }
    }

    /** @throws SnapshotStoreProblem when there is no secret in the file */
    String secret() {
        try {
            return Files.readAllLines(secretFile).stream()
                    .map(String::strip)
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new IOException("its first line is empty"));
        } catch (IOException e) {
            throw new SnapshotStoreProblem(
                    "the secret key of " + this + " cannot be read from " + secretFile + ": " + e,
                    "write the secret into the first line of that file, readable by its owner only",
                    e);
        }
    }

    @Override
    public String toString() {
        return "bucket " + bucket + " at " + endpoint;
    }
}
