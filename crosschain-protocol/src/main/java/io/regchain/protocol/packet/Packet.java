package io.regchain.protocol.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm3;
import java.util.regex.Pattern;

/**
 * A call from a contract of one local chain to a contract of another, carried through the supervision chain. It is
 * written once, at the source, and stays the same on every hop; (source, destination, channel, sequence) names it.
 *
 * @param sequence the next number of the channel towards this destination, from 0 without gaps
 * @param payload the method's arguments, a JSON object in canonical form, at most {@link #MAX_PAYLOAD} bytes, nested at
 *     most {@link CanonicalJson#MAX_INNER_DEPTH} deep
 */
public record Packet(
        ChainId source,
        ChainId destination,
        Channel channel,
        String sourceContract,
        String destinationContract,
        String method,
        Sequence sequence,
        Bytes payload,
        Timeout timeout) {
    /** 64 KiB. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    static final int MAX_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]{0,63}");
    private static final String DOMAIN = "regchain/packet/1";

    public Packet {
        requireName("source contract", sourceContract);
        requireName("destination contract", destinationContract);
        requireName("method", method);
        if (source.equals(destination)) {
            throw new IllegalArgumentException("a packet goes to another chain, not from " + source + " to itself");
        }
        if (sequence.value() >= CanonicalJson.MAX_INTEGER) {
            throw new IllegalArgumentException("a packet's sequence is below 2^53-1, not " + sequence);
        }
        if (payload.size() > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a packet's payload has at most " + MAX_PAYLOAD + " bytes, not " + payload.size());
        }
        requireCanonicalObject(payload);
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a " + what + " name starts with a small letter and has letters, digits"
                    + " and hyphens, at most " + MAX_NAME + "; \"" + name + "\" does not");
        }
    }

    private static void requireCanonicalObject(Bytes payload) {
        try {
            CanonicalJson.requireInnerDepth(CanonicalJson.decodeCanonicalObject(payload));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("a packet's payload: " + e.getMessage(), e);
        }
    }

    public PacketId id() {
        return new PacketId(source, destination, channel.name(), sequence);
    }

    /** The payload as a tree of the caller's own. */
    public ObjectNode arguments() {
        return CanonicalJson.decodeObject(payload);
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .text(source.value())
                .text(destination.value())
                .text(channel.name())
                .flag(channel.isOrdered())
                .text(sourceContract)
                .text(destinationContract)
                .text(method)
                .u64(sequence.value())
                .bytes(payload)
                .u64(timeout.time().epochMillis())
                .u64(timeout.heightOrZero())
                .toBytes();
    }

    /** SM3 of {@link #canonical()}: what the destination's receipt says it received. */
    public Hash32 commitment() {
        return Sm3.hash(canonical());
    }

    /** @throws DecodeException when the bytes are not exactly one canonical packet */
    public static Packet decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            Packet packet = new Packet(
                    new ChainId(in.text()),
                    new ChainId(in.text()),
                    new Channel(in.text(), Channel.Ordering.of(in.flag())),
                    in.text(),
                    in.text(),
                    in.text(),
                    new Sequence(in.u64()),
                    in.bytes(),
                    Timeout.of(in.u64(), in.u64()));
            in.end();
            return packet;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a packet: " + e.getMessage(), e);
        }
    }

    /** The form it has in chain state: its fields by name, the payload as a JSON object, the time in milliseconds. */
    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("source", source.value())
                .put("destination", destination.value())
                .put("channel", channel.name())
                .put("ordered", channel.isOrdered())
                .put("sourceContract", sourceContract)
                .put("destinationContract", destinationContract)
                .put("method", method)
                .put("sequence", sequence.value())
                .put("timeoutMillis", timeout.time().epochMillis())
                .put("timeoutHeight", timeout.heightOrZero());
        json.set("payload", arguments());
        return json;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static Packet fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            Packet packet = new Packet(
                    fields.parsed("source", 32, ChainId::new),
                    fields.parsed("destination", 32, ChainId::new),
                    new Channel(fields.text("channel", 32), Channel.Ordering.of(fields.flag("ordered"))),
                    fields.text("sourceContract", MAX_NAME),
                    fields.text("destinationContract", MAX_NAME),
                    fields.text("method", MAX_NAME),
                    new Sequence(fields.number("sequence")),
                    CanonicalJson.encode(fields.object("payload")),
                    Timeout.of(fields.number("timeoutMillis"), fields.number("timeoutHeight")));
            fields.end();
            return packet;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a packet: " + e.getMessage(), e);
        }
    }
}
