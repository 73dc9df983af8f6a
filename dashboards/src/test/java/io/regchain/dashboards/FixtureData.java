package io.regchain.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.evidence.EvidenceFile;
import io.regchain.protocol.evidence.EvidenceVerifier;
import io.regchain.supervision.inspection.InspectionJson;
import io.regchain.supervision.inspection.Inspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers in the shape of the hub's API, around the published evidence file, with something of every kind to show. */
final class FixtureData {
    static final long NOW = 1_770_600_600_000L;
    static final String TAMPERED = "ab".repeat(32);

    private static final Path SAMPLE = Path.of("..", "crosschain-protocol", "vectors", "evidence", "transfer.json");
    private static final Map<String, String> STATES = new TreeMap<>(Map.of(
            "beijing", "ACTIVE",
            "shanghai", "ACTIVE",
            "jiangsu", "ACTIVE",
            "zhejiang", "ACTIVE",
            "shenzhen", "ACTIVE",
            "shandong", "PROPOSED",
            "hubei", "SUSPENDED"));

    final Bytes evidence = sample();
    private final EvidenceFile file = EvidenceFile.parse(evidence);
    final String transaction = file.subject().transaction().toHex();

    private static Bytes sample() {
        try {
            return Bytes.wrap(Files.readAllBytes(SAMPLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sample with one digit of a seal changed. */
    Bytes tamperedEvidence() {
        String text = evidence.toUtf8();
        int seal = text.indexOf("\"signature\":\"") + "\"signature\":\"".length() + 40;
        char other = text.charAt(seal) == '7' ? '8' : '7';
        return Bytes.utf8(text.substring(0, seal) + other + text.substring(seal + 1));
    }

    ObjectNode session(boolean all) {
        ObjectNode json = object(
                all
                        ? "{'role':'hub-operator','displayName':'中国证监会监管链团队','displayNameEn':'CSRC hub team'}"
                        : "{'role':'provincial-regulator','displayName':'江苏省地方金融管理局','displayNameEn':'Jiangsu provincial regulator'}");
        json.putArray("scope").add(all ? "*" : "jiangsu");
        return json;
    }

    ObjectNode overview(boolean all, long height) {
        ObjectNode json = CanonicalJson.object().put("virtualTime", NOW);
        json.putObject("hub")
                .put("chainId", "supervision")
                .put("height", height)
                .put("blockHash", hash("tip"))
                .put("time", NOW)
                .put("validators", 4)
                .put("quorum", 3)
                .put("trustRoot", file.anchor().validators().hash().toHex());
        ArrayNode markets = json.putArray("markets");
        Markets.all().forEach(market -> markets.add(market(market, all)));
        json.set(
                "totals",
                object(
                        "{'markets':35,'active':5,'headers':1284,'objects':3406,'transfers':412,'calls':57,'callsOpen':1,"
                                + "'callsSucceeded':51,'callsFailed':4,'callsTimedOut':1,'anomalies':2}"));
        json.set("recent", feed());
        return json;
    }

    private ObjectNode market(Market market, boolean all) {
        String chain = market.chainId().value();
        boolean inScope = all || chain.equals("jiangsu");
        ObjectNode json = CanonicalJson.object()
                .put("no", market.number())
                .put("region", market.region())
                .put("operator", market.operator())
                .put("chainId", chain)
                .put("regionCode", market.regionCode())
                .put("inScope", inScope)
                .put("state", STATES.getOrDefault(chain, "NOT_CONNECTED"));
        if (inScope && json.path("state").asText().equals("ACTIVE")) {
            json.put("height", 200 + 7 * market.number())
                    .put("headerTime", NOW)
                    .put("lastVerifiedAt", NOW)
                    .put("headers", 200 + 7 * market.number())
                    .put("objects", 41)
                    .put("transfers", 6)
                    .put("validators", 4)
                    .put("quorum", 3)
                    .put("anomalies", chain.equals("jiangsu") ? 2 : 0);
        }
        return json;
    }

    private static ArrayNode feed() {
        ArrayNode rows = CanonicalJson.array();
        String[][] lines = {
            {"transfer", "#/transfers", "jiangsu 转让 2000：product-JS500500.S2602/0", "jiangsu: transfer of 2000"},
            {
                "call",
                "#/calls/zhejiang/jiangsu/main/7",
                "跨链调用 zhejiang → jiangsu #7 已成功",
                "call zhejiang → jiangsu #7 succeeded"
            },
            {
                "anomaly",
                "#/chains/jiangsu/anomalies",
                "jiangsu 高度 6 的数据被拒绝：OBJECT_SEAL_INVALID",
                "jiangsu: data of height 6 refused"
            },
            {"identity", "#/chains/jiangsu", "为 jiangsu 的投资者配发全国编码 Q000000111", "an investor of jiangsu receives a code"
            },
            {
                "call",
                "#/calls/jiangsu/shanghai/main/3",
                "跨链调用 jiangsu → shanghai #3 被拒绝：ROUTE_DENIED",
                "call jiangsu → shanghai #3 is refused"
            },
            {"chain", "#/chains/hubei", "hubei 被暂停", "hubei is suspended"},
            {"chain", "#/chains/shandong", "shandong 申请接入", "shandong asks to join"},
            {"chain", "#/chains/jiangsu", "jiangsu 获准接入", "jiangsu is admitted"}
        };
        for (int i = 0; i < lines.length; i++) {
            ObjectNode row = rows.addObject()
                    .put("seq", 100 - i)
                    .put("kind", lines[i][0])
                    .put("chain", "jiangsu")
                    .put("link", lines[i][1])
                    .put("time", NOW - 41_000L * i);
            row.putObject("title").put("zh", lines[i][2]).put("en", lines[i][3]);
        }
        return rows;
    }

    ObjectNode chain(String chain) {
        ObjectNode json = CanonicalJson.object()
                .put("chain", chain)
                .put("state", STATES.getOrDefault(chain, "NOT_CONNECTED"))
                .put("objects", 41)
                .put("transfers", 6)
                .put("anomalies", 2)
                .put("height", 7)
                .put("quorum", 3)
                .put("faulty", 1)
                .put("sealWindow", 20);
        String[] names = {"江苏股权交易中心有限责任公司", "江苏地方金融管理局（演练）", "江苏征信有限公司（演练）", "江苏数据中心（演练）"};
        ArrayNode validators = json.putArray("validators");
        file.local().validators().validators().forEach(v -> validators
                .addObject()
                .put("index", validators.size())
                .put("name", v.name())
                .put("organisation", v.organisation().value())
                .put("organisationName", names[validators.size() - 1])
                .put("publicKey", v.publicKey().toHex())
                .put("sealsInWindow", 20 - 3 * validators.size()));
        json.putObject("lightClient").put("height", 7);
        json.putArray("headers").add(headerRow());
        return json;
    }

    private ObjectNode headerRow() {
        ObjectNode row = CanonicalJson.object()
                .put("chain", "jiangsu")
                .put("height", 7)
                .put("hash", file.local().header().hash().toHex())
                .put("time", file.local().header().time().epochMillis())
                .put("stateRoot", file.local().header().stateRoot().toHex())
                .put("seals", 3)
                .put("round", 0);
        row.set("supervision", supervision());
        return row;
    }

    private static ObjectNode supervision() {
        return CanonicalJson.object()
                .put("height", 12)
                .put("transaction", hash("recorded"))
                .put("time", NOW);
    }

    ObjectNode header() {
        ObjectNode json = InspectionJson.block(
                file.local().header(), file.local().certificate(), file.local().validators());
        json.put(
                "sealedBytes",
                Bytes.wrap(file.local().certificate().sealedBytes()).toHex());
        json.set("supervision", supervision());
        return json;
    }

    ObjectNode anomalies() {
        return items(List.of(object("{'chain':'jiangsu','number':0,'height':6,'code':'OBJECT_SEAL_INVALID','message':"
                + "'header.seal[0] of R-0002/0 is no signature over this head and body','objectId':'R-0002','version':0,"
                + "'node':'jiangsu-1','supervisionHeight':11,'time':" + NOW + "}")));
    }

    private static ObjectNode call(String source, String destination, int sequence, String state, String more) {
        return object("{'seq':" + sequence + ",'source':'" + source + "','destination':'" + destination
                + "','channel':'main','sequence':" + sequence
                + ",'sourceContract':'accounts','destinationContract':'accounts','method':"
                + "'confirmHolder','state':'" + state + "','sentAt':" + NOW + ",'timeout':" + (NOW + 3_600_000)
                + ",'supervisionHeight':12" + more + "}");
    }

    ObjectNode calls() {
        String denied =
                ",'completed':true,'endedAt':" + NOW + ",'code':'ROUTE_DENIED','message':'no route allows this call'";
        return items(List.of(
                call("zhejiang", "jiangsu", 7, "SUCCEEDED", ",'completed':true,'endedAt':" + (NOW + 2100)),
                call("jiangsu", "beijing", 4, "ROUTED", ",'completed':false"),
                call("shenzhen", "jiangsu", 1, "HELD", ",'completed':false"),
                call("jiangsu", "shanghai", 3, "FAILED", denied),
                call("jiangsu", "shenzhen", 2, "TIMED_OUT", ",'completed':true,'endedAt':" + (NOW + 3_600_000))));
    }

    Optional<ObjectNode> call(String source, String destination, String sequence) {
        for (JsonNode row : calls().get("items")) {
            if (row.path("source").asText().equals(source)
                    && row.path("destination").asText().equals(destination)
                    && row.path("sequence").asText().equals(sequence)) {
                return Optional.of(opened((ObjectNode) row));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode opened(ObjectNode call) {
        String source = call.path("source").asText();
        String destination = call.path("destination").asText();
        call.set("payload", object("{'investor':'Q000000111','purpose':'OPEN_ACCOUNT','product':'JS500500.S2602'}"));
        ArrayNode hops = call.putArray("hops");
        hops.add(hop(1, "packet", source, "packets/out/" + destination + "/main/7"));
        String end =
                switch (call.path("state").asText()) {
                    case "SUCCEEDED" -> "acknowledgement";
                    case "TIMED_OUT" -> "absence";
                    default -> "";
                };
        if (!end.isEmpty()) {
            hops.add(hop(2, end, destination, "packets/ack/" + source + "/main/7"));
            hops.add(hop(3, "completion", source, "packets/done/" + destination + "/main/7"));
        }
        if (end.equals("acknowledgement")) {
            call.set("acknowledgement", object("{'success':true,'result':{'confirmed':true,'qualified':true}}"));
        }
        return call;
    }

    private static ObjectNode hop(int n, String what, String chain, String key) {
        ObjectNode hop = CanonicalJson.object()
                .put("n", n)
                .put("what", what)
                .put("relayer", hash("relayer"))
                .put("time", NOW + 700L * n);
        hop.putObject("provenBy")
                .put("chain", chain)
                .put("height", 5 + n)
                .put("headerHash", hash(what))
                .put("stateKey", key)
                .put("seals", 3)
                .put("proofSiblings", 6 + n);
        hop.putObject("recordedIn")
                .put("chain", "supervision")
                .put("height", 9 + n)
                .put("transaction", hash("hop" + n));
        return hop;
    }

    ObjectNode objects() {
        ArrayNode rows = CanonicalJson.array();
        file.local().objects().forEach(entry -> {
            JsonNode snapshot = CanonicalJson.decode(entry.value());
            ObjectNode row = rows.addObject()
                    .put("seq", 50 - rows.size())
                    .put("chain", "jiangsu")
                    .put("objectId", entry.key().split("/")[1])
                    .put("version", 0)
                    .put("type", snapshot.at("/header/content/type").asText())
                    .put("operation", "create")
                    .put("digest", Sm3.hash(entry.value()).toHex())
                    .put("height", 7)
                    .put("transaction", transaction);
            row.set("supervision", supervision());
        });
        ObjectNode json = CanonicalJson.object();
        json.set("items", rows);
        return json;
    }

    ObjectNode object() {
        var entry = file.local().objects().get(0);
        ObjectNode json = CanonicalJson.object()
                .put("objectId", "R-0001")
                .put("version", 0)
                .put("height", 7)
                .put("digest", Sm3.hash(entry.value()).toHex());
        ObjectNode snapshot = (ObjectNode) CanonicalJson.decode(entry.value());
        ((ObjectNode) snapshot.at("/body/registration_information"))
                .put("subject_investor_name", "沈知远")
                .put("subject_contact_phone", "13900001234");
        json.set("snapshot", snapshot);
        json.putArray("seals")
                .addObject()
                .put("signer", file.local().transaction().sender().toHex())
                .put("registered", true)
                .put("valid", true);
        json.putObject("proof")
                .put("stateKey", entry.key())
                .put("height", 7)
                .put("supervisionKey", "objects/jiangsu/R-0001/0")
                .put("supervisionHeight", 12)
                .put("supervisionSiblings", 9);
        return json;
    }

    ObjectNode transfers() {
        return items(List.of(transfer(transaction, 2), transfer(TAMPERED, 1)));
    }

    private static ObjectNode transfer(String transaction, int seq) {
        return object("{'seq':" + seq + ",'chain':'jiangsu','transaction':'" + transaction
                + "','objectId':'TR-0001','version':0,'product':'P-0001/0','seller':'A-0001/0','buyer':'A-0002/0',"
                + "'quantity':2000,'price':'3.50','tradedAt':'2026-02-09T09:10:00+08:00','height':7,"
                + "'supervisionHeight':12,'time':" + NOW + "}");
    }

    ObjectNode inspection() {
        return InspectionJson.of(
                new Inspector.Outcome.Inspected(file, EvidenceVerifier.verify(evidence, Optional.empty())));
    }

    private static ObjectNode items(List<ObjectNode> rows) {
        ObjectNode json = CanonicalJson.object();
        rows.forEach(json.putArray("items")::add);
        return json;
    }

    private static String hash(String text) {
        return Sm3.hash(Bytes.utf8(text)).toHex();
    }

    /** JSON with single quotes. */
    static ObjectNode object(String text) {
        return CanonicalJson.decodeObject(Bytes.utf8(text.replace('\'', '"')));
    }
}
