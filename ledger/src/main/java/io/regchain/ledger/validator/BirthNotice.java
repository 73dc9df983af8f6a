package io.regchain.ledger.validator;

import io.regchain.ledger.storage.Births;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm2Signer;

/**
 * A validator's word, signed with its key, on which life of its directory it speaks from. Peers keep the first one they
 * see and show it back: whoever is shown another one than its own has lost its disk, and may have voted before.
 */
public record BirthNotice(Hash32 birth, Sm2Signature signature) {
    private static final String DOMAIN = "regchain/birth-notice/1";

    public static BirthNotice sign(ChainId chainId, Hash32 birth, Sm2Signer key) {
        return new BirthNotice(birth, key.sign(signedBytes(chainId, birth)));
    }

    static BirthNotice of(Births.Notice kept) {
        return new BirthNotice(kept.birth(), kept.signature());
    }

    Births.Notice toKeep() {
        return new Births.Notice(birth, signature);
    }

    boolean signedBy(Sm2PublicKey key, ChainId chainId) {
        return key.verify(signedBytes(chainId, birth), signature);
    }

    private static byte[] signedBytes(ChainId chainId, Hash32 birth) {
        return new CanonicalWriter(DOMAIN).text(chainId.value()).hash(birth).toArray();
    }

    void write(CanonicalWriter out) {
        out.hash(birth).fixed(signature.value().unsafeArray());
    }

    static BirthNotice read(CanonicalReader in) {
        return new BirthNotice(in.hash(), Sm2Signature.of(in.fixed(Sm2Signature.SIZE)));
    }
}
