package io.regchain.ledger.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;

/**
 * Moves units between accounts that are named by their keys' fingerprints; each starts with {@value START}. Units are
 * neither made nor lost, which a checker adds up.
 */
public final class Transfers implements Contract {
    public static final String NAME = "transfers";
    public static final long START = 1_000;

    @Override
    public String name() {
        return NAME;
    }

    /** The arguments of a transfer. */
    public static ObjectNode arguments(String to, long amount) {
        return JsonNodeFactory.instance.objectNode().put("amount", amount).put("to", to);
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        String from = context.origin().fingerprint().toHex();
        String to = in.text("to");
        long amount = in.positive("amount");
        long left = balance(context, from) - amount;
        if (left < 0) {
            throw new ContractRefusal("BALANCE_TOO_LOW", "the account holds " + (left + amount) + ", not " + amount);
        }
        context.write(account(from), LongNode.valueOf(left));
        context.write(account(to), LongNode.valueOf(balance(context, to) + amount));
        context.emit(
                "transferred",
                JsonNodeFactory.instance.objectNode().put("amount", amount).put("to", to));
        return LongNode.valueOf(left);
    }

    private static long balance(ContractContext context, String account) {
        return context.read(account(account)).map(JsonNode::longValue).orElse(START);
    }

    /** The state key of an account, without the contract's name. */
    public static String account(String fingerprint) {
        return "account/" + fingerprint;
    }
}
