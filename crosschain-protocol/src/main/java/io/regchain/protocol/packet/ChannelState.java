package io.regchain.protocol.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.packet.Channel.Ordering;

/**
 * What one chain on the way keeps of one channel.
 *
 * @param owner the contract that sent the first packet; an ordered channel is its own
 * @param closed an ordered channel whose order was broken: what follows is not carried any more
 * @param next at the source the sequence of the next packet; elsewhere the one after the highest that was taken
 * @param settled every packet below has ended, on the hub: has ended and its source is proven to have taken the end
 * @param cleaned every packet below is settled and its entries are removed
 * @param open how many packets were sent, or taken, and have not ended
 */
public record ChannelState(
        Ordering ordering, String owner, boolean closed, Sequence next, Sequence settled, Sequence cleaned, int open) {
    /** Before the first packet, which this is. */
    public static ChannelState before(Packet first) {
        return new ChannelState(
                first.channel().ordering(),
                first.sourceContract(),
                false,
                Sequence.ZERO,
                Sequence.ZERO,
                Sequence.ZERO,
                0);
    }

    public boolean isOrdered() {
        return ordering == Ordering.ORDERED;
    }

    /** One more packet was sent, or taken. */
    public ChannelState taken(Sequence sequence) {
        Sequence after = sequence.next();
        return new ChannelState(
                ordering, owner, closed, after.compareTo(next) > 0 ? after : next, settled, cleaned, open + 1);
    }

    /** One packet has ended. */
    public ChannelState ended() {
        return new ChannelState(ordering, owner, closed, next, settled, cleaned, open - 1);
    }

    public ChannelState settledBelow(Sequence sequence) {
        return new ChannelState(ordering, owner, closed, next, sequence, cleaned, open);
    }

    public ChannelState cleanedBelow(Sequence sequence) {
        return new ChannelState(ordering, owner, closed, next, settled, sequence, open);
    }

    /** A packet ended that its destination did not take: on an ordered channel nothing may follow it. */
    public ChannelState broken() {
        return new ChannelState(ordering, owner, closed || isOrdered(), next, settled, cleaned, open);
    }

    /** The form in chain state, its members named as here. */
    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("ordered", isOrdered())
                .put("owner", owner)
                .put("closed", closed)
                .put("next", next.value())
                .put("settled", settled.value())
                .put("cleaned", cleaned.value())
                .put("open", open);
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static ChannelState fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            ChannelState read = new ChannelState(
                    Ordering.of(fields.flag("ordered")),
                    fields.text("owner", Packet.MAX_NAME),
                    fields.flag("closed"),
                    new Sequence(fields.number("next")),
                    new Sequence(fields.number("settled")),
                    new Sequence(fields.number("cleaned")),
                    Math.toIntExact(fields.number("open")));
            fields.end();
            return read;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DecodeException("not the state of a channel: " + e.getMessage(), e);
        }
    }
}
