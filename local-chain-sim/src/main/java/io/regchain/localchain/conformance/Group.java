package io.regchain.localchain.conformance;

/** What belongs together in a report. */
public enum Group {
    CONNECTION("Connection and access", "安全通道与身份认证"),
    NETWORKS("Table 3: available networks", "获取可用网络列表"),
    OPTIONS("Table 3: network options", "获取网络配置选项"),
    STATUS("Table 3: network status", "获取当前网络状态"),
    BLOCKS("Table 4: blocks", "获取区块信息"),
    TRANSACTIONS("Table 4: transactions", "获取交易信息"),
    CONSENSUS("Table 5: consensus state", "获取某个区块高度的共识状态"),
    QUORUM("Byzantine quorum", "拜占庭容错共识"),
    ALGORITHMS("National algorithms", "商用密码算法"),
    OBJECT_IDS("Table 6: object ids of a block", "获取某一个区块包含的数据对象标识"),
    OBJECTS("Table 6: data objects", "获取数据对象"),
    PORT("Cross-chain port", "监管链要求提供的其他有用信息"),
    ERRORS("Errors", "错误应答"),
    ENCODINGS("Encodings", "编码"),
    LIMITS("Size limits", "长度限制"),
    TWO_NODES("Two different full nodes", "两个不同的全节点"),
    PACKETS("Packets between chains", "跨链数据包");

    private final String title;
    private final String chineseTitle;

    Group(String title, String chineseTitle) {
        this.title = title;
        this.chineseTitle = chineseTitle;
    }

    public String title() {
        return title;
    }

    /** The standard's own words where it has some. */
    public String chineseTitle() {
        return chineseTitle;
    }

    /** Whether its checks are made once, over all nodes together, instead of once on each node. */
    public boolean together() {
        return this == TWO_NODES;
    }
}
