package io.regchain.localchain.contract;

import io.regchain.identity.contract.LocalIdentityContract;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.localchain.book.Operator;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.calendar.TradingCalendar;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.PacketKeys;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The contracts of a local chain and what they find in its state before the first block. */
public final class InitialState {
    private InitialState() {}

    /** New instances: a contract belongs to the validators of one chain in one process. */
    public static List<Contract> contracts() {
        return List.of(
                new LocalIdentityContract(),
                new AccountsContract(),
                new ProductsContract(),
                new RegistrationContract(),
                new TransfersContract(TradingCalendar.published()),
                new ObjectsContract(),
                new PacketsContract(),
                new MoneyContract(),
                new SettlementsContract(),
                new InquiriesContract(Callers.operatorOnly("inquiries.ask")));
    }

    /**
     * By full state key.
     *
     * @param hub usually the hub's genesis block, see {@link TrustedState#root}
     * @param trust since when that block is trusted, usually this chain's own genesis, and for how long
     */
    public static SortedMap<String, Bytes> of(Operator operator, TrustedState hub, TrustClock trust) {
        if (!hub.chainId().equals(ChainId.SUPERVISION)) {
            throw new IllegalArgumentException("a local chain trusts the supervision chain, not " + hub.chainId());
        }
        SortedMap<String, Bytes> state = new TreeMap<>(LocalIdentityContract.genesis(operator.keys()));
        state.put(Operator.FULL_KEY, CanonicalJson.encode(operator.toJson()));
        state.put(PacketKeys.full(PacketKeys.Local.HUB), CanonicalJson.encode(HubState.toJson(hub, trust)));
        return state;
    }
}
