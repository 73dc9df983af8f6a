package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;
import java.util.Optional;

/** When an investor last bought and last sold a security, as days in China (R04). */
public record LastTrades(Optional<LocalDate> bought, Optional<LocalDate> sold) {
    public static final LastTrades NONE = new LastTrades(Optional.empty(), Optional.empty());

    public static String key(String product, String investor) {
        return "last/" + product + "/" + investor;
    }

    /** How many trades of a side wait in settlements. */
    public static String waitingKey(String product, String investor, Side side) {
        return "waiting/" + product + "/" + investor + "/" + side;
    }

    /** The last trade that stands against a new one on this side. */
    public Optional<LocalDate> opposite(Side side) {
        return day(side == Side.SELL ? Side.BUY : Side.SELL);
    }

    public Optional<LocalDate> day(Side side) {
        return side == Side.BUY ? bought : sold;
    }

    public LastTrades with(Side side, LocalDate day) {
        return side == Side.BUY ? new LastTrades(Optional.of(day), sold) : new LastTrades(bought, Optional.of(day));
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object();
        Fields.putIfPresent(json, "bought", bought);
        Fields.putIfPresent(json, "sold", sold);
        return json;
    }

    public static LastTrades fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new LastTrades(in.date("bought"), in.date("sold"));
    }
}
