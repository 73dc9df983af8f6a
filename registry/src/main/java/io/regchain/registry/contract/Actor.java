package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Optional;

/**
 * Who acts, by the key that signed and the roles the hub gave it ({@code roles/<fingerprint>}).
 *
 * @param name as the roles list has it
 * @param fingerprint of the key, in hex
 */
record Actor(String name, String fingerprint) {
    static final String MAKER = "admission-maker";
    static final String CHECKER = "admission-checker";

    /** @throws ContractRefusal {@code ROLE_MISSING} unless the direct caller is a key with this role */
    static Actor withRole(ContractContext context, String role) {
        if (!(context.caller() instanceof Caller.Key caller)) {
            throw new ContractRefusal(
                    "ROLE_MISSING", "only a key with the role " + role + " may do this, not " + context.caller());
        }
        return of(context, caller.key(), role)
                .orElseThrow(() -> new ContractRefusal(
                        "ROLE_MISSING",
                        "the key " + caller.key().fingerprint().shortHex() + "… has not the role " + role));
    }

    /** Whose key this is, if the hub gave it the role. */
    static Optional<Actor> of(ContractContext context, Sm2PublicKey key, String role) {
        String fingerprint = key.fingerprint().toHex();
        return context.readOf("roles", fingerprint)
                .filter(entry -> has(entry, role))
                .map(entry -> new Actor(entry.path("name").asText(), fingerprint));
    }

    private static boolean has(JsonNode entry, String role) {
        for (JsonNode given : entry.path("roles")) {
            if (role.equals(given.textValue())) {
                return true;
            }
        }
        return false;
    }
}
