package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;

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
        String fingerprint = caller.key().fingerprint().toHex();
        JsonNode entry = context.readOf("roles", fingerprint)
                .filter(roles -> has(roles, role))
                .orElseThrow(() -> new ContractRefusal(
                        "ROLE_MISSING", "the key " + fingerprint.substring(0, 8) + "… has not the role " + role));
        return new Actor(entry.path("name").asText(), fingerprint);
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
