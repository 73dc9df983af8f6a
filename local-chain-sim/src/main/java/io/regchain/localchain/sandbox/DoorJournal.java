package io.regchain.localchain.sandbox;

import io.regchain.localchain.sandbox.gateway.DoorCall;
import io.regchain.localchain.sandbox.gateway.HandedIn;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.connect.ConnectError;
import java.util.ArrayList;
import java.util.List;

/** What the hub's calls to one node come to: silence, errors, and what the chain says to the relay's transactions. */
final class DoorJournal {
    private static final int OK = 200;

    private final String node;
    private final Blackboard blackboard;

    /** @param node such as {@code node 1 (http://127.0.0.1:9101)} */
    DoorJournal(String node, Blackboard blackboard) {
        this.node = node;
        this.blackboard = blackboard;
    }

    void hear(DoorCall call) {
        switch (call.result()) {
            case DoorCall.Silent silent ->
                blackboard.writeOnce(
                        silence(),
                        Line.waiting(
                                node + " is silent on " + call.function() + ": " + silent.why(),
                                "the hub tries again by itself, longer and longer apart; start the node"));
            case DoorCall.Answered answered -> answered(call, answered);
        }
    }

    private void answered(DoorCall call, DoorCall.Answered answered) {
        if (blackboard.over(silence())) {
            blackboard.write(Line.good(node + " answers again"));
        }
        String topic = "door " + node + " " + call.function();
        if (answered.status() != OK) {
            List<String> more = new ArrayList<>(Lessons.lines(call.function()));
            blackboard.writeOnce(
                    topic,
                    Line.wrong(
                            node + " answered " + call.function() + " with HTTP " + answered.status() + ", "
                                    + ConnectError.ofAnswer(answered.status(), answered.body()),
                            more));
            return;
        }
        if (blackboard.over(topic)) {
            blackboard.write(Line.good(node + " answers " + call.function() + " now"));
        }
        HandedIn.of(call).ifPresent(this::handedIn);
    }

    private String silence() {
        return silence(node);
    }

    /** The topic under which a node's silence is told. */
    static String silence(String node) {
        return "door " + node + " silent";
    }

    private void handedIn(HandedIn handedIn) {
        handedIn.answer().ifPresent(answer -> {
            String what = "the relay's " + handedIn.transaction().contract() + "."
                    + handedIn.transaction().method();
            switch (answer) {
                case SubmitAnswer.Accepted accepted -> {} // the relay asks again until it is final
                case SubmitAnswer.Refused refused ->
                    blackboard.write(Line.wrong(
                            node + " did not take " + what + ": "
                                    + refused.refusal().code() + ": "
                                    + refused.refusal().message(),
                            Lessons.lines(refused.refusal().code())));
                case SubmitAnswer.Final done ->
                    executed(
                            what,
                            handedIn.transaction(),
                            done.proven().height().toString(),
                            done.proven().receipt());
            }
        });
    }

    private void executed(String what, Transaction transaction, String height, Receipt receipt) {
        if (!receipt.succeeded()) {
            blackboard.writeOnce(
                    "handed in " + transaction.id(),
                    Line.wrong(
                            "your chain refused " + what + " in its block " + height + ": " + receipt.code() + ": "
                                    + receipt.message(),
                            Lessons.lines(receipt.code())));
            return;
        }
        List<CarriedStep> steps = CarriedStep.of(transaction, receipt);
        for (int i = 0; i < steps.size(); i++) {
            blackboard.writeOnce("handed in " + transaction.id() + " " + i, line(steps.get(i), height));
        }
    }

    private static Line line(CarriedStep step, String height) {
        String did = "your chain executed packets." + step.method() + " in its block " + height;
        Line line = step.refusal()
                .map(reason -> Line.wrong(
                        step.about() + "your chain refused packets." + step.method() + " in its block " + height + ": "
                                + reason.code() + ": " + reason.message(),
                        Lessons.lines(reason.code())))
                .orElseGet(() -> Line.good(
                        step.about() + did,
                        "next: the hub verifies that block, and takes the proof of what it left in your state"));
        return step.packet().map(line::about).orElse(line);
    }
}
