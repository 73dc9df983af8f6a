package io.regchain.ledger.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;
import java.util.function.Consumer;

/**
 * Questions to contracts of other chains: on the supervision chain an officer asks a local chain (A8.3), on a local chain
 * its operator asks the hub or another market. What was asked, why and by whom stays on record with the answer, which
 * comes by packet. Methods:
 *
 * <ul>
 *   <li>{@code ask {reference, destination, contract, method, payload, purpose, timeoutMillis, channel?, ordered?,
 *       timeoutHeight?}} → {@code {reference, channel, sequence}}
 *   <li>{@code onAcknowledgement} by the contract {@code packets}
 * </ul>
 *
 * State: {@code inquiries/inquiry/<reference>} → {@code {…as asked, by, askedAt, channel, sequence, answer?, answeredAt?}},
 * {@code inquiries/packet/<destination>/<channel>/<sequence>} → reference.
 */
public final class InquiriesContract implements Contract {
    public static final String NAME = "inquiries";
    private static final int MAX_PURPOSE = 500;
    private static final String[] PASSED_ON = {"channel", "ordered", "timeoutHeight"};

    private final Consumer<ContractContext> admission;

    /** @param admission refuses whoever may not ask */
    public InquiriesContract(Consumer<ContractContext> admission) {
        this.admission = admission;
    }

    /** The full state key of an inquiry. */
    public static String key(String reference) {
        return NAME + "/" + path(reference);
    }

    private static String path(String reference) {
        return "inquiry/" + reference;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "ask" -> ask(context, in);
            case "onAcknowledgement" -> take(context, in);
            default ->
                throw new ContractRefusal(
                        "METHOD_UNKNOWN", "the contract " + NAME + " has no method " + method + "; it has ask");
        };
    }

    private JsonNode ask(ContractContext context, Arguments in) {
        admission.accept(context);
        String reference = reference(in);
        if (context.read(path(reference)).isPresent()) {
            throw new ContractRefusal(
                    "INQUIRY_EXISTS", "there is an inquiry " + reference + " already; give this one another reference");
        }
        ObjectNode inquiry = CanonicalJson.object()
                .put("destination", in.text("destination"))
                .put("contract", in.text("contract"))
                .put("method", in.text("method"))
                .put("purpose", purpose(in))
                .put("by", context.origin().fingerprint().toHex())
                .put("askedAt", context.time().epochMillis())
                .put("timeoutMillis", in.number("timeoutMillis"));
        inquiry.set("payload", in.object("payload").node());
        JsonNode sent = context.call(PacketKeys.CONTRACT, "send", packet(in));
        inquiry.setAll((ObjectNode) sent);
        context.write(path(reference), inquiry);
        context.write(packetPath(Arguments.of(inquiry)), TextNode.valueOf(reference));
        context.emit("inquiryAsked", inquiry.deepCopy().put("reference", reference));
        return ((ObjectNode) sent).put("reference", reference);
    }

    private static String reference(Arguments in) {
        String reference = in.text("reference");
        if (!reference.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT",
                    "argument reference should have 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return reference;
    }

    private static String purpose(Arguments in) {
        String purpose = in.text("purpose");
        if (purpose.isBlank() || purpose.codePointCount(0, purpose.length()) > MAX_PURPOSE) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT",
                    "argument purpose should say what the answer is for, in at most " + MAX_PURPOSE + " characters");
        }
        return purpose;
    }

    private static ObjectNode packet(Arguments in) {
        ObjectNode packet = CanonicalJson.object()
                .put("destination", in.text("destination"))
                .put("destinationContract", in.text("contract"))
                .put("method", in.text("method"))
                .put("timeoutMillis", in.number("timeoutMillis"));
        packet.set("payload", in.object("payload").node());
        for (String name : PASSED_ON) {
            if (in.has(name)) {
                packet.set(name, in.node().get(name));
            }
        }
        return packet;
    }

    private static String packetPath(Arguments in) {
        return "packet/" + in.text("destination") + "/" + in.text("channel") + "/" + in.number("sequence");
    }

    private static JsonNode take(ContractContext context, Arguments in) {
        if (!context.caller().equals(new Caller.OfContract(PacketKeys.CONTRACT))) {
            throw new ContractRefusal(
                    "CALLER_NOT_ALLOWED",
                    "answers are brought by the contract " + PacketKeys.CONTRACT + " only, not by " + context.caller());
        }
        String reference = context.read(packetPath(in))
                .map(JsonNode::textValue)
                .orElseThrow(() -> new IllegalStateException("no inquiry was sent as " + packetPath(in)));
        ObjectNode answer = in.node().deepCopy();
        answer.remove("destination");
        answer.remove("channel");
        answer.remove("sequence");
        ObjectNode inquiry = ((ObjectNode) context.read(path(reference)).orElseThrow())
                .put("answeredAt", context.time().epochMillis())
                .set("answer", answer);
        context.write(path(reference), inquiry);
        context.emit("inquiryAnswered", inquiry.deepCopy().put("reference", reference));
        return CanonicalJson.object();
    }
}
