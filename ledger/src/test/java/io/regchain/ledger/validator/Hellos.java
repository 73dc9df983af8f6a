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
    private static final Optional<Bytes> PROOF = Optional.of(Bytes.utf8("proof"));

    private Hellos() {}

    public static PeerMessage.Hello of(int sender, Height height) {
        return new PeerMessage.Hello(sender, height, NOTICE, BIRTH);
    }

    public static PeerMessage.Answer answer(int sender, Height height) {
        PeerMessage.Hello to = of(0, Height.ZERO);
        return new PeerMessage.Answer(sender, HelloAnswer.sign(CHAIN, to, height, NOTICE, NOTICE, PROOF, KEY));
    }
}
