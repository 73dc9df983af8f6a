package io.regchain.supervision.snapshot;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket of a store that speaks the S3 protocol (JR/T 0314 6.6: 兼容 AWS S3 协议的对象存储工具), a key per snapshot. */
public final class S3SnapshotStore implements SnapshotStore {
    private static final String FOLDER = "snapshots/";
    private static final String CONTENT_TYPE = "application/json";
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final S3Settings settings;
    private final S3Client client;

    private S3SnapshotStore(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
    }

    /** @throws SnapshotStoreProblem when the bucket cannot be reached with these keys, so that a hub never starts on it */
    public static S3SnapshotStore open(S3Settings settings) {
        S3SnapshotStore store = new S3SnapshotStore(settings, client(settings));
        try {
            store.ask("the bucket cannot be reached", () -> store.client.headBucket(r -> r.bucket(settings.bucket())));
            return store;
        } catch (SnapshotStoreProblem e) {
            store.close();
            throw e;
        }
    }

    /** Nothing is taken from the environment or a profile; checksums of the protocol's later years are left out where optional. */
    private static S3Client client(S3Settings settings) {
        return S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secret())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .overrideConfiguration(c -> c.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(PATIENCE))
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(ATTEMPT)
                        .build())
                .build();
    }

    private static String key(Hash32 digest) {
        return FOLDER + digest.toHex();
    }

    @Override
    public void put(Hash32 digest, Bytes snapshot) {
        ask(
                "the snapshot " + digest + " was not written",
                () -> client.putObject(
                        r -> r.bucket(settings.bucket()).key(key(digest)).contentType(CONTENT_TYPE),
                        RequestBody.fromBytes(snapshot.toArray())));
    }

    @Override
    public Optional<Bytes> get(Hash32 digest) {
        return ask("the snapshot " + digest + " cannot be read", () -> {
            try {
                return Optional.of(Bytes.wrap(
                        client.getObjectAsBytes(r -> r.bucket(settings.bucket()).key(key(digest)))
                                .asByteArray()));
            } catch (NoSuchKeyException absent) {
                return Optional.empty();
            }
        });
    }

    private <T> T ask(String failing, Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw new SnapshotStoreProblem(
                    failing + " (" + settings + "): " + e.getMessage(),
                    "check that the store runs, that the bucket exists, and that region, access key and secret file are"
                            + " right",
                    e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
