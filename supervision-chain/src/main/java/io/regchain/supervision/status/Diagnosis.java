package io.regchain.supervision.status;

import java.time.Instant;
import java.util.Optional;

/**
 * How a chain is, why, and what would help.
 *
 * @param mustAct who; nobody when it helps itself
 * @param since by the machine's clock; empty when the hub does not know
 * @param unblock one sentence that says what would unblock it and who must do it; empty for a chain that is well
 */
record Diagnosis(
        ChainStatus.Health health, Words reason, MustAct mustAct, Optional<Instant> since, Optional<Words> unblock) {
    /** Who must do something about a chain. */
    enum MustAct {
        /** Two officers of the registry, under four eyes. */
        OFFICERS,
        /** Those who run the chain's nodes. */
        CHAIN_OPERATOR,
        /** Those who run the hub with its observers and relays. */
        HUB_OPERATOR,
        NOBODY
    }

    static Diagnosis well() {
        return new Diagnosis(
                ChainStatus.Health.OK,
                new Words("运行正常：已验证到节点报告的最新高度", "it is well: verified up to what its nodes report"),
                MustAct.NOBODY,
                Optional.empty(),
                Optional.empty());
    }

    static Diagnosis of(
            ChainStatus.Health health, MustAct mustAct, Optional<Instant> since, Words reason, Words unblock) {
        return new Diagnosis(health, reason, mustAct, since, Optional.of(unblock));
    }
}
