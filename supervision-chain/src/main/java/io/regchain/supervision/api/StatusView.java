package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.observer.Backfill;
import io.regchain.supervision.observer.ObserverStatus;
import io.regchain.supervision.relay.RelayStatus;
import io.regchain.supervision.status.CallStatus;
import io.regchain.supervision.status.ChainStatus;
import io.regchain.supervision.status.Now;
import io.regchain.supervision.status.ObjectBounds;
import io.regchain.supervision.status.ObjectFacts;
import io.regchain.supervision.status.WaitingFor;
import io.regchain.supervision.status.Words;
import java.time.Instant;
import java.util.Optional;

/** How the API tells where chains and calls stand; all times are block time. */
final class StatusView {
    private StatusView() {}

    static ObjectNode of(ChainStatus status) {
        ObjectNode json = CanonicalJson.object()
                .put("chain", status.chain().value())
                .put("asOf", status.now().business().epochMillis())
                .put("health", status.health().name())
                .put("mustAct", status.mustAct())
                .put("registration", status.facts().registration())
                .put("reported", status.facts().reported().value())
                .put("verified", status.facts().verified().value())
                .put("proven", status.facts().proven().value())
                .put("missing", status.facts().missing())
                .put("openCalls", status.facts().openCalls())
                .put("openSettlements", status.facts().openSettlements());
        Markets.byChain(status.chain()).map(Market::region).ifPresent(region -> json.put("region", region));
        words(json, "reason", Optional.of(status.reason()));
        words(json, "unblock", status.unblock());
        time(json, "since", status.since());
        time(json, "nextRetry", status.nextRetry());
        json.set("client", ClientView.of(status.facts().client(), status.now().business()));
        json.set("objects", of(status.facts().objects(), status.facts().bounds()));
        status.facts().observer().ifPresent(observer -> json.set("observer", of(observer, status.now())));
        status.facts().relay().ifPresent(relay -> json.set("relay", of(relay, status.now())));
        return json;
    }

    private static ObjectNode of(ObjectFacts objects, ObjectBounds bounds) {
        ObjectNode json = CanonicalJson.object()
                .put("gaps", objects.gaps())
                .put("looked", objects.looked())
                .put("late", objects.late())
                .put("ahead", objects.ahead())
                .put("lateAfter", bounds.lateAfter().toMillis())
                .put("latency", objects.latency().toMillis())
                .put("worst", objects.worst().toMillis())
                .put("arrival", objects.arrival().toMillis());
        objects.firstGap().ifPresent(gap -> json.putObject("firstGap")
                .put("objectId", gap.objectId())
                .put("version", gap.version())
                .put("anomaly", gap.anomaly()));
        return json;
    }

    private static ObjectNode of(Backfill backfill, Height verified, Now now) {
        return CanonicalJson.object()
                .put("from", backfill.from().value())
                .put("to", backfill.to().value())
                .put("done", backfill.done(verified))
                .put("left", backfill.left(verified))
                .put("since", now.business(backfill.since()).epochMillis());
    }

    private static ObjectNode of(ObserverStatus observer, Now now) {
        ObjectNode json = CanonicalJson.object()
                .put("stage", observer.stage())
                .put("since", now.business(observer.since()).epochMillis())
                .put("failures", observer.failures());
        moment(json, "verifiedAt", observer.verifiedAt(), now);
        moment(json, "answeredAt", observer.answeredAt(), now);
        moment(json, "failingSince", observer.failingSince(), now);
        moment(json, "nextTry", observer.nextTry(), now);
        observer.problem().ifPresent(problem -> json.put("problem", problem));
        observer.backfill().ifPresent(backfill -> json.set("backfill", of(backfill, observer.verified(), now)));
        return json;
    }

    private static ObjectNode of(RelayStatus relay, Now now) {
        ObjectNode json = CanonicalJson.object().put("failures", relay.failures());
        moment(json, "lastPass", relay.lastPass(), now);
        moment(json, "nextPass", relay.nextPass(), now);
        moment(json, "failingSince", relay.failingSince(), now);
        relay.refusal().ifPresent(refusal -> json.put("refusal", refusal));
        relay.problem().ifPresent(problem -> json.put("problem", problem));
        return json;
    }

    static ObjectNode of(CallStatus status, BlockTime now) {
        ObjectNode json = CanonicalJson.object()
                .put("id", status.id().toString())
                .put("source", status.id().source().value())
                .put("destination", status.id().destination().value())
                .put("channel", status.id().channel())
                .put("sequence", status.id().sequence().value())
                .put("asOf", now.epochMillis())
                .put("stage", status.stage().name())
                .put("health", status.health().name());
        json.set("waitingFor", of(status.waitingFor()));
        time(json, "since", status.since());
        time(json, "deadline", status.deadline());
        time(json, "nextRetry", status.nextRetry());
        words(json, "reason", status.reason());
        words(json, "unblock", status.unblock());
        return json;
    }

    private static ObjectNode of(WaitingFor waiting) {
        ObjectNode json = CanonicalJson.object()
                .put("kind", waiting.kind().name())
                .put("zh", waiting.words().zh())
                .put("en", waiting.words().en());
        waiting.chain().ifPresent(chain -> json.put("chain", chain.value()));
        return json;
    }

    private static void words(ObjectNode json, String name, Optional<Words> words) {
        words.ifPresent(said -> json.putObject(name).put("zh", said.zh()).put("en", said.en()));
    }

    private static void time(ObjectNode json, String name, Optional<BlockTime> time) {
        time.ifPresent(at -> json.put(name, at.epochMillis()));
    }

    private static void moment(ObjectNode json, String name, Optional<Instant> moment, Now now) {
        time(json, name, moment.map(now::business));
    }
}
