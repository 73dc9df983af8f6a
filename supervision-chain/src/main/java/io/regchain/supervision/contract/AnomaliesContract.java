package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectId;

/**
 * The cross-chain log of what was refused or remarked (JR/T 0314 6.5, last paragraph), numbered per chain, for the local chain
 * to query. Methods:
 *
 * <ul>
 *   <li>{@code record}, for observers and the contract of objects
 *   <li>{@code page {after?, limit?}}, by packet: the asking chain's own entries after that number, oldest first, as many as
 *       fit; {@code next}, when there are more, is the number to go on after
 * </ul>
 *
 * State: {@code <chain>/next}, {@code <chain>/<number>}.
 */
public final class AnomaliesContract implements Contract {
    public static final String NAME = "anomalies";
    /** Characters of a message; a longer one is cut, since it only tells people why. */
    static final int MAX_MESSAGE = 2048;
    /** Entries of a page. */
    static final int MAX_PAGE = 20;
    /** Bytes of a page's entries, so that it fits into an acknowledgement. */
    static final int MAX_PAGE_BYTES = 48 * 1024;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        return switch (method) {
            case "record" -> {
                requireWriter(context);
                yield record(context, Arguments.of(arguments));
            }
            case "page" -> page(context, Arguments.of(arguments));
            default -> throw UnknownMethod.refusal(NAME, method, "record, page");
        };
    }

    private static void requireWriter(ContractContext context) {
        if (!(context.caller() instanceof Caller.OfContract caller
                && caller.name().equals(ObjectsContract.NAME))) {
            Roles.require(context, Roles.OBSERVER);
        }
    }

    /** A chain is told of itself only: whose entries they are is said by the proven packet, not by the question. */
    private static JsonNode page(ContractContext context, Arguments in) {
        if (!(context.caller() instanceof Caller.OfChain asking)) {
            throw new ContractRefusal(
                    "CALLER_NOT_ALLOWED",
                    "a chain asks for its own anomalies by packet; " + context.caller() + " is no chain");
        }
        ChainId chain = asking.chain();
        long next = next(context, chain);
        long number = in.has("after") ? after(chain, in.number("after"), next) + 1 : 0;
        long limit = in.has("limit") ? in.positive("limit") : MAX_PAGE;
        if (limit > MAX_PAGE) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument limit should be 1 to " + MAX_PAGE + ", not " + limit);
        }
        ObjectNode page = CanonicalJson.object();
        ArrayNode items = page.putArray("items");
        int bytes = 0;
        while (number < next && items.size() < limit) {
            JsonNode entry = context.read(chain + "/" + number).orElseThrow();
            bytes += CanonicalJson.encode(entry).size();
            if (bytes > MAX_PAGE_BYTES && !items.isEmpty()) {
                break;
            }
            items.add(entry);
            number++;
        }
        if (number < next) {
            page.put("next", number - 1);
        }
        return page;
    }

    private static long after(ChainId chain, long after, long next) {
        if (after >= next) {
            throw new ContractRefusal(
                    "CURSOR_UNKNOWN",
                    "the log of " + chain + " has " + next + " entries, numbered from 0; there is none numbered "
                            + after + " to go on after");
        }
        return after;
    }

    private static long next(ContractContext context, ChainId chain) {
        return context.read(chain + "/next").map(JsonNode::longValue).orElse(0L);
    }

    private static JsonNode record(ContractContext context, Arguments in) {
        ChainId chain = in.parsed("chain", "a chain id", ChainId::new);
        long number = next(context, chain);
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
