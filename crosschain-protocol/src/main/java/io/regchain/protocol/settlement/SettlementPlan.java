package io.regchain.protocol.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the parties have agreed on, the same on every chain. Its hash is its name: a lock for one plan is no lock for
 * another.
 *
 * @param reference the parties' own number for it, 1 to 64 letters, digits, dots, hyphens, underscores
 * @param deadline until then, not at it, the supervision chain may decide that it is carried out
 * @param legs 2 to {@link #MAX_LEGS}, on at least two chains
 */
public record SettlementPlan(String reference, BlockTime deadline, List<SettlementLeg> legs) {
    public static final int MAX_LEGS = 16;
    private static final int MAX_REFERENCE = 64;
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_REFERENCE + "}");
    private static final String DOMAIN = "regchain/settlement/1";

    public SettlementPlan {
        legs = List.copyOf(legs);
        if (!REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("a reference has 1 to " + MAX_REFERENCE
                    + " letters, digits, dots, hyphens or underscores; \"" + reference + "\" has not");
        }
        if (legs.size() < 2 || legs.size() > MAX_LEGS) {
            throw new IllegalArgumentException("a settlement has 2 to " + MAX_LEGS + " legs, not " + legs.size());
        }
        if (chains(legs).size() < 2) {
            throw new IllegalArgumentException("all legs are on " + legs.get(0).chain()
                    + "; what happens on one chain needs no settlement between chains");
        }
    }

    private static TreeSet<ChainId> chains(List<SettlementLeg> legs) {
        TreeSet<ChainId> chains = new TreeSet<>();
        legs.forEach(leg -> chains.add(leg.chain()));
        return chains;
    }

    /** The chains that take part, in the order of their names. */
    public List<ChainId> chains() {
        return List.copyOf(chains(legs));
    }

    /** SM3 of {@link #canonical()}. */
    public Hash32 id() {
        return Sm3.hash(canonical());
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .text(reference)
                .u64(deadline.epochMillis())
                .list(legs, (out, leg) -> out.text(leg.chain().value())
                        .text(leg.contract())
                        .bytes(leg.terms()))
                .toBytes();
    }

    /** The form it has in arguments and in state. */
    public ObjectNode toJson() {
        ObjectNode json =
                CanonicalJson.object().put("reference", reference).put("deadlineMillis", deadline.epochMillis());
        ArrayNode list = json.putArray("legs");
        legs.forEach(leg -> list.add(leg.toJson()));
        return json;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    public static SettlementPlan fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            List<SettlementLeg> legs = fields.list("legs", MAX_LEGS).stream()
                    .map(SettlementPlan::leg)
                    .toList();
            SettlementPlan plan = new SettlementPlan(
                    fields.text("reference", MAX_REFERENCE), new BlockTime(fields.number("deadlineMillis")), legs);
            fields.end();
            return plan;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a settlement plan: " + e.getMessage(), e);
        }
    }

    private static SettlementLeg leg(JsonFields fields) {
        SettlementLeg leg = new SettlementLeg(
                fields.parsed("chain", 32, ChainId::new),
                fields.text("contract", SettlementLeg.MAX_NAME),
                CanonicalJson.encode(fields.object("terms")));
        fields.end();
        return leg;
    }
}
