package io.regchain.supervision.status;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import io.regchain.supervision.status.ChainStatus.Health;
import io.regchain.supervision.status.Diagnosis.MustAct;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What is the matter with a chain: the first of these that holds, the gravest first. */
final class ChainRules {
    private static final List<BiFunction<ChainFacts, Now, Optional<Diagnosis>>> LADDER = List.of(
            ChainRules::frozen,
            ChainRules::notActive,
            ChainRules::expired,
            ChainRules::dead,
            ChainRules::observerStuck,
            ChainRules::paused,
            ChainRules::relayStuck,
            ChainRules::tryingAgain,
            ChainRules::starting,
            ChainRules::lagging,
            ChainRules::gaps,
            ChainRules::late,
            ChainRules::expiring);

    private ChainRules() {}

    static Diagnosis diagnose(ChainFacts facts, Now now) {
        return LADDER.stream()
                .flatMap(rule -> rule.apply(facts, now).stream())
                .findFirst()
                .orElseGet(Diagnosis::well);
    }

    private static ClientStatus client(ChainFacts facts, Now now) {
        return facts.client().status(now.business());
    }

    private static Optional<Diagnosis> frozen(ChainFacts facts, Now now) {
        return when(
                client(facts, now) == ClientStatus.FROZEN,
                Health.STUCK,
                MustAct.OFFICERS,
                Optional.empty(),
                new Words(
                        "验证节点认证了相互矛盾的区块，轻客户端已冻结",
                        "its validators certified blocks that contradict each other; its light client is frozen"),
                new Words(
                        "须由两名监管链登记人员查明案情后解冻轻客户端（proposeThaw、approveThaw），再恢复接入（resume）",
                        "two officers of the hub must decide the case and thaw the light client (proposeThaw, approveThaw),"
                                + " then resume the chain"));
    }

    private static Optional<Diagnosis> notActive(ChainFacts facts, Now now) {
        return when(
                !facts.active(),
                Health.STUCK,
                MustAct.OFFICERS,
                Optional.empty(),
                new Words(
                        "接入登记状态为 " + facts.registration() + "，监管链不再接收其区块头和调用",
                        "its registration is " + facts.registration()
                                + ": the hub takes no headers and no calls from it"),
                new Words(
                        "须由监管链登记人员恢复接入（registry 合约 resume）",
                        "officers of the hub must resume it (contract registry, method resume)"));
    }

    private static Optional<Diagnosis> expired(ChainFacts facts, Now now) {
        return when(
                client(facts, now) == ClientStatus.EXPIRED,
                Health.STUCK,
                MustAct.OFFICERS,
                Optional.empty(),
                new Words(
                        "轻客户端已于 " + facts.client().clock().expiresAt() + " 到期，此前整个信任期内没有新的已验证区块头",
                        "its light client expired at " + facts.client().clock().expiresAt()
                                + ": no header was verified for the whole trust period"),
                new Words(
                        "须由两名监管链登记人员续期轻客户端（proposeRenewal、approveRenewal）",
                        "two officers of the hub must renew the light client (proposeRenewal, approveRenewal)"));
    }

    private static Optional<Instant> silentSince(ObserverStatus observer) {
        return observer.failingSince().map(first -> observer.answeredAt().orElse(first));
    }

    private static Optional<Diagnosis> dead(ChainFacts facts, Now now) {
        Optional<Instant> silent = facts.observer().flatMap(ChainRules::silentSince);
        return when(
                silent.filter(since -> now.longerAgo(since, StatusBounds.DEAD_AFTER))
                        .isPresent(),
                Health.DEAD,
                MustAct.CHAIN_OPERATOR,
                silent,
                new Words("没有任何节点应答：" + problem(facts), "none of its nodes answers: " + problem(facts)),
                new Words(
                        "须由 " + facts.chain() + " 的运营机构恢复其登记的节点或网络；恢复后监管链自动继续",
                        "the operator of " + facts.chain()
                                + " must bring its registered nodes or their network back; the hub then goes on by itself"));
    }

    private static Optional<Diagnosis> observerStuck(ChainFacts facts, Now now) {
        Optional<Instant> failing = facts.observer().flatMap(ObserverStatus::failingSince);
        Height next = facts.proven().next();
        return when(
                failing.filter(since -> now.longerAgo(since, StatusBounds.STUCK_AFTER))
                        .isPresent(),
                Health.STUCK,
                MustAct.CHAIN_OPERATOR,
                failing,
                new Words(
                        "节点有应答，但高度 " + next + " 无法核验或取得：" + problem(facts),
                        "its nodes answer, but height " + next + " cannot be had or verified: " + problem(facts)),
                new Words(
                        "须由 " + facts.chain() + " 的运营机构让节点给出高度 " + next + " 可核验的数据（详见该链异常日志）",
                        "the operator of " + facts.chain() + " must have its nodes show height " + next
                                + " in a form that proves itself (its anomaly log tells more)"));
    }

    private static String problem(ChainFacts facts) {
        return facts.observer().flatMap(ObserverStatus::problem).orElse("–");
    }

    private static Optional<Diagnosis> paused(ChainFacts facts, Now now) {
        return when(
                facts.relay().filter(RelayStatus::paused).isPresent(),
                Health.STUCK,
                MustAct.HUB_OPERATOR,
                Optional.empty(),
                new Words(
                        "监管链运营方已暂停其中继：除逐笔指定的调用外，不再传递调用和交收",
                        "the hub's operator has paused its relay: no call is carried but those chosen one by one, and no"
                                + " settlement"),
                new Words("须由监管链运营方恢复该中继", "the hub's operator must resume this relay"));
    }

