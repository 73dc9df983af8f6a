package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Remembers the good signatures checked last, by a digest over key, message and signature. A bounded cache of facts: it
 * changes speed, never a result. Thread-safe, for it is asked from many threads at once.
 */
final class RememberedSignatures implements SignatureCheck {
    private static final String DOMAIN = "regchain/remembered-signature/1";
    private final int most;
    private final SignatureCheck check;
    private final LinkedHashMap<Hash32, Boolean> good = new LinkedHashMap<>();

    RememberedSignatures(int most, SignatureCheck check) {
        this.most = most;
        this.check = check;
    }

    @Override
    public boolean valid(Sm2PublicKey signer, byte[] message, Sm2Signature signature) {
        Hash32 digest = digest(signer, message, signature);
        if (known(digest)) {
            return true;
        }
        boolean valid = check.valid(signer, message, signature);
        if (valid) {
            remember(digest);
        }
        return valid;
    }

    private static Hash32 digest(Sm2PublicKey signer, byte[] message, Sm2Signature signature) {
        return new CanonicalWriter(DOMAIN)
                .fixed(signer.encoded().unsafeArray())
                .fixed(signature.value().unsafeArray())
                .bytes(Bytes.wrap(message))
                .toHash();
    }

    /** For what was just made with the private key. */
    void knownGood(Sm2PublicKey signer, byte[] message, Sm2Signature signature) {
        remember(digest(signer, message, signature));
    }

    private boolean known(Hash32 digest) {
        synchronized (good) {
            return good.containsKey(digest);
        }
    }

    private void remember(Hash32 digest) {
        synchronized (good) {
            good.put(digest, Boolean.TRUE);
            if (good.size() > most) {
                Iterator<Hash32> oldest = good.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }
}
