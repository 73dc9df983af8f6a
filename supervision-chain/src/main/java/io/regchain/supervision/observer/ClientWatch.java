package io.regchain.supervision.observer;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.supervision.contract.ClientHealth;
import java.util.Optional;

/**
 * Says once that a light client runs out, and again only after it was good in between. A chain that makes no blocks lets
 * its client expire: people should hear of it while a block still helps. Belongs to one actor.
 */
final class ClientWatch {
    private final ChainId chain;
    private boolean told;

    ClientWatch(ChainId chain) {
        this.chain = chain;
    }

    /** What is worth a warning now. */
    Optional<String> look(ClientHealth health, BlockTime now) {
        ClientStatus status = health.status(now);
        boolean runsOut = status == ClientStatus.EXPIRING || status == ClientStatus.EXPIRED;
        boolean tell = runsOut && !told;
        told = runsOut;
        return tell
                ? Optional.of("the light client of " + chain + " is " + status + ": no header was verified since "
                        + health.clock().since() + ", it expires at "
                        + health.clock().expiresAt())
                : Optional.empty();
    }
}
