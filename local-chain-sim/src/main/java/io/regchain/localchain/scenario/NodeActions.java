package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.number;

import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;

/** A market's nodes, each a validator, go down and come back; they are counted from 1. */
final class NodeActions {
    private NodeActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofMarket("stop-node", NodeActions::stop, number("node")).whileRunning(),
                Action.ofMarket("start-node", NodeActions::start, number("node"))
                        .whileRunning());
    }

    private static Outcome stop(Performance step) {
        step.federation().stopNode(step.market().chainId(), index(step));
        return Outcome.success(CanonicalJson.object());
    }

    private static Outcome start(Performance step) {
        step.federation().startNode(step.market().chainId(), index(step));
        return Outcome.success(CanonicalJson.object());
    }

    private static int index(Performance step) {
        LocalMarket market = step.market();
        int nodes = market.plan().seats().size();
        long node = step.number("node");
        if (node < 1 || node > nodes) {
            throw new StepFailure("argument node should be 1 to " + nodes + ", the nodes of " + market.chainId()
                    + ", but is " + node);
        }
        return Math.toIntExact(node - 1);
    }
}
