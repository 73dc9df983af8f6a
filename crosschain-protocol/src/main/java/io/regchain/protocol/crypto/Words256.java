package io.regchain.protocol.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/** Unsigned 256-bit integers as four words, the lowest first, and the arithmetic modulo the group order n that a verifier needs. */
final class Words256 {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final long[] N = of(Sm2Curve.N);
    static final long[] P = of(Sm2Curve.P);

    private Words256() {}

    /** From 32 big-endian bytes. */
    static long[] read(byte[] bytes, int at) {
        return new long[] {word(bytes, at + 24), word(bytes, at + 16), word(bytes, at + 8), word(bytes, at)};
    }

    private static long word(byte[] bytes, int at) {
        return (long) BIG_ENDIAN.get(bytes, at);
    }

    static long[] of(BigInteger value) {
        return read(Sm2Curve.unsigned32(value), 0);
    }

    static BigInteger toBigInteger(long[] words) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 4; i++) {
            BIG_ENDIAN.set(bytes, 24 - 8 * i, words[i]);
        }
        return new BigInteger(1, bytes);
    }

    static boolean isZero(long[] a) {
        return (a[0] | a[1] | a[2] | a[3]) == 0;
    }

    static boolean isOdd(long[] a) {
        return (a[0] & 1) == 1;
    }

    static boolean isBelow(long[] a, long[] b) {
        for (int i = 3; i >= 0; i--) {
            if (a[i] != b[i]) {
                return Long.compareUnsigned(a[i], b[i]) < 0;
            }
        }
        return false;
    }

    /** (a + b) mod n, for a and b below n. */
    static long[] sumModN(long[] a, long[] b) {
        long[] sum = new long[4];
        boolean overflow = add(sum, a, b);
        return overflow || !isBelow(sum, N) ? minus(sum, N) : sum;
    }

    /** (a − b) mod n, for a and b below n. */
    static long[] differenceModN(long[] a, long[] b) {
        return isBelow(a, b) ? minus(N, minus(b, a)) : minus(a, b);
    }

    /** a mod n, for any a: less than 2n, since n has 256 bits. */
    static long[] modN(long[] a) {
        return isBelow(a, N) ? a : minus(a, N);
    }

    /** a − b modulo 2²⁵⁶. */
    static long[] minus(long[] a, long[] b) {
        long[] difference = new long[4];
        long borrow = 0;
        for (int i = 0; i < 4; i++) {
            long part = a[i] - b[i];
            difference[i] = part - borrow;
            borrow = Long.compareUnsigned(a[i], b[i]) < 0 || part == 0 && borrow == 1 ? 1 : 0;
        }
        return difference;
    }

    /** Whether a + b, written to {@code sum} modulo 2²⁵⁶, is 2²⁵⁶ or more. */
    static boolean add(long[] sum, long[] a, long[] b) {
        long carry = 0;
        for (int i = 0; i < 4; i++) {
            long part = a[i] + b[i];
            long whole = part + carry;
            carry = Long.compareUnsigned(part, a[i]) < 0 || whole == 0 && carry == 1 ? 1 : 0;
            sum[i] = whole;
        }
        return carry == 1;
    }
}
