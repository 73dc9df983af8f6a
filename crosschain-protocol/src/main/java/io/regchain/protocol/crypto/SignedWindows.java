package io.regchain.protocol.crypto;

/**
 * k times a point that is met for the first time: k as a sum of ±1, ±3 … ±15 times powers of two, at least five bits apart
 * (its non-adjacent form of width 5), and those odd multiples of the point.
 */
final class SignedWindows {
    private static final int WIDTH = 5;
    private static final int BITS = 256;
    private final byte[] digits = new byte[BITS + 1];
    private final CurvePoint.Term[] oddMultiples = new CurvePoint.Term[1 << WIDTH - 2];

    SignedWindows(long[] point, long[] k) {
        fillDigits(k);
        fillMultiples(point);
    }

    private void fillDigits(long[] k) {
        int carry = 0;
        int at = 0;
        while (at < BITS) {
            if (bits(k, at, 1) == carry) {
                at++;
            } else {
                int digit = bits(k, at, WIDTH) + carry;
                carry = digit >>> WIDTH - 1;
                digits[at] = (byte) (digit - (carry << WIDTH));
                at += WIDTH;
            }
        }
        if (carry == 1) {
            digits[BITS] = 1;
        }
    }

    private static int bits(long[] k, int at, int count) {
        int word = at >>> 6;
        long value = k[word] >>> at;
        if ((at & 63) + count > 64 && word < 3) {
            value |= k[word + 1] << -at;
        }
        return (int) value & (1 << count) - 1;
    }

    private void fillMultiples(long[] point) {
        CurvePoint multiple = new CurvePoint();
        multiple.set(point, 0);
        oddMultiples[0] = multiple.toTerm();
        multiple.twice();
        CurvePoint.Term two = multiple.toTerm();
        multiple.set(point, 0);
        for (int i = 1; i < oddMultiples.length; i++) {
            multiple.add(two, false);
            oddMultiples[i] = multiple.toTerm();
        }
    }

    int columns() {
        return digits.length;
    }

    /** Adds bit {@code column} of the scalar to the sum. */
    void addColumn(CurvePoint sum, int column) {
        int digit = digits[column];
        if (digit != 0) {
            sum.add(oddMultiples[Math.abs(digit) >>> 1], digit < 0);
        }
    }
}
