package io.regchain.protocol.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/** The curve sm2p256v1 of GB/T 32918.5 and what both halves of a key need of it. */
final class Sm2Curve {
    // the custom curve is several times faster than the one of GMNamedCurves
    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("sm2p256v1");
    static final ECDomainParameters DOMAIN =
            new ECDomainParameters(PARAMETERS.getCurve(), PARAMETERS.getG(), PARAMETERS.getN(), PARAMETERS.getH());
    static final BigInteger N = PARAMETERS.getN();
    static final BigInteger P = PARAMETERS.getCurve().getField().getCharacteristic();
    static final int FIELD_SIZE = 32;
    /** a ‖ b ‖ xG ‖ yG, as Z_A hashes them. */
    static final byte[] PARAMETERS_IN_Z = Arrays.concatenate(
            DOMAIN.getCurve().getA().getEncoded(),
            DOMAIN.getCurve().getB().getEncoded(),
            DOMAIN.getG().getAffineXCoord().getEncoded(),
            DOMAIN.getG().getAffineYCoord().getEncoded());

    private Sm2Curve() {}

    /** k·G in affine coordinates, in a time that does not depend on k. */
    static ECPoint multiplyBase(BigInteger k) {
        return new FixedPointCombMultiplier().multiply(DOMAIN.getG(), k).normalize();
    }

    static ECPoint point(BigInteger x, BigInteger y) {
        return DOMAIN.getCurve().createPoint(x, y);
    }

    static byte[] unsigned32(BigInteger value) {
        return BigIntegers.asUnsignedByteArray(FIELD_SIZE, value);
    }
}
