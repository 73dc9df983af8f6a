package io.regchain.ledger.consensus;

/** The protocol as one function: equal input on an equal state gives equal output. */
public final class Qbft {
    private Qbft() {}

    /**
     * @throws IllegalStateException when the shell breaks its side: a height that does not grow, a built block that
     *     does not fit the parent
     */
    public static Step step(ConsensusState state, ConsensusInput input) {
        return step(state, input, Rules.QBFT);
    }

    static Step step(ConsensusState state, ConsensusInput input, Rules rules) {
        Transition transition = new Transition(state.copy(), rules);
        transition.apply(input);
        return new Step(transition.state(), transition.effects());
    }
}
