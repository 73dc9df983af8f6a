package io.regchain.bench.parts;

import io.regchain.protocol.crypto.Sm2Signature;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;

/** A key as BouncyCastle has it: the yardstick. */
record LibraryKey(ECPoint point) {
    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    static LibraryKey decode(byte[] key) {
        byte[] x = Arrays.copyOfRange(key, 1, 33);
        byte[] y = Arrays.copyOfRange(key, 33, 65);
        return new LibraryKey(CURVE.getCurve().validatePoint(new BigInteger(1, x), new BigInteger(1, y)));
    }

    boolean verifies(byte[] message, Sm2Signature signature) {
        SM2Signer verifier = new SM2Signer(PlainDSAEncoding.INSTANCE);
        verifier.init(false, new ECPublicKeyParameters(point, CURVE));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature.value().toArray());
    }
}
