package io.regchain.protocol.crypto;

import java.math.BigInteger;

/**
 * A register that holds an integer modulo the SM2 prime p = 2²⁵⁶ − 2²²⁴ − 2⁹⁶ + 2⁶⁴ − 1, in Montgomery form: the register
 * of a holds a·2²⁶⁰ mod p. For public data only: its time depends on the values.
 *
 * <p>The value is l0 + l1·2⁵² + l2·2¹⁰⁴ + l3·2¹⁵⁶ + l4·2²⁰⁸ with signed limbs. A product leaves limbs of about 52 bits;
 * sums and differences add limb by limb, without carries, and the 12 bits to spare take them up. Nothing is brought into
 * [0, p) before someone asks for the one true value. The rules for a caller, stated in units of 2²⁵⁶:
 *
 * <ul>
 *   <li>a product of a and b lies in (−ab/16, ab/16 + 1); its factors have limbs below 2⁵⁶ in size, those of a square 2⁵⁵;
 *   <li>{@link #reduce} brings any value of up to ±64 into (−0.01, 1.01), with limbs of about 52 bits.
 * </ul>
 */
final class FieldElement {
    private static final int LIMB = 52;
    private static final long MASK = (1L << LIMB) - 1;
    /** So that the product's upper word starts at bit 52: (a·2⁶)(b·2⁶) / 2⁶⁴. */
    private static final int ALIGN = 6;

    // p in limbs; p + 1 has only the four powers of two 64, 96, 224, 256
    private static final long P0 = MASK;
    private static final long P1 = MASK - (1L << 44) + (1L << 12);
    private static final long P2 = MASK;
    private static final long P3 = MASK;
    private static final long P4 = (1L << 48) - (1L << 16) - 1;

    /** Turns a number into its Montgomery form by a product. */
    private static final FieldElement RADIX_SQUARED = new FieldElement();

    static {
        RADIX_SQUARED.load(Words256.of(BigInteger.ONE.shiftLeft(2 * 5 * LIMB).mod(Sm2Curve.P)), 0);
    }

    private long l0;
    private long l1;
    private long l2;
    private long l3;
    private long l4;

    /** The register of a number in [0, p), given as four words. */
    static FieldElement of(long[] number) {
        FieldElement element = new FieldElement();
        element.load(number, 0);
        element.product(element, RADIX_SQUARED);
        return element;
    }

    void set(FieldElement a) {
        l0 = a.l0;
        l1 = a.l1;
        l2 = a.l2;
        l3 = a.l3;
        l4 = a.l4;
    }

    /** Takes the Montgomery form from four words, the lowest first. */
    void load(long[] words, int at) {
        long w0 = words[at];
        long w1 = words[at + 1];
        long w2 = words[at + 2];
        long w3 = words[at + 3];
        l0 = w0 & MASK;
        l1 = (w0 >>> 52 | w1 << 12) & MASK;
        l2 = (w1 >>> 40 | w2 << 24) & MASK;
        l3 = (w2 >>> 28 | w3 << 36) & MASK;
        l4 = w3 >>> 16;
    }

    /** Brings the value into [0, p) and writes its Montgomery form as four words. */
    void store(long[] words, int at) {
        normalise();
        words[at] = l0 | l1 << 52;
        words[at + 1] = l1 >>> 12 | l2 << 40;
        words[at + 2] = l2 >>> 24 | l3 << 28;
        words[at + 3] = l3 >>> 36 | l4 << 16;
    }

    void sum(FieldElement a, FieldElement b) {
        l0 = a.l0 + b.l0;
        l1 = a.l1 + b.l1;
        l2 = a.l2 + b.l2;
        l3 = a.l3 + b.l3;
        l4 = a.l4 + b.l4;
    }

    void difference(FieldElement a, FieldElement b) {
        l0 = a.l0 - b.l0;
        l1 = a.l1 - b.l1;
        l2 = a.l2 - b.l2;
        l3 = a.l3 - b.l3;
        l4 = a.l4 - b.l4;
    }

    void negate() {
        l0 = -l0;
        l1 = -l1;
        l2 = -l2;
        l3 = -l3;
        l4 = -l4;
    }

    /** A small multiple of a. */
    void times(int factor, FieldElement a) {
        l0 = factor * a.l0;
        l1 = factor * a.l1;
        l2 = factor * a.l2;
        l3 = factor * a.l3;
        l4 = factor * a.l4;
    }

