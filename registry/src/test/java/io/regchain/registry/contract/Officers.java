package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.ValidRegistration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The admission officers of the tests, and the roles they have from genesis. */
final class Officers {
    static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");
    static final Sm2PrivateKey OTHER_CHECKER = ContractHarness.key("other checker");
    /** One person with both roles: four eyes need two. */
    static final Sm2PrivateKey BOTH = ContractHarness.key("both");

    static final Sm2PrivateKey ASSESSOR = ContractHarness.key("assessor");
    /** A node of jiangsu that was made an assessor: it is none of its own chain. */
    static final Sm2PrivateKey NODE = ValidRegistration.key("jiangsu-0");

    private Officers() {}

    static SortedMap<String, Bytes> roles() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        give(state, MAKER, "准入经办", "admission-maker", "assessor");
        give(state, CHECKER, "准入复核", "admission-checker");
        give(state, OTHER_CHECKER, "准入复核二", "admission-checker");
        give(state, ASSESSOR, "测评机构", "assessor");
        give(state, NODE, "自评", "assessor");
        give(state, BOTH, "一身二任", "admission-maker", "admission-checker");
        return state;
    }

    private static void give(SortedMap<String, Bytes> state, Sm2PrivateKey key, String name, String... roles) {
        ObjectNode entry = CanonicalJson.object().put("name", name);
        List.of(roles).forEach(entry.putArray("roles")::add);
        state.put("roles/" + key.publicKey().fingerprint().toHex(), CanonicalJson.encode(entry));
    }
}
