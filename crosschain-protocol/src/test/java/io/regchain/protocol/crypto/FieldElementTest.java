package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic modulo p against BigInteger, most of all where limbs are at their largest. */
class FieldElementTest {
    private static final BigInteger P = Sm2Curve.P;
    private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(256);
    private static final Random RANDOM = new Random(20261125);

    private static FieldElement element(BigInteger value) {
        return FieldElement.of(Words256.of(value.mod(P)));
    }

    private static BigInteger value(FieldElement element) {
        FieldElement copy = new FieldElement();
        copy.set(element);
        long[] words = new long[4];
        copy.store(words, 0);
        BigInteger form = Words256.toBigInteger(words);
        assertThat(form).isLessThan(P);
        return form.multiply(UNIT.shiftLeft(4).modInverse(P)).mod(P);
    }

    /** Numbers whose limbs, carries or distance to p are extreme, and some others. */
    private static List<BigInteger> numbers() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            numbers.add(BigInteger.valueOf(i));
            numbers.add(P.subtract(BigInteger.valueOf(i + 1)));
            numbers.add(Sm2Curve.N.add(BigInteger.valueOf(i - 1)));
        }
        for (int bit = 0; bit < 256; bit += 4) {
            numbers.add(BigInteger.ONE.shiftLeft(bit));
            numbers.add(P.subtract(BigInteger.ONE.shiftLeft(bit)).mod(P));
            numbers.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
        }
        // those whose Montgomery form is extreme
        BigInteger back = UNIT.shiftLeft(4).modInverse(P);
        new ArrayList<>(numbers)
                .forEach(number -> numbers.add(number.multiply(back).mod(P)));
        for (int i = 0; i < 200; i++) {
            numbers.add(new BigInteger(256, RANDOM).mod(P));
        }
        return numbers;
    }

    @Test
    void what_is_loaded_is_stored_again() {
        for (BigInteger number : numbers()) {
            assertThat(value(element(number))).isEqualTo(number.mod(P));
        }
    }

    @Test
    void products_squares_sums_and_differences_are_those_of_big_integers() {
        FieldElement result = new FieldElement();
        List<BigInteger> numbers = numbers();
        for (int i = 0; i < numbers.size(); i++) {
            BigInteger a = numbers.get(i);
            result.square(element(a));
            assertThat(value(result)).isEqualTo(a.multiply(a).mod(P));
            for (int j = i % 7; j < numbers.size(); j += 7) {
                BigInteger b = numbers.get(j);
                result.product(element(a), element(b));
                assertThat(value(result)).isEqualTo(a.multiply(b).mod(P));
                result.sum(element(a), element(b));
                assertThat(value(result)).isEqualTo(a.add(b).mod(P));
                result.difference(element(a), element(b));
                assertThat(value(result)).isEqualTo(a.subtract(b).mod(P));
            }
        }
    }

    @Test
    void factors_may_be_sums_up_to_sixteen_times_as_large_and_of_either_sign() {
        FieldElement a = new FieldElement();
        FieldElement b = new FieldElement();
        FieldElement result = new FieldElement();
        for (BigInteger number : numbers()) {
            for (int factor : new int[] {1, 2, 3, 4, 7, 15, -1, -4, -15}) {
                BigInteger other = new BigInteger(256, RANDOM).mod(P);
                a.times(factor, element(number));
                b.times(15, element(other));
                result.product(a, b);
                assertThat(value(result))
                        .isEqualTo(number.multiply(other)
                                .multiply(BigInteger.valueOf(15L * factor))
                                .mod(P));
                a.times(factor / 2, element(number));
                result.square(a);
                assertThat(value(result))
                        .isEqualTo(number.multiply(BigInteger.valueOf(factor / 2))
                                .pow(2)
                                .mod(P));
            }
        }
    }

    @Test
    void reducing_keeps_the_value_for_multiples_up_to_sixty_four() {
        FieldElement a = new FieldElement();
        for (BigInteger number : numbers()) {
            for (int factor = -60; factor <= 60; factor += 5) {
                a.times(factor, element(number));
                a.reduce();
                assertThat(value(a))
                        .isEqualTo(number.multiply(BigInteger.valueOf(factor)).mod(P));
            }
        }
    }

    @Test
    void long_chains_of_operations_never_leave_the_bounds() {
        BigInteger expected = BigInteger.TWO;
        FieldElement a = element(expected);
        for (int i = 0; i < 20_000; i++) {
            BigInteger other = new BigInteger(256, RANDOM).mod(P);
            FieldElement b = element(other);
            switch (RANDOM.nextInt(4)) {
                case 0 -> {
                    a.product(a, b);
                    expected = expected.multiply(other).mod(P);
                }
                case 1 -> {
                    a.square(a);
                    expected = expected.multiply(expected).mod(P);
                }
                case 2 -> {
                    a.sum(a, b);
                    a.reduce();
                    expected = expected.add(other).mod(P);
                }
                default -> {
                    a.times(8, a);
                    a.difference(b, a);
                    a.reduce();
                    expected = other.subtract(expected.shiftLeft(3)).mod(P);
                }
            }
            if (i % 16 == 0) {
                assertThat(value(a)).isEqualTo(expected);
            }
        }
        assertThat(value(a)).isEqualTo(expected);
    }

    @Test
    void zero_is_told_in_each_of_its_forms_and_nothing_else_is_taken_for_it() {
        for (BigInteger number : numbers()) {
            FieldElement a = element(number);
            FieldElement negative = element(P.subtract(number.mod(P)).mod(P));
            a.sum(a, negative);
            assertThat(a.isZero()).isTrue();
            a.difference(element(number), element(number));
            assertThat(a.isZero()).isTrue();
            a.difference(element(number), element(number.add(BigInteger.ONE)));
            assertThat(a.isZero()).isFalse();
            assertThat(element(number).isZero()).isEqualTo(number.mod(P).signum() == 0);
        }
    }

    @Test
    void inverses_multiply_to_one() {
        for (BigInteger number : numbers().subList(0, 60)) {
            FieldElement a = element(number);
            FieldElement inverse = new FieldElement();
            inverse.inverse(a);
            inverse.product(inverse, a);
            assertThat(value(inverse)).isEqualTo(number.mod(P).signum() == 0 ? BigInteger.ZERO : BigInteger.ONE);
        }
    }
}
