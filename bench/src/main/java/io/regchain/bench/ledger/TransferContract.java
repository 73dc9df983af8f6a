package io.regchain.bench.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;

/** Accounts with balances and transfers between them: the work of one transaction of the benchmark. */
final class TransferContract implements Contract {
    static final String NAME = "accounts";
    /** What every account starts with. */
    static final long OPENING_BALANCE = 1_000_000_000L;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static String accountOf(Sm2PublicKey owner) {
        return owner.fingerprint().toHex();
    }

    /** The account of nobody, which only fills the state. */
    static String filler(long number) {
        Hash32 name = Sm3.hash(Bytes.utf8("filler account " + number));
        return name.toHex();
    }

    static String key(String account) {
        return "balance/" + account;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        return switch (method) {
            case "transfer" -> transfer(context, Arguments.of(arguments));
            case "open" -> open(context, Arguments.of(arguments));
            default -> throw new ContractRefusal("NO_SUCH_METHOD", "there is no method " + method);
        };
    }

    private static JsonNode transfer(ContractContext context, Arguments arguments) {
        String from = accountOf(context.origin());
        String to = arguments.text("to");
        long amount = arguments.positive("amount");
        long left = balance(context, from) - amount;
        if (left < 0) {
            throw new ContractRefusal("BALANCE_TOO_LOW", "the account holds " + (left + amount) + ", not " + amount);
        }
        context.write(key(from), JSON.numberNode(left));
        context.write(key(to), JSON.numberNode(balance(context, to) + amount));
        ObjectNode event =
                JSON.objectNode().put("amount", amount).put("from", from).put("to", to);
        context.emit("transferred", event);
        return JSON.numberNode(left);
    }

    private static long balance(ContractContext context, String account) {
        return context.read(key(account))
                .orElseThrow(() -> new ContractRefusal("NO_SUCH_ACCOUNT", "there is no account " + account))
                .longValue();
    }

    /** Opens the filler accounts of these {@code numbers}. */
    private static JsonNode open(ContractContext context, Arguments arguments) {
        JsonNode numbers = arguments.node().get("numbers");
        for (int i = 0; i < numbers.size(); i++) {
            context.write(key(filler(numbers.get(i).longValue())), JSON.numberNode(OPENING_BALANCE));
        }
        return JSON.numberNode(numbers.size());
    }
}
