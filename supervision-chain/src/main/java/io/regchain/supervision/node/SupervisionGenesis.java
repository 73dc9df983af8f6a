package io.regchain.supervision.node;

import io.regchain.identity.contract.HubIdentityContract;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.ledger.validator.Genesis;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.registry.contract.RegistryContract;
import io.regchain.supervision.contract.AnomaliesContract;
import io.regchain.supervision.contract.CalendarContract;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.contract.LightClientsContract;
import io.regchain.supervision.contract.ObjectsContract;
import io.regchain.supervision.contract.PacketsContract;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.contract.RolesContract;
import io.regchain.supervision.contract.RoutesContract;
import io.regchain.supervision.contract.RulesContract;
import io.regchain.supervision.contract.SettlementsContract;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the supervision chain starts from: its contracts, and the roles of the hub's first keys. */
public final class SupervisionGenesis {
    /** Codes below were given out before there was a hub. */
    private static final long FIRST_INVESTOR = 101;

    /** What local chains may call by packet, where a route allows it. */
    private static final List<String> SERVICES =
            List.of(HubIdentityContract.NAME, CalendarContract.NAME, RulesContract.NAME, AnomaliesContract.NAME);

    private SupervisionGenesis() {}

    /** New instances: a contract belongs to the validators of one chain in one process. */
    public static List<Contract> contracts() {
        return List.of(
                new RolesContract(),
                new RegistryContract(),
                new HubIdentityContract(),
                new LightClientsContract(),
                new ObjectsContract(),
                new AnomaliesContract(),
                new RoutesContract(),
                new PacketsContract(SERVICES),
                new SettlementsContract(),
                new InquiriesContract(Roles.only(Roles.INQUIRER)),
                new CalendarContract(),
                new RulesContract());
    }

    /** @param period how long a local chain is trusted without a header, unless officers say otherwise of that chain */
    public static Genesis genesis(BlockTime time, ValidatorSet validators, HubKeys keys, TrustPeriod period) {
        SortedMap<String, Bytes> state = roles(keys);
        state.putAll(HubIdentityContract.genesis(InvestorCode.Kind.NATURAL_PERSON, FIRST_INVESTOR));
        state.put(
                ClientHealth.TRUST_PERIOD_KEY,
                CanonicalJson.encode(CanonicalJson.object().put("seconds", period.seconds())));
        return new Genesis(ChainId.SUPERVISION, time, validators, state);
    }

    private static SortedMap<String, Bytes> roles(HubKeys keys) {
        SortedMap<String, Bytes> state = new TreeMap<>();
        keys.byRole().forEach((role, key) -> Roles.grant(state, key.publicKey(), role));
        return state;
    }
}
