package io.regchain.supervision.lookup;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.evidence.StateClaim;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.gateway.StateReader;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Asks one node for a key, and holds its answer against a verified header.
 *
 * @param stateRoot of the verified block of this height
 */
record NodeInquiry(String key, Height height, Hash32 stateRoot) {
    /** What the node's answer is worth. */
    sealed interface Answer {
        record Good(StateClaim claim) implements Answer {}

        record Bad(NodeFault fault) implements Answer {}
    }

    /** Waits for the node. */
    Answer ask(StateReader node) {
        try {
            StateAnswer answer = node.readState(key, Optional.of(height))
                    .toCompletableFuture()
                    .join();
            return judge(node.node(), answer);
        } catch (CompletionException e) {
            if (e.getCause() instanceof GatewayProblem problem) {
                return fault(node.node(), problem);
            }
            throw e;
        }
    }

    private Answer judge(String node, StateAnswer answer) {
        if (!answer.height().equals(height)) {
            return bad(
                    node,
                    NodeFault.Kind.LIED,
                    "HEIGHT_MISMATCH",
                    "asked for the state of height " + height + ", it answered height " + answer.height());
        }
        StateClaim claim = new StateClaim(key, answer.value(), answer.proof());
        return answer.key().equals(key) && claim.holdsUnder(stateRoot)
                ? new Answer.Good(claim)
                : bad(
                        node,
                        NodeFault.Kind.LIED,
                        "STATE_UNPROVEN",
                        "what it says of " + key + " is not proven by the state root " + stateRoot
                                + " of the verified block " + height);
    }

    private Answer fault(String node, GatewayProblem problem) {
        String said = problem.getMessage();
        return switch (problem.kind()) {
            case UNREACHABLE -> bad(node, NodeFault.Kind.UNREACHABLE, "NODE_UNREACHABLE", said);
            case MALFORMED -> bad(node, NodeFault.Kind.LIED, "ANSWER_MALFORMED", said);
            case REFUSED ->
                problem.code().equals(Optional.of(ConnectCode.OUT_OF_RANGE)) // protocol section 14
                        ? bad(
                                node,
                                NodeFault.Kind.PRUNED,
                                "HEIGHT_PRUNED",
                                "it keeps the state of height " + height + " no more: " + said)
                        : bad(node, NodeFault.Kind.REFUSED, "NODE_REFUSED", said);
        };
    }

    private static Answer bad(String node, NodeFault.Kind kind, String code, String message) {
        return new Answer.Bad(new NodeFault(node, kind, new Refusal(code, message)));
    }
}
