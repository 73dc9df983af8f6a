package io.regchain.supervision.observer;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/**
 * Something a local chain, or one of its nodes, told that does not count. It becomes an entry of the anomaly log.
 *
 * @param node who told it
 * @param objectId the object it is about, if it is about one
 */
public record Finding(Height height, String node, Refusal reason, Optional<String> objectId, Optional<Long> version) {
    public static Finding of(Height height, String node, String code, String message) {
        return new Finding(height, node, new Refusal(code, message), Optional.empty(), Optional.empty());
    }

    public static Finding of(Height height, String node, Refusal reason) {
        return new Finding(height, node, reason, Optional.empty(), Optional.empty());
    }
}
