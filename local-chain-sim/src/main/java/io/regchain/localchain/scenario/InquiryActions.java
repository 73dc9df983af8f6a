package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.number;
import static io.regchain.localchain.scenario.Action.object;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Questions between chains: of the supervision chain to a market (A8.3), of a market to the hub or to another market. */
final class InquiryActions {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private InquiryActions() {}

    static List<Action> all() {
        return List.of(Action.ofChain(
                "ask",
                InquiryActions::ask,
                text("destination"),
                text("contract"),
                text("method"),
                object("payload"),
                text("purpose"),
                number("minutes")));
    }

    /** An inquiry that was made before, under the same reference, is not made again. */
    private static Outcome ask(Performance step) {
        ChainNode node = step.bySupervision()
                ? step.federation().hubNode()
                : step.market().node(0);
        String key = InquiriesContract.key(step.requestId());
        Outcome asked = node.read(key).isPresent()
                ? Outcome.success(CanonicalJson.object())
                : step.bySupervision() ? submitToHub(step) : step.submit(InquiriesContract.NAME, "ask", inquiry(step));
        return asked.success() ? answered(step, node, key, asked) : asked;
    }

    private static Outcome submitToHub(Performance step) {
        return Outcome.offTheMarkets(step.federation()
                .inquirer()
                .submit(InquiriesContract.NAME, "ask", inquiry(step))
                .toCompletableFuture()
                .join());
    }

    private static ObjectNode inquiry(Performance step) {
        BlockTime timeout = BlockTime.of(step.now().plus(Duration.ofMinutes(step.number("minutes"))));
        ObjectNode inquiry = CanonicalJson.object()
                .put("reference", step.requestId())
                .put("destination", step.text("destination"))
                .put("contract", step.text("contract"))
                .put("method", step.text("method"))
                .put("purpose", step.text("purpose"))
                .put("timeoutMillis", timeout.epochMillis());
        inquiry.set("payload", step.object("payload"));
        return inquiry;
    }

    private static Outcome answered(Performance step, ChainNode node, String key, Outcome asked) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = node.height();
        while (System.nanoTime() < deadline) {
            Optional<JsonNode> answer = node.read(seen, key)
                    .map(CanonicalJson::decode)
                    .map(inquiry -> inquiry.path("answer"))
                    .filter(JsonNode::isObject);
            if (answer.isPresent()) {
                return ended(seenWhereItWasAsked(step, asked, seen), answer.get());
            }
            seen = node.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
        throw new StepFailure("the question " + step.requestId() + " was not answered within " + PATIENCE.toSeconds()
                + " s; its call's status says for whom it waits");
    }

    /** The supervision chain verifies markets; of itself there is nothing to wait for, but of the market that answered. */
    private static Outcome seenWhereItWasAsked(Performance step, Outcome asked, Height height) {
        if (!step.bySupervision()) {
            return asked.seenAt(step.market().chainId(), height);
        }
        LocalMarket market = step.federation().market(new ChainId(step.text("destination")));
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
