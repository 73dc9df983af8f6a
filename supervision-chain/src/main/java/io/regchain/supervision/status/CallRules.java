package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.status.CallStatus.Health;
import java.time.Duration;
import java.util.Optional;

/** What a call waits for, stage by stage (protocol text, section 17). */
final class CallRules {
    private final CallFacts facts;
    private final Now now;

    private CallRules(CallFacts facts, Now now) {
        this.facts = facts;
        this.now = now;
    }

    static CallStatus judge(CallFacts facts, Now now) {
        CallRules rules = new CallRules(facts, now);
        return switch (facts.stage()) {
            case SENT -> rules.sent();
            case HELD -> rules.held();
            case TO_DESTINATION -> rules.toDestination();
            case TO_SOURCE -> rules.toSource();
            case DONE -> rules.done();
        };
    }

    private ChainId sourceId() {
        return facts.id().source();
    }

    private ChainId destinationId() {
        return facts.id().destination();
    }

    private CallStatus sent() {
        return blocked(facts.source(), WaitingFor.source(sourceId()))
                .or(this::behind)
                .orElseGet(() -> underway(
                        facts.source(),
                        sourceId(),
                        WaitingFor.relay(sourceId()),
                        new Words("来源链已发出，监管链尚未接收", "its source has sent it; the hub has not taken it")));
    }

    /** A release is refused while the source is not active or its client is not usable; so that comes first. */
    private CallStatus held() {
        if (past(facts.timeout())) {
            return blocked(facts.source(), WaitingFor.source(sourceId()))
                    .orElseGet(() -> underway(
                            facts.source(),
                            sourceId(),
                            WaitingFor.relay(sourceId()),
                            new Words(
                                    "期限内无人决定，等待中继结束该调用",
                                    "nobody decided in time; the relay is to end the call as HELD_TOO_LONG")));
        }
        return facts.source()
                .filter(source -> source.diagnosis().mustAct() == Diagnosis.MustAct.OFFICERS)
                .map(source -> by(source, WaitingFor.officers(sourceId())))
                .orElseGet(() -> status(
                        WaitingFor.supervisor(),
                        Health.SLOW,
                        Optional.of(new Words("路由规则要求人工决定", "its route holds it back for a person's decision")),
                        Optional.of(new Words(
                                "须由跨链调用监管人员放行（release）或拒绝（reject）；到期无人决定则自动以 HELD_TOO_LONG 结束",
                                "a call supervisor must release or reject it; if nobody decides by the deadline it ends as"
                                        + " HELD_TOO_LONG")),
                        Optional.empty()));
    }

    private CallStatus toDestination() {
        return blocked(facts.destination(), WaitingFor.destination(destinationId()))
                .or(this::behind)
                .orElseGet(() -> past(facts.timeout()) ? overdue() : delivering());
    }

    private CallStatus delivering() {
        return underway(
                facts.destination(),
                destinationId(),
                WaitingFor.relay(destinationId()),
                new Words("已路由，目标链的回执尚未核验", "routed; that its destination answered is not verified yet"));
    }

    /** P18: the hub must see a header of the destination whose time is not before the timeout. */
    private CallStatus overdue() {
        boolean stuck = facts.timeout()
                .filter(timeout -> now.longerAgo(timeout, StatusBounds.CALL_STUCK_AFTER))
                .isPresent();
        return status(
                WaitingFor.destination(destinationId()),
                stuck ? Health.STUCK : Health.SLOW,
                Optional.of(
                        new Words(
                                "已过期限，等待目标链给出期限之后的区块以证明未收到",
                                "its deadline has passed; a block of its destination after it must prove that it was not received")),
                Optional.of(new Words(
                        "须由 " + destinationId() + " 的运营机构让其链在期限之后产生一个区块，随后中继自动报告超时",
                        "the operator of " + destinationId()
                                + " must have it certify a block after the deadline; the relay then reports the timeout by"
                                + " itself")),
                facts.destination().flatMap(ChainStatus::nextPass));
    }

