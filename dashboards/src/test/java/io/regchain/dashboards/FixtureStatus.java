package io.regchain.dashboards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;
import java.util.Optional;

/** Statuses of chains and calls in the shape of the hub's API: well, slow, stuck and dead, with what would help. */
final class FixtureStatus {
    private static final long NOW = FixtureData.NOW;
    private static final String WELL = "{'zh':'运行正常：已验证到节点报告的最新高度','en':'it is well'}";

    private final List<ObjectNode> chains = List.of(
            chain("beijing", "OK", 207, 207, 207, WELL, "", ""),
            chain("shanghai", "OK", 214, 214, 214, WELL, "", ""),
            chain(
                    "jiangsu",
                    "SLOW",
                    9,
                    7,
                    6,
                    words("核验落后于报告 2 个高度", "verified 2 heights behind what is reported"),
                    words("无须处置：监管链正在追赶；若落后持续增大，监管链运营方应检查负载", "nothing: it is catching up"),
                    ",'objects':{'gaps':2,'firstGap':{'objectId':'R-0002','version':3,'anomaly':0},'looked':200,'late':6,"
                            + "'ahead':1,'lateAfter':3600000,'latency':2460000,'worst':9120000,'arrival':3400},"
                            + "'observer':{'stage':'reading height 7','since':" + NOW
                            + ",'failures':0,'backfill':{'from':6,'to':9,'done':1,'left':3,'since':" + (NOW - 12_000)
                            + "}}"),
            chain(
                    "zhejiang",
                    "DEAD",
                    228,
                    228,
                    228,
                    words("没有任何节点应答：connection refused", "no node answers: connection refused"),
                    words("须由浙江股权交易中心有限公司恢复其登记的节点或网络；恢复后监管链自动继续", "its operator must bring its nodes back"),
                    ",'mustAct':'CHAIN_OPERATOR','since':" + (NOW - 754_000) + ",'nextRetry':" + (NOW + 21_000)),
            chain("shenzhen", "OK", 235, 235, 235, WELL, "", ""),
            chain(
                    "hubei",
                    "STUCK",
                    91,
                    88,
                    88,
                    words("接入登记状态为 SUSPENDED，监管链不再接收其区块头和调用", "it is SUSPENDED"),
                    words("须由监管链登记人员恢复接入（registry 合约 resume）", "officers of the registry must resume it"),
                    ",'mustAct':'OFFICERS','since':" + (NOW - 93_784_000)));

    private final List<ObjectNode> open = List.of(
            call(
                    "zhejiang/shanghai/main/9",
                    "TO_DESTINATION",
                    "STUCK",
                    "{'kind':'DESTINATION_CHAIN','chain':'shanghai','zh':'目标链 上海','en':'destination shanghai'}",
                    ",'deadline':" + (NOW - 30_000) + ",'reason':"
                            + words("已过期限，等待目标链给出期限之后的区块以证明未收到", "past its deadline")
                            + ",'unblock':"
                            + words(
                                    "须由上海股权托管交易中心股份有限公司的运营机构让其链在期限之后产生一个区块，随后中继自动报告超时",
                                    "its operator must make a block")),
            call(
                    "shenzhen/jiangsu/main/1",
                    "HELD",
                    "SLOW",
                    "{'kind':'CALL_SUPERVISOR','zh':'跨链调用监管人员','en':'the call supervisor'}",
                    ",'deadline':" + (NOW + 3_000_000) + ",'reason':"
                            + words("路由规则要求人工决定", "a route asks for a decision")
                            + ",'unblock':"
                            + words(
                                    "须由跨链调用监管人员放行（release）或拒绝（reject）；到期无人决定则自动以 HELD_TOO_LONG 结束",
                                    "a supervisor must release or reject it")),
            call(
                    "jiangsu/beijing/main/4",
                    "TO_DESTINATION",
                    "MOVING",
                    "{'kind':'RELAY','chain':'beijing','zh':'监管链与 北京 之间的中继','en':'the relay of beijing'}",
                    ",'deadline':" + (NOW + 3_400_000) + ",'nextRetry':" + (NOW + 1_000)));

    private final ObjectNode unreceived = call(
            "beijing/jiangsu/main/12",
            "SENT",
            "MOVING",
            "{'kind':'RELAY','chain':'beijing','zh':'监管链与 北京 之间的中继','en':'the relay of beijing'}",
            ",'nextRetry':" + (NOW + 2_000));

    private static String words(String zh, String en) {
        return "{'zh':'" + zh + "','en':'" + en + "'}";
    }

    private static ObjectNode chain(
            String chain,
            String health,
            int reported,
            int verified,
            int proven,
            String reason,
            String unblock,
            String more) {
        ObjectNode json = FixtureData.object(
                "{'chain':'" + chain + "','asOf':" + NOW + ",'health':'" + health
                        + "','mustAct':'NOBODY','registration':'ACTIVE','reported':" + reported + ",'verified':"
                        + verified
                        + ",'proven':" + proven + ",'missing':" + (reported - proven)
                        + ",'openCalls':1,'openSettlements':0,'reason':" + reason
                        + ",'objects':{'gaps':0,'looked':200,'late':0,"
                        + "'ahead':0,'lateAfter':3600000,'latency':95000,'worst':610000,'arrival':2100},'relay':{'failures':0}}");
        if (!unblock.isEmpty()) {
            json.set("unblock", FixtureData.object(unblock));
        }
        return more.isEmpty() ? json : json.setAll(FixtureData.object("{" + more.substring(1) + "}"));
    }

    private static ObjectNode call(String id, String stage, String health, String waitingFor, String more) {
        String[] parts = id.split("/");
        return FixtureData.object("{'id':'" + id + "','source':'" + parts[0] + "','destination':'" + parts[1]
                + "','channel':'" + parts[2] + "','sequence':" + parts[3] + ",'asOf':" + NOW + ",'since':"
                + (NOW - 185_000) + ",'stage':'" + stage + "','health':'" + health + "','waitingFor':" + waitingFor
                + more
                + "}");
    }

    ObjectNode chains(boolean all) {
        ObjectNode json = CanonicalJson.object();
        chains.stream()
                .filter(status -> all || status.path("chain").asText().equals("jiangsu"))
                .forEach(json.putArray("items")::add);
        return json;
    }

    ObjectNode chain(String chain) {
        return chains.stream()
                .filter(status -> status.path("chain").asText().equals(chain))
                .findFirst()
                .orElseThrow();
    }

    ObjectNode openCalls(boolean all) {
        ObjectNode json = CanonicalJson.object();
        open.stream()
                .filter(status -> all || status.path("id").asText().contains("jiangsu"))
                .forEach(json.putArray("items")::add);
        json.putArray("unreceived").add(unreceived);
        return json;
    }

    Optional<ObjectNode> call(String id) {
        return open.stream()
                .filter(status -> status.path("id").asText().equals(id))
                .findFirst()
                .or(() -> Optional.of(call(id, "DONE", "ENDED", "{'kind':'NOBODY','zh':'无','en':'nobody'}", "")));
    }
}
