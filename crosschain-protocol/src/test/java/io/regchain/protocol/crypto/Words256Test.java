package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scalar arithmetic against BigInteger on all pairs of extreme numbers. */
class Words256Test {
    private static final BigInteger N = Sm2Curve.N;
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(256);

    private static List<BigInteger> numbers() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int bit = 0; bit <= 256; bit += 16) {
            for (int i = -1; i <= 1; i++) {
                numbers.add(
                        BigInteger.ONE.shiftLeft(bit).add(BigInteger.valueOf(i)).mod(LIMIT));
            }
        }
        for (int i = -2; i <= 2; i++) {
            numbers.add(N.add(BigInteger.valueOf(i)));
            numbers.add(Sm2Curve.P.add(BigInteger.valueOf(i)));
            numbers.add(N.shiftRight(1).add(BigInteger.valueOf(i)));
        }
        Random random = new Random(256);
        for (int i = 0; i < 60; i++) {
            numbers.add(new BigInteger(256, random));
        }
        return numbers;
    }

    private static BigInteger value(long[] words) {
        return Words256.toBigInteger(words);
    }

    @Test
    void numbers_keep_their_value_order_and_parity() {
        for (BigInteger a : numbers()) {
            assertThat(value(Words256.of(a))).isEqualTo(a);
            assertThat(Words256.isZero(Words256.of(a))).isEqualTo(a.signum() == 0);
            assertThat(Words256.isOdd(Words256.of(a))).isEqualTo(a.testBit(0));
            assertThat(value(Words256.modN(Words256.of(a)))).isEqualTo(a.mod(N));
            for (BigInteger b : numbers()) {
                assertThat(Words256.isBelow(Words256.of(a), Words256.of(b))).isEqualTo(a.compareTo(b) < 0);
            }
        }
    }

    @Test
    void sums_and_differences_are_exact_modulo_n_and_modulo_the_word_size() {
        for (BigInteger a : numbers()) {
            for (BigInteger b : numbers()) {
                long[] sum = new long[4];
                boolean overflow = Words256.add(sum, Words256.of(a), Words256.of(b));
                assertThat(overflow).isEqualTo(a.add(b).compareTo(LIMIT) >= 0);
                assertThat(value(sum)).isEqualTo(a.add(b).mod(LIMIT));
                assertThat(value(Words256.minus(Words256.of(a), Words256.of(b))))
                        .isEqualTo(a.subtract(b).mod(LIMIT));
                long[] x = Words256.of(a.mod(N));
                long[] y = Words256.of(b.mod(N));
                assertThat(value(Words256.sumModN(x, y))).isEqualTo(a.add(b).mod(N));
                assertThat(value(Words256.differenceModN(x, y)))
                        .isEqualTo(a.subtract(b).mod(N));
            }
        }
    }
}
