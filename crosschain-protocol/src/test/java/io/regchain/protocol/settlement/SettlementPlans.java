package io.regchain.protocol.settlement;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;

/** Plans for tests. */
final class SettlementPlans {
    static final ChainId SHANGHAI = new ChainId("shanghai");
    static final ChainId SHENZHEN = new ChainId("shenzhen");
    static final BlockTime DEADLINE = new BlockTime(1_770_700_000_000L);

    private SettlementPlans() {}

    static SettlementLeg leg(ChainId chain) {
        return SettlementLeg.of(chain, "money", CanonicalJson.object().put("amountFen", 100));
    }

    static SettlementPlan dvp() {
        return new SettlementPlan("DVP-1", DEADLINE, List.of(leg(SHANGHAI), leg(SHENZHEN)));
    }
}
