package io.regchain.localchain.generator;

import java.util.List;
import java.util.stream.Stream;

/** The syllables that invented names are made of. */
final class Vocabulary {
    static final List<String> FAMILY_NAMES = split("赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 许 何"
            + " 吕 施 张 孔 曹 严 华 金 魏 陶 姜 戚 谢 邹 喻 柏 窦 章 云 苏 潘 葛 范 彭 鲁 韦 马 苗 方 俞 任 袁 柳 鲍 史 唐 费 薛 雷 贺");
    static final List<String> GIVEN_NAMES = split("一 二 三 四 五 甲 乙 丙 丁 青 白 玄 朗 澄 砚 棠 屿 岚 汀 禾 穗 芥 苇 槿 栎 桐 楠 杉 樾 筠"
            + " 简 牧 溪 洲 渡 舟 帆 霁 霖 霏 晗 昀 晏 曦 星 辰 岳 峤 壑 砺 铮 钰 锦 绫 纾 翊 翎 鹿 麟 驰");
    static final List<String> BRAND_FIRST = split("衡 砺 澄 岑 朔 弥 泓 翮 筑 昱 蔚 凌 霁 睿 栎 屿 岱 瀚 谷 梧 椴 苇 茗 萃 蕴");
    static final List<String> BRAND_SECOND = split("川 谱 域 矩 轩 启 桥 帆 图 芯 序 原 迹 朴 拓 航 络 晖 森 构");
    static final List<String> TRADES = split("精密仪器 测控技术 新材料 智能装备 数据科技 生物试剂 环保设备 传感器件 工业软件 轴承制造"
            + " 纺织机械 食品工程 农业科技 电力电子 光学元件 医疗器械 物流设备 海洋装备 建筑节能 包装印务 水处理 电池材料 机器人 工业设计 阀门管件"
            + " 陶瓷材料 染整科技 种业 检测认证 仓储系统 铸造技术 模具制造 涂层技术 声学器件 园林工程 供热设备 玻璃制品 纸业 茶业 乐器制造");

    private Vocabulary() {}

    private static List<String> split(String words) {
        return Stream.of(words.split(" ")).toList();
    }
}
