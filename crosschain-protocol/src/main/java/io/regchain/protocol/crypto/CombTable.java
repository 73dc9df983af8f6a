package io.regchain.protocol.crypto;

/**
 * Multiples of one point, chosen so that k times it takes few additions and very few doublings (Lim and Lee's comb).
 *
 * <p>An odd scalar is a sum of ±2ⁱ over all bits i below teeth·blocks·columns. Bit i belongs to tooth i/(blocks·columns), in
 * it to a block and in that to a column. The table of a block holds, for each choice of signs of its teeth, the sum of the
 * teeth's ±2^(first bit of tooth and block) times the point; a table of opposites is not needed, the top tooth counts as +
 * and the entry is subtracted instead. To multiply: for each column from the last to the first, double and add one entry
 * per block.
 */
final class CombTable {
    private final int teeth;
    private final int blocks;
    private final int columns;
    private final long[] entries;

    private CombTable(int teeth, int blocks, int columns, long[] entries) {
        this.teeth = teeth;
        this.blocks = blocks;
        this.columns = columns;
        this.entries = entries;
    }

    /**
     * @param point affine, eight words, of order n. Entries are multiples m·point with 0 < |m| < n whatever the point, so
     *     that none of them is infinity
     */
    static CombTable of(long[] point, int teeth, int blocks, int columns) {
        long[] powers = powers(point, teeth, blocks, columns);
        CurvePoint[] sums = new CurvePoint[blocks << teeth - 1];
        for (int block = 0; block < blocks; block++) {
            fill(sums, block, blocks, teeth, powers);
        }
        return new CombTable(teeth, blocks, columns, CurvePoint.toAffine(sums));
    }

    static int bytes(int teeth, int blocks) {
        return (blocks << teeth - 1) * CurvePoint.WORDS * Long.BYTES;
    }

    /** 2^(first bit) times the point for each tooth and block, and twice that, side by side. */
    private static long[] powers(long[] point, int teeth, int blocks, int columns) {
        CurvePoint[] powers = new CurvePoint[2 * teeth * blocks];
        CurvePoint power = new CurvePoint();
        power.set(point, 0);
        for (int bit = 0; bit <= columns * (teeth * blocks - 1) + 1; bit++) {
            if (bit % columns <= 1) {
                CurvePoint copy = new CurvePoint();
                copy.set(power);
                powers[2 * (bit / columns) + bit % columns] = copy;
            }
            power.twice();
        }
        return CurvePoint.toAffine(powers);
    }

    /** From the entry with minus at every tooth but the top one, each other entry by turning one more sign. */
    private static void fill(CurvePoint[] sums, int block, int blocks, int teeth, long[] powers) {
        int first = block << teeth - 1;
        CurvePoint lowest = new CurvePoint();
        lowest.set(powers, power(teeth - 1, block, blocks));
        for (int tooth = 0; tooth < teeth - 1; tooth++) {
            lowest.add(powers, power(tooth, block, blocks), true);
        }
        sums[first] = lowest;
        for (int index = 1; index < 1 << teeth - 1; index++) {
            int tooth = Integer.numberOfTrailingZeros(index);
            CurvePoint sum = new CurvePoint();
            sum.set(sums[first + (index & index - 1)]);
            sum.add(powers, power(tooth, block, blocks) + CurvePoint.WORDS, false);
            sums[first + index] = sum;
        }
    }

    private static int power(int tooth, int block, int blocks) {
        return 2 * CurvePoint.WORDS * (tooth * blocks + block);
    }

    int columns() {
        return columns;
    }

    /** The signs that make up a scalar k in [1, n−1] for this table; an even k is taken as −(n − k). */
    Signs signs(long[] k) {
        boolean opposite = !Words256.isOdd(k);
        long[] odd = opposite ? Words256.minus(Words256.N, k) : k;
        // k = Σ ±2ⁱ has + at i when bit i + 1 of k is 1, and at the top
        long[] plus = new long[5];
        for (int i = 0; i < 4; i++) {
            plus[i] = odd[i] >>> 1 | (i < 3 ? odd[i + 1] << 63 : 0);
        }
        int top = teeth * blocks * columns - 1;
        plus[top >>> 6] |= 1L << top;
        return new Signs(plus, opposite);
    }

    /** Bit i of {@code plus} is set where the scalar has +2ⁱ; all of it is negated if {@code opposite}. */
    record Signs(long[] plus, boolean opposite) {
        int bit(int i) {
            return (int) (plus[i >>> 6] >>> i) & 1;
        }
    }

    /** Adds this column of the scalar to the sum. */
    void addColumn(CurvePoint sum, Signs signs, int column) {
        for (int block = 0; block < blocks; block++) {
            int choice = choice(signs, block * columns + column);
            int mask = (1 << teeth - 1) - 1;
            boolean top = choice > mask;
            int index = (top ? choice : ~choice) & mask;
            sum.add(entries, ((block << teeth - 1) + index) * CurvePoint.WORDS, top == signs.opposite());
        }
    }

    private int choice(Signs signs, int first) {
        int choice = 0;
        for (int tooth = teeth - 1, bit = first + tooth * blocks * columns; tooth >= 0; tooth--) {
            choice = choice << 1 | signs.bit(bit);
            bit -= blocks * columns;
        }
        return choice;
    }
}
