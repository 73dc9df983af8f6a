package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.packet.Packet;
import java.util.Locale;
import java.util.Optional;

/**
 * Which calls may cross from chain to chain: default deny. A route is proposed and approved by two officers; {@code *}
 * stands for any market or contract; it holds from {@code effectiveFrom} up to, not including, {@code expiresAt}. Its
 * {@code verdict} is {@code allow}, {@code hold} (a supervisor decides about each call) or {@code deny}; of several
 * routes that fit the strictest counts.
 * State: {@code active} → ids, {@code <id>} → route, {@code proposal/<id>}.
 */
public final class RoutesContract implements Contract {
    public static final String NAME = "routes";
    static final int MAX_ACTIVE = 500;
    /** The key of the list of routes in force; no route may be called so. */
    private static final String ACTIVE = "active";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "propose" -> propose(context, in);
            case "approve" -> approve(context, in);
            case "revoke" -> revoke(context, in);
            default -> throw UnknownMethod.refusal(NAME, method, "propose, approve, revoke");
        };
    }

    private static JsonNode propose(ContractContext context, Arguments in) {
        String id = id(in);
        ObjectNode route = JsonNodeFactory.instance.objectNode().put("id", id);
        for (String field : new String[] {"source", "sourceContract", "destination", "destinationContract", "method"}) {
            route.put(field, pattern(in, field));
        }
        long from = in.number("effectiveFrom");
        long until = in.number("expiresAt");
        if (until <= from) {
            throw new ContractRefusal("ROUTE_NEVER_HOLDS", "expiresAt must lie after effectiveFrom");
        }
        route.put("effectiveFrom", from).put("expiresAt", until);
        route.put("verdict", verdict(in).name().toLowerCase(Locale.ROOT));
        Hash32 digest = FourEyes.propose(context, id, route);
        context.emit("routeProposed", route.deepCopy().put("digest", digest.toHex()));
        return JsonNodeFactory.instance.objectNode().put("digest", digest.toHex());
    }

    private static String id(Arguments in) {
        String id = in.text("id");
        if (!id.matches("[a-z0-9-]{1,64}") || id.equals(ACTIVE)) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT",
                    "argument id should have 1 to 64 small letters, digits and hyphens, and not be \"" + ACTIVE + "\"");
        }
        return id;
    }

    private static String pattern(Arguments in, String field) {
        String value = in.text(field);
        if (!value.equals("*") && !value.matches("[a-z][a-zA-Z0-9-]{0,63}")) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument " + field + " should be a name or *");
        }
        return value;
    }

    private static JsonNode approve(ContractContext context, Arguments in) {
        String id = id(in);
        ObjectNode route = FourEyes.approve(context, id, in.parsed("digest", "the proposal's digest", Hash32::ofHex));
        ArrayNode active = active(context);
        if (active.size() >= MAX_ACTIVE) {
            throw new ContractRefusal(
                    "TOO_MANY_ROUTES", "there are " + MAX_ACTIVE + " routes already; revoke one or use a wildcard");
        }
        if (context.read(id).isEmpty()) {
            context.write(ACTIVE, active.add(id));
        }
        context.write(id, route);
        context.emit("routeApproved", route.deepCopy());
        return route;
    }

    private static JsonNode revoke(ContractContext context, Arguments in) {
        Roles.require(context, Roles.ADMISSION_CHECKER);
        String id = id(in);
        if (context.read(id).isEmpty()) {
            throw new ContractRefusal("ROUTE_UNKNOWN", "there is no route " + id);
        }
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        active(context).forEach(other -> {
            if (!other.asText().equals(id)) {
                left.add(other);
            }
        });
        context.delete(id);
        context.write(ACTIVE, left);
        context.emit("routeRevoked", JsonNodeFactory.instance.objectNode().put("id", id));
        return left;
    }

    private static ArrayNode active(ContractContext context) {
        return (ArrayNode) context.read(ACTIVE).orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    /** What a route says of a call; the later, the stricter. */
    enum Verdict {
        ALLOW,
        HOLD,
        DENY
    }

    /** The strictest route that fits a call. */
    record Match(String route, Verdict verdict) {}

    private static Verdict verdict(Arguments in) {
        return in.has("verdict")
                ? in.parsed("verdict", "allow, hold or deny", text -> Verdict.valueOf(text.toUpperCase(Locale.ROOT)))
                : Verdict.ALLOW;
    }

    /** What a route is asked about. */
    record Call(String source, String sourceContract, String destination, String destinationContract, String method) {
        static Call of(Packet packet) {
            return new Call(
                    packet.source().value(),
                    packet.sourceContract(),
                    packet.destination().value(),
                    packet.destinationContract(),
                    packet.method());
        }
    }

    static Optional<Match> match(ContractContext context, Packet packet, BlockTime time) {
        return match(context, Call.of(packet), time);
    }

    /** The strictest route that fits this call at this time, of equally strict ones the first approved. */
    static Optional<Match> match(ContractContext context, Call call, BlockTime time) {
        Optional<Match> strictest = Optional.empty();
        for (JsonNode id : context.readOf(NAME, ACTIVE).orElseGet(JsonNodeFactory.instance::arrayNode)) {
            JsonNode route = context.readOf(NAME, id.asText()).orElseThrow();
            if (holds(route, time) && fits(route, call)) {
                Match match = new Match(
                        id.asText(),
                        Verdict.valueOf(route.path("verdict").asText("allow").toUpperCase(Locale.ROOT)));
                boolean stricter = strictest
                        .map(other -> match.verdict().compareTo(other.verdict()) > 0)
                        .orElse(true);
                strictest = stricter ? Optional.of(match) : strictest;
            }
        }
        return strictest;
    }

    private static boolean holds(JsonNode route, BlockTime time) {
        return route.path("effectiveFrom").longValue() <= time.epochMillis()
                && time.epochMillis() < route.path("expiresAt").longValue();
    }

    private static boolean fits(JsonNode route, Call call) {
        return fits(route, "source", call.source())
                && fits(route, "sourceContract", call.sourceContract())
                && fits(route, "destination", call.destination())
                && fits(route, "destinationContract", call.destinationContract())
                && fits(route, "method", call.method());
    }

    private static boolean fits(JsonNode route, String field, String value) {
        String wanted = route.path(field).asText();
        return wanted.equals("*") || wanted.equals(value);
    }
}
