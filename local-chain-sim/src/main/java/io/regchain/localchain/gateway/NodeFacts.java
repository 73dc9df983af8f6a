package io.regchain.localchain.gateway;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.util.List;

/**
 * What a node says of itself that the ledger does not know.
 *
 * @param networkName for people, such as 江苏股权交易中心
 * @param operator who runs the network
 * @param operationTypes the operations allowed, {@code contract.method} (JR/T 0314 table 3)
 */
public record NodeFacts(
        String networkName, UnifiedSocialCreditCode operator, String nodeVersion, List<String> operationTypes) {
    public NodeFacts {
        operationTypes = List.copyOf(operationTypes);
    }
}
