package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;

/** Whose turn it is: (height + round) mod n over the order of the set, so every height and every round moves it on. */
public final class ProposerRotation {
    private ProposerRotation() {}

    public static int index(ValidatorSet validators, Height height, Round round) {
        return (int) Math.floorMod(height.value() + round.value(), (long) validators.size());
    }

    public static Validator proposer(ValidatorSet validators, Height height, Round round) {
        return validators.validators().get(index(validators, height, round));
    }
}
