package io.regchain.localchain.federation;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.supervision.node.HubKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The supervision chain in the rehearsal: four validators of four invented organisations, and the hub's role keys. */
final class HubPlan {
    static final int VALIDATORS = 4;

    private HubPlan() {}

    static UnifiedSocialCreditCode organisation(int index) {
        return UnifiedSocialCreditCode.complete("11110000", String.format(Locale.ROOT, "MA6HB%03d", index));
    }

    static ValidatorSet validators(FederationKeys keys) {
        List<Validator> validators = new ArrayList<>();
        for (int i = 0; i < VALIDATORS; i++) {
            validators.add(new Validator(
                    "supervision-" + i,
                    organisation(i),
                    keys.key("validator supervision-" + i).publicKey()));
        }
        return new ValidatorSet(validators);
    }

    static SortedMap<Integer, Sm2PrivateKey> validatorKeys(FederationKeys keys) {
        SortedMap<Integer, Sm2PrivateKey> held = new TreeMap<>();
        for (int i = 0; i < VALIDATORS; i++) {
            held.put(i, keys.key("validator supervision-" + i));
        }
        return held;
    }

    static HubKeys hubKeys(FederationKeys keys) {
        SortedMap<String, Sm2PrivateKey> byRole = new TreeMap<>();
        HubKeys.NAMES.forEach(role -> byRole.put(role, keys.key("hub " + role)));
        return HubKeys.of(byRole);
    }
}
