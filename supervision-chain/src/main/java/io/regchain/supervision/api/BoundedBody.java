package io.regchain.supervision.api;

import io.regchain.protocol.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.util.ByteString;

/**
 * Reads the bodies of requests up to a limit. Of one that is longer the rest is taken and dropped, up to {@value TAKEN}
 * times the limit: a sender that is still writing when the connection ends may never read why it was refused.
 */
public final class BoundedBody {
    private static final int TAKEN = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClassicActorSystemProvider system;
    private final int most;
    private final Duration patience;

    /** @param most bytes */
    public BoundedBody(ClassicActorSystemProvider system, int most) {
        this(system, most, PATIENCE);
    }

    BoundedBody(ClassicActorSystemProvider system, int most, Duration patience) {
        this.system = system;
        this.most = most;
        this.patience = patience;
    }

    /** @return empty when it has more bytes, or did not arrive whole in time */
    public CompletionStage<Optional<Bytes>> of(HttpRequest request) {
        OptionalLong told = request.entity().getContentLengthOption();
        boolean fits = told.isPresent() && told.getAsLong() <= most;
        return fits ? whole(request.entity()) : upTo(request.entity());
    }

    private CompletionStage<Optional<Bytes>> whole(RequestEntity body) {
        return body.withSizeLimit(most)
                .toStrict(patience.toMillis(), system)
                .handle((strict, problem) -> problem == null
                        ? Optional.of(Bytes.wrap(strict.getData().toArrayUnsafe()))
                        : Optional.empty());
    }

    private CompletionStage<Optional<Bytes>> upTo(RequestEntity body) {
        return body.withSizeLimit((long) TAKEN * most)
                .getDataBytes()
                .completionTimeout(patience)
                .runFold(new ByteArrayOutputStream(), this::longer, system)
                .handle((taken, problem) -> problem == null && taken.size() <= most
                        ? Optional.of(Bytes.wrap(taken.toByteArray()))
                        : Optional.empty());
    }

    /** Copied, for a body that comes byte by byte would take a hundred times its size; no longer once it is too long. */
    private ByteArrayOutputStream longer(ByteArrayOutputStream taken, ByteString next) {
        if (taken.size() <= most) {
            taken.writeBytes(next.toArray());
        }
        return taken;
    }
}
