package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;

/** Roles the hub gave to keys: {@code roles/<fingerprint>} holds {@code {name, roles[]}}. */
final class HubRole {
    static final String IDENTITY_SERVICE = "identity-service";

    private HubRole() {}

    /** @throws ContractRefusal {@code ROLE_MISSING} unless the direct caller is a key with this role */
    static void require(ContractContext context, String role) {
        if (!(context.caller() instanceof Caller.Key caller)
                || !context.readOf("roles", caller.key().fingerprint().toHex())
                        .map(entry -> has(entry, role))
                        .orElse(false)) {
            throw new ContractRefusal(
                    "ROLE_MISSING", "only a key with the role " + role + " may do this, not " + context.caller());
        }
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
