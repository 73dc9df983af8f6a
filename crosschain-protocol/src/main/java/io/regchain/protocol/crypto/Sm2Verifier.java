package io.regchain.protocol.crypto;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/**
 * Verifies the signatures of one key; several times faster once it has seen a few of them, by a table of multiples of the
 * key that it keeps as long as {@link KeyTables} lets it.
 *
 * <p>Everything here is public, so nothing takes care to run in constant time; signing and decryption do not come by.
 * Thread-safe.
 */
final class Sm2Verifier {
    private static final int BASE_TEETH = 10;
    private static final int BASE_BLOCKS = 2;
    private static final int BASE_COLUMNS = 13;
    /** Multiples of G, 64 KiB. */
    private static final CombTable BASE = CombTable.of(
            CurvePoint.words(Sm2Curve.DOMAIN.getG().getEncoded(false)), BASE_TEETH, BASE_BLOCKS, BASE_COLUMNS);

    private final long[] point;
    private final KeyTables.Place place = new KeyTables.Place();

    Sm2Verifier(Bytes encodedKey) {
        this.point = CurvePoint.words(encodedKey.unsafeArray());
    }

    boolean verifies(Hash32 e, Sm2Signature signature) {
        return verifies(e, signature, KeyTables.KNOWN.find(place, this::table));
    }

    /** GB/T 32918.2 7.1 B1–B7, by whichever of the two ways to the sum; both give the same point. */
    boolean verifies(Hash32 e, Sm2Signature signature, Optional<CombTable> table) {
        long[] r = Words256.read(signature.value().unsafeArray(), 0);
        long[] s = Words256.read(signature.value().unsafeArray(), Sm2Curve.FIELD_SIZE);
        if (!inRange(r) || !inRange(s)) {
            return false; // B1, B2
        }
        long[] t = Words256.sumModN(r, s);
        if (Words256.isZero(t)) {
            return false; // B5
        }
        CurvePoint sum = table.map(multiples -> sum(s, multiples, t)).orElseGet(() -> sum(s, t));
        long[] digest = Words256.modN(Words256.read(e.unsafeArray(), 0));
        return !sum.isInfinite() && hasX(sum, Words256.differenceModN(r, digest));
    }

    CombTable table() {
        return CombTable.of(point, KeyTables.TEETH, KeyTables.BLOCKS, KeyTables.COLUMNS);
    }

    private static boolean inRange(long[] scalar) {
        return !Words256.isZero(scalar) && Words256.isBelow(scalar, Words256.N);
    }

    /** s·G + t·P with tables for both. */
    static CurvePoint sum(long[] s, CombTable table, long[] t) {
        CombTable.Signs ofBase = BASE.signs(s);
        CombTable.Signs ofKey = table.signs(t);
        CurvePoint sum = new CurvePoint();
        for (int column = table.columns() - 1; column >= 0; column--) {
            sum.twice();
            table.addColumn(sum, ofKey, column);
            if (column < BASE_COLUMNS) {
                BASE.addColumn(sum, ofBase, column);
            }
        }
        return sum;
    }

    /** s·G + t·P for a key without a table. */
    CurvePoint sum(long[] s, long[] t) {
        CombTable.Signs ofBase = BASE.signs(s);
        SignedWindows ofKey = new SignedWindows(point, t);
        CurvePoint sum = new CurvePoint();
        for (int column = ofKey.columns() - 1; column >= 0; column--) {
            sum.twice();
            ofKey.addColumn(sum, column);
            if (column < BASE_COLUMNS) {
                BASE.addColumn(sum, ofBase, column);
            }
        }
        return sum;
    }

    /**
     * B6, B7: R = (e + x₁) mod n equals r, that is x₁ ≡ r − e. Since x₁ lies below p, and n &lt; p &lt; 2n, it is r − e mod n or,
     * rarely, n more.
     */
    private static boolean hasX(CurvePoint sum, long[] x) {
        if (sum.hasX(FieldElement.of(x))) {
            return true;
        }
        long[] more = new long[4];
        boolean over = Words256.add(more, x, Words256.N);
        return !over && Words256.isBelow(more, Words256.P) && sum.hasX(FieldElement.of(more));
    }
}
