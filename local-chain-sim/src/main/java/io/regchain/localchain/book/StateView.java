package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.ContractContext;
import java.util.Optional;

/**
 * A look at a chain's state by full key, such as {@code accounts/account/A-1}. Inside a contract it is the state the
 * call sees; outside it is a node's state at one height.
 */
@FunctionalInterface
public interface StateView {
    Optional<JsonNode> read(String key);

    static StateView of(ContractContext context) {
        return key -> {
            int slash = key.indexOf('/');
            return context.readOf(key.substring(0, slash), key.substring(slash + 1));
        };
    }
}
