package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.object.ObjectId;

/**
 * The cross-chain log of what was refused (JR/T 0314 6.5, last paragraph), numbered per chain, for the local chain to
 * query. State: {@code <chain>/next}, {@code <chain>/<number>}.
 */
public final class AnomaliesContract implements Contract {
    public static final String NAME = "anomalies";
    /** Characters of a message; a longer one is cut, since it only tells people why. */
    static final int MAX_MESSAGE = 2048;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        if (!method.equals("record")) {
            throw UnknownMethod.refusal(NAME, method, "record");
        }
        if (!(context.caller() instanceof Caller.OfContract caller
                && caller.name().equals(ObjectsContract.NAME))) {
            Roles.require(context, Roles.OBSERVER);
        }
        return record(context, Arguments.of(arguments));
    }

    private static JsonNode record(ContractContext context, Arguments in) {
        ChainId chain = in.parsed("chain", "a chain id", ChainId::new);
        long number = context.read(chain + "/next").map(JsonNode::longValue).orElse(0L);
        ObjectNode anomaly = JsonNodeFactory.instance
                .objectNode()
                .put("chain", chain.value())
                .put("number", number)
                .put("height", in.number("height"))
                .put("code", code(in))
                .put("message", shortened(in.text("message"), MAX_MESSAGE))
                .put("time", context.time().epochMillis());
        in.optionalText("objectId").ifPresent(id -> anomaly.put("objectId", shortened(id, ObjectId.MAX_LENGTH)));
        if (in.has("version")) {
            anomaly.put("version", in.number("version"));
        }
        in.optionalText("node").ifPresent(node -> anomaly.put("node", shortened(node, Validator.MAX_NAME)));
        context.write(chain + "/" + number, anomaly);
        context.write(chain + "/next", LongNode.valueOf(number + 1));
        context.emit("anomalyRecorded", anomaly.deepCopy());
        return anomaly;
    }

    private static String code(Arguments in) {
        return in.parsed("code", "a refusal's code", code -> new Refusal(code, ""))
                .code();
    }

    /** A node decides how long the texts about its faults become; the log does not. */
    private static String shortened(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
