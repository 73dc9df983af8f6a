package io.regchain.protocol.crypto;

/**
 * An accumulator for points of the SM2 curve in Jacobian coordinates: (X/Z², Y/Z³), a register like {@link FieldElement}.
 * Every addition also serves where the usual formulas fail (equal points, opposite points, infinity), since a signer can
 * choose a key and a signature that lead there.
 *
 * <p>Bounds kept between operations, in units of 2²⁵⁶: |X| ≤ 1.1, |Y| ≤ 1.4, |Z| ≤ 2.5; the comments of the formulas give
 * what they meet on the way.
 */
final class CurvePoint {
    /** Words of a stored affine point: x then y, each in Montgomery form. */
    static final int WORDS = 8;

    private static final FieldElement ONE = FieldElement.of(new long[] {1, 0, 0, 0});

    private final FieldElement x = new FieldElement();
    private final FieldElement y = new FieldElement();
    private final FieldElement z = new FieldElement();
    private boolean infinite = true;

    private final FieldElement u = new FieldElement();
    private final FieldElement v = new FieldElement();
    private final FieldElement w = new FieldElement();
    private final FieldElement h = new FieldElement();
    private final FieldElement r = new FieldElement();
    private final FieldElement otherX = new FieldElement();
    private final FieldElement otherY = new FieldElement();

    /** Another point as the second term of several additions: its Jacobian coordinates with Z² and Z³. */
    static final class Term {
        private final FieldElement x = new FieldElement();
        private final FieldElement y = new FieldElement();
        private final FieldElement z = new FieldElement();
        private final FieldElement zz = new FieldElement();
        private final FieldElement zzz = new FieldElement();
    }

    /** The eight words of an affine point, from its encoding 04‖x‖y. */
    static long[] words(byte[] encoded) {
        long[] words = new long[WORDS];
        FieldElement.of(Words256.read(encoded, 1)).store(words, 0);
        FieldElement.of(Words256.read(encoded, 33)).store(words, 4);
        return words;
    }

    boolean isInfinite() {
        return infinite;
    }

    void set(long[] words, int at) {
        x.load(words, at);
        y.load(words, at + 4);
        z.set(ONE);
        infinite = false;
    }

    void set(CurvePoint other) {
        x.set(other.x);
        y.set(other.y);
        z.set(other.z);
        infinite = other.infinite;
    }

    /** This point, not infinity, as a term. */
    Term toTerm() {
        Term term = new Term();
        term.x.set(x);
        term.y.set(y);
        term.z.set(z);
        term.zz.square(z);
        term.zzz.product(term.zz, z);
        return term;
    }

    /**
     * 2·this, with a = −3. No point has Y = 0: the group's order is odd.
     *
     * <p>α = 3(X − Z²)(X + Z²), β = XY²; X′ = α² − 8β, Y′ = α(4β − X′) − 8Y⁴, Z′ = 2YZ.
     */
    void twice() {
        if (infinite) {
            return;
        }
        u.square(z); // at most 1.4
        h.difference(x, u);
        v.sum(x, u);
        r.product(h, v);
        r.times(3, r); // α, at most 4.2
        w.square(y);
        h.product(x, w); // β
        z.product(y, z);
        z.times(2, z); // at most 2.5
        x.square(r);
        u.times(4, h); // 4β, at most 4.5
        v.times(2, u);
        x.difference(x, v); // from −9 to 2.2
        x.reduce();
        u.difference(u, x);
        y.product(r, u);
        w.square(w);
        w.times(8, w);
        y.difference(y, w);
        y.reduce();
    }

    /** Adds the affine point stored at {@code at}, or its opposite. */
    void add(long[] words, int at, boolean opposite) {
        otherX.load(words, at);
        otherY.load(words, at + 4);
        if (opposite) {
            otherY.negate();
        }
        if (infinite) {
            x.set(otherX);
            y.set(otherY);
            z.set(ONE);
            infinite = false;
            return;
        }
        u.square(z);
        h.product(otherX, u);
        h.difference(h, x);
        u.product(u, z);
        r.product(otherY, u);
        r.difference(r, y);
        finish(x, y);
    }

    /** Adds a term, or its opposite. */
    void add(Term term, boolean opposite) {
        if (infinite) {
            x.set(term.x);
            y.set(term.y);
            z.set(term.z);
            if (opposite) {
                y.negate();
            }
            infinite = false;
            return;
        }
        u.square(z);
        h.product(term.x, u);
        u.product(u, z);
        r.product(term.y, u);
        if (opposite) {
            r.negate();
        }
        otherX.product(x, term.zz);
        otherY.product(y, term.zzz);
        h.difference(h, otherX);
        r.difference(r, otherY);
        if (!h.isZero()) {
            z.product(z, term.z);
        }
        finish(otherX, otherY);
    }

    /**
     * The sum, from X₁ and Y₁ brought to a common Z (which {@code z} holds), H = X₂ − X₁ in {@code h} and R = Y₂ − Y₁ in
     * {@code r}: X′ = R² − H³ − 2X₁H², Y′ = R(X₁H² − X′) − Y₁H³, Z′ = Z·H.
     */
    private void finish(FieldElement x1, FieldElement y1) {
        if (h.isZero()) {
            if (r.isZero()) {
                twice();
            } else {
                infinite = true;
            }
            return;
        }
        z.product(z, h);
        u.square(h);
        v.product(x1, u);
        h.product(h, u);
        w.product(y1, h);
        x.square(r);
        x.difference(x, h);
        x.difference(x, v);
        x.difference(x, v); // from −3.7 to 1.4
        x.reduce();
        v.difference(v, x);
        y.product(r, v);
        y.difference(y, w); // at most 1.4
    }

    /** Whether the affine x is the given number, compared as X = x·Z² so that nothing is divided. */
    boolean hasX(FieldElement number) {
        u.square(z);
        u.product(u, number);
        u.difference(u, x);
        return u.isZero();
    }

    /** Writes the points, none of them infinity, in affine form one after another; one division serves all of them. */
    static long[] toAffine(CurvePoint[] points) {
        FieldElement[] products = new FieldElement[points.length];
        FieldElement all = new FieldElement();
        all.set(ONE);
        for (int i = 0; i < points.length; i++) {
            products[i] = new FieldElement();
            products[i].set(all);
            all.product(all, points[i].z);
        }
        long[] words = new long[WORDS * points.length];
        FieldElement inverse = new FieldElement();
        inverse.inverse(all);
        for (int i = points.length - 1; i >= 0; i--) {
            products[i].product(products[i], inverse);
            inverse.product(inverse, points[i].z);
            points[i].storeAffine(products[i], words, WORDS * i);
        }
        return words;
    }

    /** @param inverse Z⁻¹ */
    private void storeAffine(FieldElement inverse, long[] words, int at) {
        u.square(inverse);
        v.product(x, u);
        v.store(words, at);
        u.product(u, inverse);
        v.product(y, u);
        v.store(words, at + 4);
    }
}