    private CallStatus toSource() {
        return blocked(facts.source(), WaitingFor.source(sourceId()))
                .or(this::behind)
                .orElseGet(() -> underway(
                        facts.source(),
                        sourceId(),
                        WaitingFor.relay(sourceId()),
                        new Words(
                                "结果已在监管链上，来源链的接收尚未核验",
                                "its end stands on the hub; that its source took it is not verified yet")));
    }

    private CallStatus done() {
        return status(WaitingFor.nobody(), Health.ENDED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The chain that must move cannot: what helps the chain helps the call. */
    private Optional<CallStatus> blocked(Optional<ChainStatus> chain, WaitingFor itself) {
        return chain.filter(status -> status.health().blocks())
                .map(status -> by(
                        status,
                        switch (status.diagnosis().mustAct()) {
                            case OFFICERS -> WaitingFor.officers(status.chain());
                            case HUB_OPERATOR -> WaitingFor.relay(status.chain());
                            case CHAIN_OPERATOR, NOBODY -> itself;
                        }));
    }

    private CallStatus by(ChainStatus chain, WaitingFor waitingFor) {
        Words why = new Words(
                chain.chain() + "：" + chain.reason().zh(),
                chain.chain() + ": " + chain.reason().en());
        return status(waitingFor, Health.STUCK, Optional.of(why), chain.unblock(), chain.nextRetry());
    }

    /** P13, P20: on an ordered channel each goes right after the one before it. */
    private Optional<CallStatus> behind() {
        return facts.earlier()
                .map(earlier -> status(
                        WaitingFor.earlier(earlier),
                        health(),
                        Optional.of(new Words(
                                "有序通道：" + earlier + " 尚未完成本阶段",
                                "ordered channel: " + earlier + " has not passed this stage")),
                        Optional.of(new Words(
                                "先解决 " + earlier + "（查看其状态）；它前进或结束后本调用自动继续",
                                "unblock " + earlier
                                        + " first (see its status); once that moves or ends, this call goes on by"
                                        + " itself")),
                        Optional.empty()));
    }

    /** Nothing known hinders it: it moves, unless it has been at it for too long. */
    private CallStatus underway(Optional<ChainStatus> chain, ChainId relayed, WaitingFor waitingFor, Words reason) {
        Optional<BlockTime> next = chain.flatMap(ChainStatus::nextPass);
        return switch (health()) {
            case MOVING, ENDED -> status(waitingFor, Health.MOVING, Optional.empty(), Optional.empty(), next);
            case SLOW ->
                status(
                        waitingFor,
                        Health.SLOW,
                        Optional.of(reason),
                        Optional.of(new Words("无须处置：中继自动重试", "nobody need act: the relay tries again by itself")),
                        next);
            case STUCK ->
                status(
                        waitingFor,
                        Health.STUCK,
                        Optional.of(reason),
                        Optional.of(new Words(
                                "须由监管链运营方查看 " + relayed + " 中继的日志：未见阻碍，却长时间没有进展",
                                "the hub's operator must look at the log of the relay of " + relayed
                                        + ": nothing known hinders it, yet it has not moved for long")),
                        next);
        };
    }

    private Health health() {
        if (old(StatusBounds.CALL_STUCK_AFTER)) {
            return Health.STUCK;
        }
        return old(StatusBounds.CALL_SLOW_AFTER) ? Health.SLOW : Health.MOVING;
    }

    private boolean old(Duration bound) {
        return facts.since().filter(since -> now.longerAgo(since, bound)).isPresent();
    }

    private boolean past(Optional<BlockTime> moment) {
        return moment.filter(at -> at.compareTo(now.business()) <= 0).isPresent();
    }

    private CallStatus status(
            WaitingFor waitingFor,
            Health health,
            Optional<Words> reason,
            Optional<Words> unblock,
            Optional<BlockTime> nextRetry) {
        Optional<BlockTime> deadline =
                switch (facts.stage()) {
                    case SENT, HELD, TO_DESTINATION -> facts.timeout();
                    case TO_SOURCE, DONE -> Optional.empty();
                };
        return new CallStatus(
                facts.id(), facts.stage(), waitingFor, facts.since(), deadline, nextRetry, health, reason, unblock);
    }
}