    private static Optional<Diagnosis> relayStuck(ChainFacts facts, Now now) {
        Optional<Instant> failing = facts.relay().flatMap(RelayStatus::failingSince);
        return when(
                failing.filter(since -> now.longerAgo(since, StatusBounds.STUCK_AFTER))
                        .isPresent(),
                Health.STUCK,
                MustAct.HUB_OPERATOR,
                failing,
                new Words("中继反复失败：" + carrying(facts), "its relay fails again and again: " + carrying(facts)),
                new Words(
                        "须由监管链运营方与 " + facts.chain() + " 的运营机构消除上述原因；中继会自动重试",
                        "the hub's operator, with the operator of " + facts.chain()
                                + ", must remove this cause; the relay tries again by itself"));
    }

    private static String carrying(ChainFacts facts) {
        return facts.relay()
                .flatMap(relay -> relay.problem().or(relay::refusal))
                .orElse("–");
    }

    private static Optional<Diagnosis> tryingAgain(ChainFacts facts, Now now) {
        Optional<Instant> observer = facts.observer().flatMap(ObserverStatus::failingSince);
        Optional<Instant> relay = facts.relay().flatMap(RelayStatus::failingSince);
        String why = observer.isPresent() ? problem(facts) : carrying(facts);
        return when(
                observer.isPresent() || relay.isPresent(),
                Health.SLOW,
                MustAct.NOBODY,
                observer.or(() -> relay),
                new Words("最近一次尝试未成功：" + why, "the last attempt came to nothing: " + why),
                new Words("无须处置：监管链自动重试", "nobody need act: the hub tries again by itself"));
    }

    private static Optional<Diagnosis> starting(ChainFacts facts, Now now) {
        return when(
                facts.observer().isEmpty() || facts.relay().isEmpty(),
                Health.SLOW,
                MustAct.NOBODY,
                Optional.empty(),
                new Words("监管链刚开始跟踪该链", "the hub is only beginning to follow it"),
                new Words("无须处置：稍候再看", "nobody need act: look again in a moment"));
    }

    private static Optional<Diagnosis> lagging(ChainFacts facts, Now now) {
        long lag = facts.missing();
        Optional<Instant> since = facts.observer().map(ObserverStatus::since);
        boolean overdue = since.filter(step -> now.longerAgo(step, StatusBounds.SLOW_AFTER))
                .isPresent();
        return when(
                lag > StatusBounds.SLOW_LAG || (lag > 0 && overdue),
                Health.SLOW,
                MustAct.NOBODY,
                since,
                new Words(
                        "核验落后于报告 " + lag + " 个高度", "verification is " + lag + " heights behind what its nodes report"),
                new Words(
                        "无须处置：监管链正在追赶；若落后持续增大，监管链运营方应检查负载",
                        "nobody need act: the hub catches up; if the lag grows, the hub's operator should look at its load"));
    }

    /** JR/T 0314 6.5: versions follow each other; of an object that lacks one, nothing later counts. */
    private static Optional<Diagnosis> gaps(ChainFacts facts, Now now) {
        ObjectFacts objects = facts.objects();
        String first = objects.firstGap()
                .map(gap -> gap.objectId() + " " + gap.version() + " (#" + gap.anomaly() + ")")
                .orElse("–");
        return when(
                objects.gaps() > 0,
                Health.SLOW,
                MustAct.CHAIN_OPERATOR,
                Optional.empty(),
                new Words(
                        objects.gaps() + " 个数据对象缺少版本，其后版本被拒绝；最早一个：" + first,
                        objects.gaps() + " objects lack a version, so that later ones are refused; the first: "
                                + first),
                new Words(
                        "须由 " + facts.chain() + " 的运营机构补齐缺少的版本（详见该链异常日志）",
                        "the operator of " + facts.chain()
                                + " must write the missing versions (its anomaly log tells which)"));
    }

    /** A20.2: key data is recorded as the business happens. */
    private static Optional<Diagnosis> late(ChainFacts facts, Now now) {
        ObjectFacts objects = facts.objects();
        return when(
                objects.latency().compareTo(facts.bounds().lateAfter()) > 0,
                Health.SLOW,
                MustAct.CHAIN_OPERATOR,
                Optional.empty(),
                new Words(
                        "最近 " + objects.looked() + " 个快照中有 " + objects.late() + " 个上链迟于业务发生超过 "
                                + facts.bounds().lateAfter(),
                        objects.late() + " of its last " + objects.looked() + " snapshots were written more than "
                                + facts.bounds().lateAfter() + " after the business"),
                new Words(
                        "须由 " + facts.chain() + " 的运营机构在业务发生时即将数据上链",
                        "the operator of " + facts.chain() + " must record its business as it happens"));
    }

    private static Optional<Diagnosis> expiring(ChainFacts facts, Now now) {
        return when(
                client(facts, now) == ClientStatus.EXPIRING,
                Health.SLOW,
                MustAct.CHAIN_OPERATOR,
                Optional.empty(),
                new Words(
                        "轻客户端将于 " + facts.client().clock().expiresAt() + " 到期",
                        "its light client expires at " + facts.client().clock().expiresAt()),
                new Words(
                        "须由 " + facts.chain() + " 的运营机构在到期前产生一个新区块",
                        "the operator of " + facts.chain() + " must make it certify a block before then"));
    }

    private static Optional<Diagnosis> when(
            boolean holds, Health health, MustAct mustAct, Optional<Instant> since, Words reason, Words unblock) {
        return holds ? Optional.of(Diagnosis.of(health, mustAct, since, reason, unblock)) : Optional.empty();
    }
}