    /**
     * a·b·2⁻²⁶⁰, the Montgomery form of the product.
     *
     * <p>Column k of the product is the sum of aᵢ·bⱼ over i + j = k. The upper words h of its terms (from bit 52 on) go to
     * the next column; what stays is small, so that the sum of the lower words minus h·2⁵², both taken modulo 2⁶⁴, is
     * exactly it. No term needs a mask or a carry of its own.
     */
    void product(FieldElement a, FieldElement b) {
        long a0 = a.l0;
        long a1 = a.l1;
        long a2 = a.l2;
        long a3 = a.l3;
        long a4 = a.l4;
        long b0 = b.l0;
        long b1 = b.l1;
        long b2 = b.l2;
        long b3 = b.l3;
        long b4 = b.l4;
        long u0 = a0 << ALIGN;
        long u1 = a1 << ALIGN;
        long u2 = a2 << ALIGN;
        long u3 = a3 << ALIGN;
        long u4 = a4 << ALIGN;
        long v0 = b0 << ALIGN;
        long v1 = b1 << ALIGN;
        long v2 = b2 << ALIGN;
        long v3 = b3 << ALIGN;
        long v4 = b4 << ALIGN;

        long h0 = Math.multiplyHigh(u0, v0);
        long t0 = a0 * b0 - (h0 << LIMB);
        long h1 = Math.multiplyHigh(u0, v1) + Math.multiplyHigh(u1, v0);
        long t1 = a0 * b1 + a1 * b0 - (h1 << LIMB) + h0;
        long h2 = Math.multiplyHigh(u0, v2) + Math.multiplyHigh(u1, v1) + Math.multiplyHigh(u2, v0);
        long t2 = a0 * b2 + a1 * b1 + a2 * b0 - (h2 << LIMB) + h1;
        long h3 = Math.multiplyHigh(u0, v3)
                + Math.multiplyHigh(u1, v2)
                + Math.multiplyHigh(u2, v1)
                + Math.multiplyHigh(u3, v0);
        long t3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - (h3 << LIMB) + h2;
        long h4 = Math.multiplyHigh(u0, v4)
                + Math.multiplyHigh(u1, v3)
                + Math.multiplyHigh(u2, v2)
                + Math.multiplyHigh(u3, v1)
                + Math.multiplyHigh(u4, v0);
        long t4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (h4 << LIMB) + h3;
        long h5 = Math.multiplyHigh(u1, v4)
                + Math.multiplyHigh(u2, v3)
                + Math.multiplyHigh(u3, v2)
                + Math.multiplyHigh(u4, v1);
        long t5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (h5 << LIMB) + h4;
        long h6 = Math.multiplyHigh(u2, v4) + Math.multiplyHigh(u3, v3) + Math.multiplyHigh(u4, v2);
        long t6 = a2 * b4 + a3 * b3 + a4 * b2 - (h6 << LIMB) + h5;
        long h7 = Math.multiplyHigh(u3, v4) + Math.multiplyHigh(u4, v3);
        long t7 = a3 * b4 + a4 * b3 - (h7 << LIMB) + h6;
        long h8 = Math.multiplyHigh(u4, v4);
        long t8 = a4 * b4 - (h8 << LIMB) + h7;
        montgomery(t0, t1, t2, t3, t4, t5, t6, t7, t8, h8);
    }

    /** a²·2⁻²⁶⁰, as {@link #product} of a with itself: equal terms are taken once, doubled. */
    void square(FieldElement a) {
        long a0 = a.l0;
        long a1 = a.l1;
        long a2 = a.l2;
        long a3 = a.l3;
        long a4 = a.l4;
        long d0 = a0 << 1;
        long d1 = a1 << 1;
        long d2 = a2 << 1;
        long d3 = a3 << 1;
        long u0 = a0 << ALIGN;
        long u1 = a1 << ALIGN;
        long u2 = a2 << ALIGN;
        long u3 = a3 << ALIGN;
        long u4 = a4 << ALIGN;
        long w0 = d0 << ALIGN;
        long w1 = d1 << ALIGN;
        long w2 = d2 << ALIGN;
        long w3 = d3 << ALIGN;

        long h0 = Math.multiplyHigh(u0, u0);
        long t0 = a0 * a0 - (h0 << LIMB);
        long h1 = Math.multiplyHigh(w0, u1);
        long t1 = d0 * a1 - (h1 << LIMB) + h0;
        long h2 = Math.multiplyHigh(w0, u2) + Math.multiplyHigh(u1, u1);
        long t2 = d0 * a2 + a1 * a1 - (h2 << LIMB) + h1;
        long h3 = Math.multiplyHigh(w0, u3) + Math.multiplyHigh(w1, u2);
        long t3 = d0 * a3 + d1 * a2 - (h3 << LIMB) + h2;
        long h4 = Math.multiplyHigh(w0, u4) + Math.multiplyHigh(w1, u3) + Math.multiplyHigh(u2, u2);
        long t4 = d0 * a4 + d1 * a3 + a2 * a2 - (h4 << LIMB) + h3;
        long h5 = Math.multiplyHigh(w1, u4) + Math.multiplyHigh(w2, u3);
        long t5 = d1 * a4 + d2 * a3 - (h5 << LIMB) + h4;
        long h6 = Math.multiplyHigh(w2, u4) + Math.multiplyHigh(u3, u3);
        long t6 = d2 * a4 + a3 * a3 - (h6 << LIMB) + h5;
        long h7 = Math.multiplyHigh(w3, u4);
        long t7 = d3 * a4 - (h7 << LIMB) + h6;
        long h8 = Math.multiplyHigh(u4, u4);
        long t8 = a4 * a4 - (h8 << LIMB) + h7;
        montgomery(t0, t1, t2, t3, t4, t5, t6, t7, t8, h8);
    }

