package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Global identity on the supervision chain. Methods:
 *
 * <ul>
 *   <li>{@code allocateInvestorCode {kind, identityDigest, nameDigest, market}} by the identity service →
 *       {@code {outcome ALLOCATED|KNOWN, code, did}} or {@code {outcome MANUAL_REVIEW, case, conflict, message}}
 *   <li>{@code decideCase {case, samePerson, note}} by the identity service → {@code {case, state}}
 *   <li>{@code investor {code}} by a contract of a local chain → {@code {code, known, knownHere?}}
 *   <li>{@code enterprise {code}} by a contract of a local chain → {@code {known}} with the entry
 *   <li>{@code syncEnterpriseCode {chain, code, uscc, name, layer?}} by the contract {@code objects} → the entry
 * </ul>
 *
 * State: {@code identity/investor/<digest>}, {@code identity/code/<code>}, {@code identity/case/<n>},
 * {@code identity/enterprise/<code>}, {@code identity/uscc/<code>}. No number and no name of a person is in it.
 */
public final class HubIdentityContract implements Contract {
    public static final String NAME = "identity";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments args = Arguments.of(arguments);
        return switch (method) {
            case "allocateInvestorCode" -> InvestorCodes.allocate(context, args);
            case "decideCase" -> ReviewCases.decide(context, args);
            case "investor" -> CodeQuestions.investor(context, args);
            case "enterprise" -> CodeQuestions.enterprise(context, args);
            case "syncEnterpriseCode" -> EnterpriseCodes.sync(context, args);
            default -> throw new ContractRefusal("UNKNOWN_METHOD", "identity has no method \"" + method + "\"");
        };
    }

    /**
     * Initial state that starts the numbers of one kind elsewhere than at 1.
     *
     * @param firstNumber in [1, 999999999]
     */
    public static SortedMap<String, Bytes> genesis(InvestorCode.Kind kind, long firstNumber) {
        InvestorCode first = InvestorCode.of(kind, firstNumber);
        SortedMap<String, Bytes> state = new TreeMap<>();
        state.put(
                NAME + "/next/" + kind.letter(),
                CanonicalJson.encode(CanonicalJson.MAPPER.getNodeFactory().numberNode(first.number())));
        return state;
    }
}
