package io.regchain.localchain.genesis;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.validator.Genesis;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.contract.InitialState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import java.util.List;

/** What a local chain starts from: its contracts, its validators, its operator, and the hub it trusts. */
public final class LocalChainGenesis {
    private LocalChainGenesis() {}

    /** New instances: a contract belongs to the validators of one chain in one process. */
    public static List<Contract> contracts() {
        return InitialState.contracts();
    }

    /**
     * @param hub usually the hub's genesis block, see {@link TrustedState#root}
     * @param period how long the hub is trusted without a newer header, from this genesis on
     */
    public static Genesis genesis(
            ChainId chain,
            BlockTime time,
            ValidatorSet validators,
            Operator operator,
            TrustedState hub,
            TrustPeriod period) {
        return new Genesis(chain, time, validators, InitialState.of(operator, hub, new TrustClock(time, period)));
    }
}
