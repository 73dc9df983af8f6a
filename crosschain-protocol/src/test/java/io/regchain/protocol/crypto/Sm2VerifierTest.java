package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** Our verification against one written with the library's points and BigInteger, as the standard has it. */
class Sm2VerifierTest {
    private static final BigInteger N = Sm2Curve.N;
    private static final ECPoint G = Sm2Curve.DOMAIN.getG();
    private static final Hash32 NO_DIGEST = Hash32.ZERO;
    private static final Hash32 ALL_ONES = digest(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));

    private static Hash32 digest(BigInteger e) {
        return Hash32.of(Sm2Curve.unsigned32(e));
    }

    private static BigInteger random(Random random) {
        return new BigInteger(256, random).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    private static Bytes encoded(ECPoint point) {
        return Bytes.wrap(point.normalize().getEncoded(false));
    }

    private static Sm2Signature signature(BigInteger r, BigInteger s) {
        return Sm2Signature.of(r, s);
    }

    /** GB/T 32918.2 7.1, word by word. */
    private static boolean libraryVerifies(ECPoint key, Hash32 e, BigInteger r, BigInteger s) {
        if (r.signum() == 0 || r.compareTo(N) >= 0 || s.signum() == 0 || s.compareTo(N) >= 0) {
            return false;
        }
        BigInteger t = r.add(s).mod(N);
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(G, s, key, t).normalize();
        return t.signum() != 0
                && !sum.isInfinity()
                && new BigInteger(1, e.unsafeArray())
                        .add(sum.getAffineXCoord().toBigInteger())
                        .mod(N)
                        .equals(r);
    }

    /** One key with both ways to verify. */
    private record Subject(ECPoint key, Sm2Verifier verifier, Optional<CombTable> table) {
        static Subject of(ECPoint key) {
            Sm2Verifier verifier = new Sm2Verifier(encoded(key));
            return new Subject(key, verifier, Optional.of(verifier.table()));
        }

        /** @return what the library says, and both of our ways */
        boolean agreed(Hash32 e, BigInteger r, BigInteger s) {
            boolean expected = libraryVerifies(key, e, r, s);
            assertThat(verifier.verifies(e, signature(r, s), Optional.empty()))
                    .as("without a table: key %s, e %s, r %s, s %s", encoded(key), e, r.toString(16), s.toString(16))
                    .isEqualTo(expected);
            assertThat(verifier.verifies(e, signature(r, s), table))
                    .as("with a table: key %s, e %s, r %s, s %s", encoded(key), e, r.toString(16), s.toString(16))
                    .isEqualTo(expected);
            return expected;
        }

        /** The digest under which (r, s) is this key's signature; none when the point sum is infinity. */
        Optional<Hash32> digestFor(BigInteger r, BigInteger s) {
            ECPoint sum =
                    ECAlgorithms.sumOfTwoMultiplies(G, s, key, r.add(s).mod(N)).normalize();
            return sum.isInfinity()
                    ? Optional.empty()
                    : Optional.of(digest(
                            r.subtract(sum.getAffineXCoord().toBigInteger()).mod(N)));
        }
    }

    @Test
    void the_sum_is_the_librarys_for_many_random_keys_and_scalars() {
        Random random = new Random(1);
        for (int k = 0; k < 40; k++) {
            Subject subject = Subject.of(G.multiply(random(random)));
            for (int i = 0; i < 60; i++) {
                BigInteger r = random(random);
                BigInteger s = random(random);
                Hash32 e = subject.digestFor(r, s).orElseThrow();
                assertThat(subject.agreed(e, r, s)).isTrue();
                byte[] changed = e.toArray();
                changed[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
                subject.agreed(Hash32.of(changed), r, s);
            }
        }
    }

    /**
     * A walk that costs one library addition per case: with s and t raised by one at a time, the sum moves by G or by P, so
     * that hundreds of thousands of signatures can be compared with the library in seconds.
     */
    @Test
    void hundreds_of_thousands_of_signatures_verify_as_the_librarys_point_arithmetic_says() {
        Random random = new Random(2);
        int cases = 0;
        for (int k = 0; k < 100; k++) {
            BigInteger d = random(random);
            Subject subject = Subject.of(G.multiply(d));
            Optional<CombTable> table = k % 10 == 0 ? Optional.empty() : subject.table();
            BigInteger s = random(random);
            BigInteger step = random(random);
            ECPoint stepPoint = G.multiply(step);
            BigInteger t = random(random);
            ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(G, s, subject.key(), t);
            ECPoint[] walk = new ECPoint[1000];
            BigInteger[] scalars = new BigInteger[walk.length];
            for (int i = 0; i < walk.length; i++) {
                walk[i] = sum;
                scalars[i] = s;
                sum = sum.add(stepPoint);
                s = s.add(step).mod(N);
            }
            Sm2Curve.DOMAIN.getCurve().normalizeAll(walk);
            for (int i = 0; i < walk.length; i++) {
                BigInteger r = t.subtract(scalars[i]).mod(N);
                BigInteger x1 = walk[i].getAffineXCoord().toBigInteger();
                Sm2Signature signature = signature(r, scalars[i]);
                BigInteger e = r.subtract(x1).mod(N);
                assertThat(subject.verifier().verifies(digest(e), signature, table))
                        .isTrue();
                assertThat(subject.verifier().verifies(digest(e.flipBit(i % 255)), signature, table))
                        .isFalse();
                cases += 2;
            }
        }
        assertThat(cases).isEqualTo(200_000);
    }

    private static List<BigInteger> edgeScalars() {
        List<BigInteger> scalars = new ArrayList<>(List.of(
                BigInteger.ZERO,
                N,
                N.add(BigInteger.ONE),
                N.shiftRight(1),
                N.shiftRight(1).add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)));
        for (int small = 1; small <= 3; small++) {
            scalars.add(BigInteger.valueOf(small));
            scalars.add(N.subtract(BigInteger.valueOf(small)));
        }
        for (int bit : new int[] {13, 16, 26, 31, 32, 63, 64, 65, 127, 128, 129, 208, 224, 240, 254, 255}) {
            scalars.add(BigInteger.ONE.shiftLeft(bit));
            scalars.add(BigInteger.ONE.shiftLeft(bit).subtract(BigInteger.ONE));
        }
        return scalars;
    }

    /** Keys that are small or special multiples of G make the additions meet equal and opposite points. */
    private static List<ECPoint> edgeKeys() {
        List<ECPoint> keys = new ArrayList<>();
        List<BigInteger> scalars =
                new ArrayList<>(List.of(N.shiftRight(1), BigInteger.TWO.pow(16), BigInteger.TWO.pow(13)));
        for (int small = 1; small <= 9; small++) {
            scalars.add(BigInteger.valueOf(small));
        }
        for (BigInteger d : scalars) {
            keys.add(G.multiply(d));
            keys.add(G.multiply(d).negate());
        }
        return keys;
    }

    @Test
    void scalars_and_keys_at_the_edges_are_judged_as_the_library_judges_them() {
        for (ECPoint key : edgeKeys()) {
            Subject subject = Subject.of(key);
            for (BigInteger r : edgeScalars()) {
                for (BigInteger s : edgeScalars().subList(0, 11)) {
                    boolean valid = inRange(r) && inRange(s) && !r.add(s).equals(N);
                    Optional<Hash32> e = valid ? subject.digestFor(r, s) : Optional.empty();
                    e.ifPresent(
                            digest -> assertThat(subject.agreed(digest, r, s)).isTrue());
                    assertThat(subject.agreed(NO_DIGEST, r, s))
                            .isEqualTo(e.filter(NO_DIGEST::equals).isPresent());
                }
            }
        }
    }

    private static boolean inRange(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    @Test
    void a_sum_that_is_infinity_verifies_nothing_and_one_of_equal_points_is_doubled() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            BigInteger d = i < 100 ? BigInteger.valueOf(i + 1) : random(random);
            Subject subject = Subject.of(G.multiply(d));
            BigInteger t = i % 2 == 0 ? random(random) : BigInteger.valueOf(i + 1);
            // s·G = −t·P
            BigInteger s = t.multiply(d).negate().mod(N);
            BigInteger r = t.subtract(s).mod(N);
            if (inRange(r) && inRange(s)) {
                assertThat(subject.digestFor(r, s)).isEmpty();
                assertThat(subject.agreed(NO_DIGEST, r, s)).isFalse();
                assertThat(subject.agreed(digest(r), r, s)).isFalse();
                assertThat(subject.agreed(digest(r.subtract(BigInteger.ONE)), r, s))
                        .isFalse();
            }
            // s·G = t·P
            BigInteger equal = t.multiply(d).mod(N);
            BigInteger rest = t.subtract(equal).mod(N);
            if (inRange(rest) && inRange(equal)) {
                Hash32 e = subject.digestFor(rest, equal).orElseThrow();
                assertThat(subject.agreed(e, rest, equal)).isTrue();
            }
        }
    }

    @Test
    void digests_at_both_ends_and_above_n_count_modulo_n() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            BigInteger d = random(random);
            Subject subject = Subject.of(G.multiply(d));
            Sm2PrivateKey key = Sm2PrivateKey.of(Sm2Curve.unsigned32(d));
            for (Hash32 e : List.of(NO_DIGEST, ALL_ONES, digest(N), digest(N.subtract(BigInteger.ONE)))) {
                Sm2Signature made = key.signDigest(e, random(random)).orElseThrow();
                assertThat(subject.agreed(e, made.r(), made.s())).isTrue();
            }
        }
    }

    /** x₁ ≥ n happens once in 2¹²⁸; so the point is sought from x, and its key follows from P = t⁻¹(point − s·G). */
    @Test
    void a_sum_whose_x_is_n_or_more_counts_modulo_n() {
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; found < 40; i++) {
            BigInteger x = i % 2 == 0 ? N.add(BigInteger.valueOf(i)) : Sm2Curve.P.subtract(BigInteger.valueOf(i));
            Optional<ECPoint> point = pointWith(x);
            if (point.isPresent()) {
                found++;
                BigInteger s = random(random);
                BigInteger t = random(random);
                ECPoint key = point.get()
                        .subtract(G.multiply(s))
                        .multiply(t.modInverse(N))
                        .normalize();
                Subject subject = Subject.of(key);
                BigInteger r = t.subtract(s).mod(N);
                BigInteger e = r.subtract(x).mod(N);
                assertThat(subject.agreed(digest(e), r, s)).isTrue();
                assertThat(subject.agreed(digest(e.add(BigInteger.ONE).mod(N)), r, s))
                        .isFalse();
                // r − e ≥ p − n: taken for x₁ − n it would be beyond p
                assertThat(subject.agreed(digest(r.subtract(Sm2Curve.P).mod(N)), r, s))
                        .isEqualTo(x.equals(Sm2Curve.P));
            }
        }
    }

    private static Optional<ECPoint> pointWith(BigInteger x) {
        byte[] compressed = new byte[33];
        compressed[0] = 2;
        System.arraycopy(Sm2Curve.unsigned32(x), 0, compressed, 1, 32);
        try {
            return Optional.of(Sm2Curve.DOMAIN.getCurve().decodePoint(compressed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Test
    void scalars_of_one_bit_more_or_less_are_multiplied_right_at_every_bit() {
        Subject subject = Subject.of(G.multiply(BigInteger.valueOf(0x5eed)));
        for (int bit = 1; bit < 256; bit++) {
            for (int low = -1; low <= 1; low++) {
                BigInteger scalar = BigInteger.ONE
                        .shiftLeft(bit)
                        .add(BigInteger.valueOf(low))
                        .mod(N);
                BigInteger other = N.subtract(BigInteger.valueOf(bit));
                for (BigInteger s : List.of(scalar, other)) {
                    BigInteger r = scalar.add(other).subtract(s.shiftLeft(1)).mod(N);
                    Hash32 e = subject.digestFor(r, s).orElseThrow();
                    assertThat(subject.agreed(e, r, s)).isTrue();
                }
            }
        }
    }

    @Test
    void a_key_verifies_the_same_before_and_after_it_gets_a_table() {
        Sm2PrivateKey key = Sm2PrivateKey.of(Sm3.hash(Bytes.utf8("seen often")).toArray());
        Sm2PublicKey fresh = key.publicKey();
        byte[] message = {1, 2, 3};
        byte[] other = {1, 2, 4};
        for (int i = 0; i < 3 * KeyTables.SIGHTINGS; i++) {
            Sm2Signature signature = key.sign(message);
            assertThat(fresh.verify(message, signature)).isTrue();
            assertThat(fresh.verify(other, signature)).isFalse();
            byte[] swapped = Arrays.copyOf(signature.value().toArray(), 64);
            swapped[63] ^= 1;
            assertThat(fresh.verify(message, Sm2Signature.of(swapped))).isFalse();
        }
    }
}
