package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * The head of one security's register.
 *
 * @param issued the sum of all holdings, always
 * @param holders distinct investors that hold at least one unit, by their global code (R02)
 * @param changes how many changes are on record; each has its cause
 */
public record Register(long issued, int holders, long changes) {
    public static String key(String product) {
        return "register/" + product;
    }

    public static String changeKey(String product, long number) {
        return "change/" + product + "/" + number;
    }

    public static String investorKey(String product, String investor) {
        return "investor/" + product + "/" + investor;
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("issued", issued)
                .put("holders", holders)
                .put("changes", changes);
    }

    public static Register fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Register(in.number("issued"), (int) in.number("holders"), in.number("changes"));
    }
}
