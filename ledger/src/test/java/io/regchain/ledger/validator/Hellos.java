package io.regchain.ledger.validator;

import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;

/** Hellos and answers for tests that do not look at who signed them. */
public final class Hellos {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private static final Sm2PrivateKey KEY = TestValidators.key("one");
    private static final Hash32 BIRTH = Sm3.hash(new byte[] {1});
    private static final BirthNotice NOTICE = BirthNotice.sign(CHAIN, BIRTH, KEY);
    private static final Height ANSWERED_AT = new Height(7);
    private static final HelloAnswer ANSWER = HelloAnswer.sign(CHAIN, BIRTH, ANSWERED_AT, NOTICE, NOTICE, KEY);

    private Hellos() {}

    public static PeerMessage.Hello of(int sender, Height height) {
        return new PeerMessage.Hello(sender, height, NOTICE);
    }

    public static PeerMessage.Answer answer(int sender) {
        return new PeerMessage.Answer(sender, ANSWER, Optional.of(Bytes.utf8("proof")));
    }
}
