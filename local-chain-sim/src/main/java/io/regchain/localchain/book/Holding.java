package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/** The three ledgers of one account in one security, in units. None is ever negative. */
public record Holding(long available, long pledged, long frozen) {
    public static final Holding NONE = new Holding(0, 0, 0);

    public Holding {
        if (available < 0 || pledged < 0 || frozen < 0) {
            throw new IllegalArgumentException("a holding is never negative");
        }
    }

    public static String key(String product, String account) {
        return "holding/" + product + "/" + account;
    }

    public long total() {
        return available + pledged + frozen;
    }

    public Holding plusAvailable(long change) {
        return new Holding(Math.addExact(available, change), pledged, frozen);
    }

    /** Moves units from available to pledged; a negative change moves them back. */
    public Holding plusPledged(long change) {
        return new Holding(available - change, pledged + change, frozen);
    }

    /** Moves units from available to frozen; a negative change moves them back. */
    public Holding plusFrozen(long change) {
        return new Holding(available - change, pledged, frozen + change);
    }

    /** Gives away units that were frozen for it. */
    public Holding minusFrozen(long units) {
        return new Holding(available, pledged, frozen - units);
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("available", available)
                .put("pledged", pledged)
                .put("frozen", frozen);
    }

    public static Holding fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Holding(in.number("available"), in.number("pledged"), in.number("frozen"));
    }
}
