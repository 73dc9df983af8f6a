package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;

/**
 * Value that moves between chains by packets, so that a packet with two ends, or none, shows in the sums. What is sent is
 * set aside; success drops it, failure gives it back. State: {@code balance}, {@code aside/<destination>/<channel>/<sequence>},
 * {@code taken/<id>} and {@code ended/<destination>/<channel>/<sequence>}, both how often.
 */
final class VaultContract implements Contract {
    static final String NAME = "vault";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "send" -> send(context, in);
            case "take" -> take(context, in);
            case "onAcknowledgement" -> ended(context, in);
            default -> throw new ContractRefusal("METHOD_UNKNOWN", "the vault has send, take and onAcknowledgement");
        };
    }

    /** {@code packet} is what {@code packets.send} wants; its payload is {@code {id, amount, refuse}}. */
    private static JsonNode send(ContractContext context, Arguments in) {
        ObjectNode packet = in.object("packet").node();
        long amount = packet.path("payload").path("amount").longValue();
        if (balance(context) < amount) {
            throw new ContractRefusal("BALANCE_TOO_SMALL", "the vault holds less than " + amount);
        }
        add(context, "balance", -amount);
        JsonNode sent = context.call(PacketKeys.CONTRACT, "send", packet);
        add(
                context,
                "aside/" + packet.path("destination").textValue() + "/"
                        + sent.path("channel").textValue() + "/"
                        + sent.path("sequence").longValue(),
                amount);
        return sent;
    }

    private static JsonNode take(ContractContext context, Arguments in) {
        if (!(context.caller() instanceof Caller.OfChain caller
                && caller.contract().equals(NAME))) {
            throw new ContractRefusal("CALLER_NOT_ALLOWED", "only the vault of another chain gives");
        }
        if (in.flag("refuse")) {
            add(context, "taken/" + in.text("id"), 1); // dropped with the rest of what a refused call wrote
            throw new ContractRefusal("VAULT_SAYS_NO", "it was asked to");
        }
        add(context, "taken/" + in.text("id"), 1);
        add(context, "balance", in.number("amount"));
        return CanonicalJson.object().put("id", in.text("id"));
    }

    private static JsonNode ended(ContractContext context, Arguments in) {
        if (!context.caller().equals(new Caller.OfContract(PacketKeys.CONTRACT))) {
            throw new ContractRefusal("CALLER_NOT_ALLOWED", "only packets says how a packet ended");
        }
        String packet = in.text("destination") + "/" + in.text("channel") + "/" + in.number("sequence");
        long amount = context.read("aside/" + packet).map(JsonNode::longValue).orElse(0L);
        if (!in.flag("success")) {
            add(context, "balance", amount);
        }
        add(context, "ended/" + packet, 1);
        return CanonicalJson.object();
    }

    private static long balance(ContractContext context) {
        return context.read("balance").map(JsonNode::longValue).orElse(0L);
    }

    private static void add(ContractContext context, String key, long change) {
        long before = context.read(key).map(JsonNode::longValue).orElse(0L);
        context.write(key, LongNode.valueOf(before + change));
    }
}
