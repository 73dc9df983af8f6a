package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.BlockTime;

/** Where a light client stands in its life. */
public enum ClientStatus {
    ACTIVE,
    /** Still good, but less than a third of the trust period is left: somebody should bring a header. */
    EXPIRING,
    /** No header was verified for the whole trust period; two officers may renew it. */
    EXPIRED,
    /** The chain's validators contradicted themselves; two officers may thaw it. Outlasts the trust period. */
    FROZEN;

    public static ClientStatus of(boolean frozen, TrustClock clock, BlockTime now) {
        if (frozen) {
            return FROZEN;
        }
        if (clock.expired(now)) {
            return EXPIRED;
        }
        return clock.expiring(now) ? EXPIRING : ACTIVE;
    }
}