    /**
     * Divides ten columns by 2²⁶⁰ modulo p. Since p ≡ −1 modulo 2⁵², adding m·p with m the low 52 bits of the lowest
     * column clears them; and m·p = m·(p + 1) − m is four shifted copies of m, at bits 64, 96, 224 and 256.
     */
    private void montgomery(long t0, long t1, long t2, long t3, long t4, long t5, long t6, long t7, long t8, long t9) {
        long m0 = t0 & MASK;
        long c1 = t1 + (t0 >> LIMB) + (m0 << 12 & MASK) - (m0 << 44 & MASK);
        long m1 = c1 & MASK;
        long c2 = t2 + (c1 >> LIMB) + (m0 >>> 40) - (m0 >>> 8) + (m1 << 12 & MASK) - (m1 << 44 & MASK);
        long m2 = c2 & MASK;
        long c3 = t3 + (c2 >> LIMB) + (m1 >>> 40) - (m1 >>> 8) + (m2 << 12 & MASK) - (m2 << 44 & MASK);
        long m3 = c3 & MASK;
        long c4 = t4
                + (c3 >> LIMB)
                + (m2 >>> 40)
                - (m2 >>> 8)
                + (m3 << 12 & MASK)
                - (m3 << 44 & MASK)
                + (m0 << 48 & MASK)
                - (m0 << 16 & MASK);
        long m4 = c4 & MASK;
        long c5 = t5
                + (c4 >> LIMB)
                + (m3 >>> 40)
                - (m3 >>> 8)
                + (m4 << 12 & MASK)
                - (m4 << 44 & MASK)
                + (m0 >>> 4)
                - (m0 >>> 36)
                + (m1 << 48 & MASK)
                - (m1 << 16 & MASK);
        long c6 = t6 + (m4 >>> 40) - (m4 >>> 8) + (m1 >>> 4) - (m1 >>> 36) + (m2 << 48 & MASK) - (m2 << 16 & MASK);
        long c7 = t7 + (m2 >>> 4) - (m2 >>> 36) + (m3 << 48 & MASK) - (m3 << 16 & MASK);
        long c8 = t8 + (m3 >>> 4) - (m3 >>> 36) + (m4 << 48 & MASK) - (m4 << 16 & MASK);
        long c9 = t9 + (m4 >>> 4) - (m4 >>> 36);
        l0 = c5 & MASK;
        l1 = (c6 & MASK) + (c5 >> LIMB);
        l2 = (c7 & MASK) + (c6 >> LIMB);
        l3 = (c8 & MASK) + (c7 >> LIMB);
        l4 = c9 + (c8 >> LIMB);
    }

    /** Subtracts the multiple of p that the bits from 256 on call for, and passes each limb's overflow on once. */
    void reduce() {
        long top = l4 + (l3 >> LIMB);
        long q = top >> 48;
        long n1 = (l1 & MASK) + (l0 >> LIMB) + (q << 44) - (q << 12);
        long n2 = (l2 & MASK) + (l1 >> LIMB);
        long n3 = (l3 & MASK) + (l2 >> LIMB);
        l0 = (l0 & MASK) + q;
        l1 = n1;
        l2 = n2;
        l3 = n3;
        l4 = top - (q << 48) + (q << 16);
    }

    /** Brings the value into [0, p), with limbs in [0, 2⁵²). */
    private void normalise() {
        reduce();
        carry();
        if (l4 < 0) {
            addPrime(1);
        }
        addPrime(-1);
        if (l4 < 0) {
            addPrime(1);
        }
    }

    private void addPrime(int times) {
        l0 += times * P0;
        l1 += times * P1;
        l2 += times * P2;
        l3 += times * P3;
        l4 += times * P4;
        carry();
    }

    private void carry() {
        l1 += l0 >> LIMB;
        l0 &= MASK;
        l2 += l1 >> LIMB;
        l1 &= MASK;
        l3 += l2 >> LIMB;
        l2 &= MASK;
        l4 += l3 >> LIMB;
        l3 &= MASK;
    }

    /** Whether the value, of up to ±64, is a multiple of p. */
    boolean isZero() {
        // k·p ≡ −k modulo 2⁵²: nearly every other value is told apart by its low limb
        long low = l0 << 64 - LIMB >> 64 - LIMB;
        return low >= -64 && low <= 64 && isExactlyZero();
    }

    private boolean isExactlyZero() {
        normalise();
        return (l0 | l1 | l2 | l3 | l4) == 0;
    }

    /** a⁻¹, or 0 for 0: a to the power p − 2. */
    void inverse(FieldElement a) {
        FieldElement power = new FieldElement();
        power.set(a);
        BigInteger exponent = Sm2Curve.P.subtract(BigInteger.TWO);
        for (int bit = exponent.bitLength() - 2; bit >= 0; bit--) {
            power.square(power);
            if (exponent.testBit(bit)) {
                power.product(power, a);
            }
        }
        set(power);
    }
}
