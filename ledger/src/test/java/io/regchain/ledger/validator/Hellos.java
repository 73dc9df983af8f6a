package io.regchain.ledger.validator;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;

/** Hellos for tests that do not look at who signed them; an answer shows a notice back. */
public final class Hellos {
    private static final BirthNotice NOTICE =
            BirthNotice.sign(new ChainId("jiangsu"), Sm3.hash(new byte[] {1}), TestValidators.key("one"));

    private Hellos() {}

    public static PeerMessage.Hello of(int sender, Height height, boolean answer) {
        return new PeerMessage.Hello(sender, height, answer, NOTICE, answer ? Optional.of(NOTICE) : Optional.empty());
    }
}
