package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.ContractCode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;

/**
 * Where deployed code lies in the state: its bytes under their SM3 hash, once however many names they have, and the hash
 * under each name. The contract {@value CONTRACT} writes both; runtimes read them.
 *
 * @param bytes whose SM3 is {@code hash}
 */
@ContractCode
public record DeployedCode(Hash32 hash, Bytes bytes) {
    public static final String CONTRACT = "code";

    public DeployedCode {
        if (!Sm3.hash(bytes).equals(hash)) {
            throw new IllegalArgumentException("the code's hash is not " + hash);
        }
    }

    /** Relative to the contract {@value CONTRACT}: holds the code in hexadecimal, as JSON text. */
    public static String codeKey(Hash32 hash) {
        return "hash/" + hash.toHex();
    }

    /** Relative to the contract {@value CONTRACT}: holds the hash of the code that answers to the name, as JSON text. */
    public static String nameKey(String contract) {
        return "name/" + contract;
    }

    /**
     * The code that answers to a name.
     *
     * @throws IllegalStateException when the state names code that it does not hold: a fault of whoever wrote it
     */
    public static Optional<DeployedCode> find(String contract, StateReader state) {
        return text(state, nameKey(contract)).map(Hash32::ofHex).map(hash -> {
            String code = text(state, codeKey(hash))
                    .orElseThrow(() -> new IllegalStateException("the state does not hold the code " + hash));
            return new DeployedCode(hash, Bytes.ofHex(code));
        });
    }

    private static Optional<String> text(StateReader state, String key) {
        return state.read(CONTRACT + "/" + key).map(CanonicalJson::decode).map(JsonNode::textValue);
    }
}
