package io.regchain.supervision.gateway;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.wire.StateAnswer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A node of a local chain as far as it tells state: all that a relay asks of it. */
public interface StateReader {
    /** For people: which node this is. */
    String node();

    /**
     * Reads a full state key with proof, at the latest height when none is given. The answer proves nothing by itself.
     *
     * @return fails with {@link GatewayProblem} only
     */
    CompletionStage<StateAnswer> readState(String key, Optional<Height> height);
}
