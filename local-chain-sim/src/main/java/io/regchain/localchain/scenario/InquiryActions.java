package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.number;
import static io.regchain.localchain.scenario.Action.object;
import static io.regchain.localchain.scenario.Action.optionalText;
import static io.regchain.localchain.scenario.Action.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.packet.InquiriesContract;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.status.CallStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Questions between chains: of the supervision chain to a market (A8.3), of a market to the hub or to another market. */
final class InquiryActions {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private InquiryActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofChain(
                        "ask",
                        InquiryActions::ask,
                        text("destination"),
                        text("contract"),
                        text("method"),
                        object("payload"),
                        text("purpose"),
                        number("minutes"),
                        optionalText("channel"),
                        optionalText("answer")),
                Action.ofChain("await-answer", InquiryActions::await, text("question")),
                Action.ofChain("await-call", InquiryActions::awaitCall, text("call"), text("stage")),
                Action.ofMarket("await-end", Calls::ended, text("call")));
    }

    /** An inquiry that was made before, under the same reference, is not made again. */
    private static Outcome ask(Performance step) {
        String key = InquiriesContract.key(step.requestId());
        Optional<ObjectNode> before = inquiry(node(step), key);
        Outcome asked = before.isPresent()
                ? Outcome.success(before.get())
                : step.bySupervision() ? submitToHub(step) : step.submit(InquiriesContract.NAME, "ask", question(step));
        if (!asked.success()) {
            return asked;
        }
        return Calls.answeredLater(step)
                ? Calls.sent(asked, source(step), new ChainId(step.text("destination")))
                        .with("question", step.requestId())
                : answered(step, step.requestId(), asked);
    }

    /** The end of a question that was asked without waiting for it. */
    private static Outcome await(Performance step) {
        String question = step.text("question");
        if (inquiry(node(step), InquiriesContract.key(question)).isEmpty()) {
            throw new StepFailure("argument question: " + source(step) + " asked nothing as " + question);
        }
        return answered(step, question, Outcome.success(CanonicalJson.object()));
    }

    private static ChainId source(Performance step) {
        return step.bySupervision() ? ChainId.SUPERVISION : step.market().chainId();
    }

    private static ChainNode node(Performance step) {
        return step.bySupervision()
                ? step.federation().hubNode()
                : step.market().node(0);
    }

    private static Optional<ObjectNode> inquiry(ChainNode node, String key) {
        return node.read(key).map(CanonicalJson::decode).map(ObjectNode.class::cast);
    }

    /** Waits until the hub says of a call that it stands in this stage. */
    private static Outcome awaitCall(Performance step) {
        PacketId call = Calls.named(step.text("call"));
        CallStatus.Stage stage = step.parsed("stage", CallStatus.Stage::valueOf);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = step.federation().hubNode().height();
        HubDesk.Answer answer = status(step, call);
        while (System.nanoTime() < deadline) {
            if (answer.body().path("stage").asText().equals(stage.name())) {
                return Outcome.success(told(answer.body()));
            }
            seen = step.federation()
                    .hubNode()
                    .awaitAbove(seen, LOOK_AGAIN)
                    .toCompletableFuture()
                    .join();
            answer = status(step, call);
        }
        throw new StepFailure("the call " + call + " did not come to the stage " + stage + " within "
                + PATIENCE.toSeconds() + " s; the hub says of it " + answer.body());
    }

    private static HubDesk.Answer status(Performance step, PacketId call) {
        return step.bySupervision() ? step.hub().callStatus(call) : step.hub().callStatus(step.market(), call);
    }

    private static ObjectNode told(JsonNode status) {
        ObjectNode told = CanonicalJson.object()
                .put("stage", status.path("stage").asText())
                .put("health", status.path("health").asText())
                .put("waitingFor", status.path("waitingFor").path("kind").asText())
                .put("chain", status.path("waitingFor").path("chain").asText());
        return told.put("reason", status.path("reason").path("en").asText());
    }

    private static Outcome submitToHub(Performance step) {
        return Outcome.offTheMarkets(step.federation()
                .inquirer()
                .submit(InquiriesContract.NAME, "ask", question(step))
                .toCompletableFuture()
                .join());
    }

    private static ObjectNode question(Performance step) {
        BlockTime timeout = BlockTime.of(step.now().plus(Duration.ofMinutes(step.number("minutes"))));
        ObjectNode inquiry = CanonicalJson.object()
                .put("reference", step.requestId())
                .put("destination", step.text("destination"))
                .put("contract", step.text("contract"))
                .put("method", step.text("method"))
                .put("purpose", step.text("purpose"))
                .put("timeoutMillis", timeout.epochMillis());
        inquiry.set("payload", step.object("payload"));
        step.optionalText("channel").ifPresent(channel -> inquiry.put("channel", channel));
        return inquiry;
    }

    private static Outcome answered(Performance step, String question, Outcome asked) {
        ChainNode node = node(step);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = node.height();
        while (System.nanoTime() < deadline) {
            Optional<JsonNode> inquiry =
                    node.read(seen, InquiriesContract.key(question)).map(CanonicalJson::decode);
            Optional<JsonNode> answer =
                    inquiry.map(asking -> asking.path("answer")).filter(JsonNode::isObject);
            if (answer.isPresent()) {
                String destination = inquiry.orElseThrow().path("destination").asText();
                return ended(seenWhereItWasAsked(step, asked, destination, seen), answer.get());
            }
            seen = node.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
        throw new StepFailure("the question " + question + " was not answered within " + PATIENCE.toSeconds()
                + " s; its call's status says for whom it waits");
    }

    /** The supervision chain verifies markets; of itself there is nothing to wait for, but of the market that answered. */
    private static Outcome seenWhereItWasAsked(Performance step, Outcome asked, String destination, Height height) {
        if (!step.bySupervision()) {
            return asked.seenAt(step.market().chainId(), height);
        }
        LocalMarket market = step.federation().market(new ChainId(destination));
        return asked.seenAt(market.chainId(), market.node(0).height());
    }

    private static Outcome ended(Outcome asked, JsonNode answer) {
        if (!answer.path("success").booleanValue()) {
            return asked.endedAs(
                    false, answer.path("code").asText(), answer.path("message").asText());
        }
        ObjectNode result = (ObjectNode) answer.path("result");
        return asked.withAll(result).saying(CanonicalJson.encode(result).toUtf8());
    }
}
