package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys of the market's identity desk (DID管理机构, JR/T 0325 9.1): {@code identity/operators}, keys in hex. */
final class LocalOperators {
    private static final String KEY = "operators";

    private LocalOperators() {}

    static SortedMap<String, Bytes> genesis(List<Sm2PublicKey> keys) {
        ArrayNode list = CanonicalJson.array();
        keys.forEach(key -> list.add(key.toHex()));
        SortedMap<String, Bytes> state = new TreeMap<>();
        state.put(LocalIdentityContract.NAME + "/" + KEY, CanonicalJson.encode(list));
        return state;
    }

    /** The transaction must be signed by an operator, directly or through a contract of this chain. */
    static boolean acts(ContractContext context) {
        if (context.caller() instanceof Caller.OfChain) {
            return false;
        }
        String origin = context.origin().toHex();
        JsonNode keys = context.read(KEY).orElseGet(CanonicalJson::array);
        for (JsonNode key : keys) {
            if (origin.equals(key.textValue())) {
                return true;
            }
        }
        return false;
    }

    /** @throws ContractRefusal {@code OPERATOR_ONLY} */
    static void require(ContractContext context) {
        if (!acts(context)) {
            throw new ContractRefusal("OPERATOR_ONLY", "only the identity desk of this market may do this");
        }
    }
}
