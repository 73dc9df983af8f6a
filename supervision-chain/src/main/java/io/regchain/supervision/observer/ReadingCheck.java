package io.regchain.supervision.observer;

import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;

/** What became of a {@link Reading}: proven throughout, or the first thing that is not. */
sealed interface ReadingCheck {
    /**
     * @param next what is trusted after this height
     * @param notes what else was noticed, although the reading itself stands: a second node that tells something else
     */
    record Sound(VerifiedHeader header, TrustedState next, Reading reading, List<Finding> notes)
            implements ReadingCheck {}

    record Unsound(Finding finding) implements ReadingCheck {}
}
