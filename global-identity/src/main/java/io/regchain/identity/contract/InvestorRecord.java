package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.TreeSet;

/**
 * One investor: the value of {@code identity/investor/<identity digest>}, JSON
 * {@code {code, nameDigest, markets[], allocatedAt}}.
 *
 * @param nameDigest keyed digest of the name given first
 * @param markets where the investor is known, sorted
 */
record InvestorRecord(InvestorCode code, Hash32 nameDigest, TreeSet<ChainId> markets, BlockTime allocatedAt) {
    boolean knownIn(ChainId market) {
        return markets.contains(market);
    }

    InvestorRecord alsoIn(ChainId market) {
        TreeSet<ChainId> more = new TreeSet<>(markets);
        more.add(market);
        return new InvestorRecord(code, nameDigest, more, allocatedAt);
    }

    ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("code", code.text())
                .put("nameDigest", nameDigest.toHex())
                .put("allocatedAt", allocatedAt.epochMillis());
        ArrayNode list = json.putArray("markets");
        markets.forEach(market -> list.add(market.value()));
        return json;
    }

    static InvestorRecord fromJson(JsonNode json) {
        TreeSet<ChainId> markets = new TreeSet<>();
        json.path("markets").forEach(market -> markets.add(new ChainId(market.textValue())));
        return new InvestorRecord(
                new InvestorCode(json.path("code").textValue()),
                Hash32.ofHex(json.path("nameDigest").textValue()),
                markets,
                new BlockTime(json.path("allocatedAt").longValue()));
    }
}
