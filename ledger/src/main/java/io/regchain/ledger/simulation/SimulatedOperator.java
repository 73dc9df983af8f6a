package io.regchain.ledger.simulation;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the validators, one change after the other: somebody joins, leaves, or takes another's place. There are never
 * fewer than at genesis, so that as many may be faulty, whoever they are.
 */
final class SimulatedOperator {
    private static final int FIRST_WITHIN = 20_000;
    private static final int NEXT_WITHIN = 8_000;
    private static final int ASK_AGAIN_WITHIN = 1_500;

    private final ChainSimulation chain;
    private final Sm2Signer key = TestValidators.signer("simulated operator");
    private final int changes;
    private Optional<Change> underWay = Optional.empty();

    /** @param places of those that shall decide */
    private record Change(Transaction transaction, List<Integer> places) {}

    SimulatedOperator(ChainSimulation chain, int changes) {
        this.chain = chain;
        this.changes = changes;
    }

    void begin() {
        if (changes > 0) {
            chain.schedule().after(chain.random().nextInt(FIRST_WITHIN), this::work);
        }
    }

    boolean done() {
        return made() >= changes;
    }

    private long made() {
        return changes == 0 ? 0 : chain.watch().nextSequence(key.publicKey()).value();
    }

    private void work() {
        checkInForce();
        if (underWay.filter(this::executed).isPresent()) {
            underWay = Optional.empty();
            chain.schedule().after(chain.random().nextInt(NEXT_WITHIN), this::work);
        } else if (!done()) {
            Change change = underWay.orElseGet(this::next);
            underWay = Optional.of(change);
            chain.anyNode().submit(change.transaction());
            chain.schedule().after(200 + chain.random().nextInt(ASK_AGAIN_WITHIN), this::work);
        }
    }

    private boolean executed(Change change) {
        return change.transaction().sequence().value() < made();
    }

    /** What was wanted last and is executed is in force. */
    void checkInForce() {
        underWay.filter(this::executed).ifPresent(change -> chain.watch()
                .check(
                        places().equals(change.places()),
                        "those decide that the operator wanted: " + change.places() + ", not " + places()));
    }

    private Change next() {
        List<Integer> places = changed(places());
        chain.transcript().line("the operator wants #" + places + " to decide");
        Transaction transaction = Transaction.sign(
                chain.world().chainId(),
                key,
                new Sequence(made()),
                SeatsContract.NAME,
                "decide",
                CanonicalJson.encode(SeatsContract.arguments(places)));
        return new Change(transaction, places);
    }

    /** Of those that decide now. */
    private List<Integer> places() {
        List<Validator> seats = chain.world().seats();
        List<Integer> places = new ArrayList<>();
        for (Validator deciding : chain.watch().validators().validators()) {
            places.add(seats.indexOf(deciding));
        }
        return places;
    }

    private List<Integer> changed(List<Integer> deciding) {
        List<Integer> waiting = new ArrayList<>();
        for (int place = 0; place < chain.setup().seats(); place++) {
            if (!deciding.contains(place)) {
                waiting.add(place);
            }
        }
        List<Integer> next = new ArrayList<>(deciding);
        boolean mayLeave = deciding.size() > chain.setup().validators();
        if (mayLeave && (waiting.isEmpty() || chain.random().nextInt(3) == 0)) {
            chain.tally().count("validators that leave");
            next.remove(chain.random().nextInt(next.size()));
        } else if (chain.random().nextBoolean()) {
            chain.tally().count("validators that join");
            next.add(any(waiting));
        } else {
            chain.tally().count("validators replaced by another");
            next.set(chain.random().nextInt(next.size()), any(waiting));
        }
        return next;
    }

    private int any(List<Integer> places) {
        return places.get(chain.random().nextInt(places.size()));
    }
}
