package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.trace.Trace;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Packets between chains, as far as they can be proven from outside: what the traces of the sampled transactions wrote
 * under {@code packets/} stands in the proven state, in the form of section 17.
 */
final class PacketChecks {
    private static final String IN = PacketKeys.full("in/");
    private static final String ACK = PacketKeys.full("ack/");
    private static final String OUT = PacketKeys.full("out/");
    private static final String DONE = PacketKeys.full("done/");

    private final NodeUnderTest node;
    private final Walk walk;

    PacketChecks(NodeUnderTest node, Walk walk) {
        this.node = node;
        this.walk = walk;
    }

    /** What one transaction wrote about packets. */
    void make(long height, Trace trace) {
        for (String key : TraceWrites.of(trace).keySet()) {
            if (key.startsWith(IN)) {
                stands(Check.PACKETS_RECEIVED, height, key, PacketChecks::receipt);
                stands(
                        Check.PACKETS_ACKNOWLEDGED,
                        height,
                        ACK + key.substring(IN.length()),
                        PacketChecks::acknowledgement);
            } else if (key.startsWith(OUT)) {
                stands(Check.PACKETS_SENT, height, key, json -> packet(key, json));
            } else if (key.startsWith(DONE)) {
                stands(Check.PACKETS_ENDED, height, key, PacketChecks::acknowledgement);
                String sent = OUT + key.substring(DONE.length());
                stands(Check.PACKETS_SENT, height, sent, json -> packet(sent, json));
            }
        }
    }

    /** For the checks that found nothing to look at. */
    void end() {
        none(Check.PACKETS_RECEIVED, "no packet was received", "Call a contract of this chain from another chain");
        none(Check.PACKETS_ACKNOWLEDGED, "no packet was received", "Call a contract of this chain from another chain");
        none(Check.PACKETS_SENT, "no packet was sent", "Have a contract of this chain call one of another chain");
        none(Check.PACKETS_ENDED, "no sent packet ended", "Have a contract of this chain call one of another chain");
        node.notApplicable(
                Check.PACKETS_TEST_CALL,
                "the kit makes no calls of its own yet, since it has no account on the chain",
                "Nothing: what the chain's own calls left behind is checked above.");
    }

    private void none(Check check, String what, String remedy) {
        if (!node.findings().has(node.label(), check)) {
            node.notApplicable(
                    check,
                    what + " in the blocks searched",
                    remedy + " in a rehearsal with the hub, then run the kit again; or look further back with"
                            + " --search.");
        }
    }

    private void stands(Check check, long height, String key, Consumer<JsonNode> form) {
        Optional<StateReading.Proven> proven = StateReading.of(node, walk, check, height, key);
        proven.ifPresent(entry -> {
            if (entry.value().isEmpty()) {
                node.failed(check, entry.exchange(), "nothing at " + key, "the entry of section 17");
                return;
            }
            node.decode(check, entry.exchange(), key + " in the form of section 17", () -> {
                        Bytes value = entry.value().get();
                        form.accept(CanonicalJson.decodeCanonical(value));
                        return value;
                    })
                    .ifPresent(right -> node.passed(check));
        });
    }

    private static void receipt(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        fields.parsed("commitment", 2 * Hash32.SIZE, Hash32::ofHex);
        fields.end();
    }

    private static void acknowledgement(JsonNode json) {
        Acknowledgement.fromJson(json);
    }

    private void packet(String key, JsonNode json) {
        Packet packet = Packet.fromJson(json);
        if (!packet.source().equals(node.network())) {
            throw new DecodeException("source is " + packet.source() + ", it should be " + node.network());
        }
        String right = PacketKeys.full(PacketKeys.Local.out(packet.id()));
        if (!right.equals(key)) {
            throw new DecodeException("the packet " + packet.id() + " stands at " + key + ", it should at " + right);
        }
    }
}
