package io.regchain.supervision.observer;

import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Optional;

/** What became of a {@link Reading}: proven throughout, or the first thing that is not. */
sealed interface ReadingCheck {
    /**
     * @param next what is trusted after this height
     * @param notes what else was noticed, although the reading itself stands: a second node that tells something else
     * @param fork another block of this height that the same validators certified, shown by the second node
     */
    record Sound(
            VerifiedHeader header,
            TrustedState next,
            Reading reading,
            List<Finding> notes,
            Optional<VerifiedHeader> fork)
            implements ReadingCheck {}

    /**
     * The node's block is certified but does not follow the verified one below it: misbehaviour for the supervision chain
     * to judge.
     */
    record Contradicting(Finding finding, VerifiedHeader header) implements ReadingCheck {}

    record Unsound(Finding finding) implements ReadingCheck {}
}
