package io.regchain.supervision.contract;

import io.regchain.ledger.contract.ContractRefusal;

/** The one answer to a method a contract does not have. */
final class UnknownMethod {
    private UnknownMethod() {}

    static ContractRefusal refusal(String contract, String method, String known) {
        return new ContractRefusal(
                "METHOD_UNKNOWN", "the contract " + contract + " has no method " + method + "; it has " + known);
    }
}
