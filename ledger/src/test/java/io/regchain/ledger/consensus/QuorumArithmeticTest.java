package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.block.Quorum;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The formula of A7.6 against a version too dumb to be wrong, and against the form the formal specification uses. */
class QuorumArithmeticTest {
    @Property(tries = 100)
    void theFormulaIsTheSmallestNumberWhoseTwoQuorumsShareAnHonestValidator(
            @ForAll @IntRange(min = 1, max = 100) int n) {
        assertThat(Quorum.of(n)).isEqualTo(smallestQuorum(n));
        assertThat(Quorum.faulty(n)).isEqualTo(mostFaulty(n));
    }

    /** Counting up: the most liars that still leave n > 3f. */
    private static int mostFaulty(int n) {
        int f = 0;
        while (n > 3 * (f + 1)) {
            f++;
        }
        return f;
    }

    /** Counting up: the smallest q such that two sets of q among n overlap in more than f. */
    private static int smallestQuorum(int n) {
        int q = 1;
        while (2 * q - n <= mostFaulty(n)) {
            q++;
        }
        return q;
    }

    @Property(tries = 100)
    void aQuorumIsReachedWithoutTheFaultyAndHoldsAnHonestMajorityOfItself(@ForAll @IntRange(min = 1, max = 100) int n) {
        assertThat(Quorum.of(n)).isLessThanOrEqualTo(n - Quorum.faulty(n));
        assertThat(Quorum.of(n) - Quorum.faulty(n)).isGreaterThan(Quorum.faulty(n));
    }

    /** Spec quorum(n) = (2n − 1)/3 + 1: never smaller than ours, equal where n = 3f + 1. */
    @Property(tries = 100)
    void theFormOfTheFormalSpecificationIsNeverSmaller(@ForAll @IntRange(min = 1, max = 100) int n) {
        int specified = (2 * n - 1) / 3 + 1;
        assertThat(specified).isGreaterThanOrEqualTo(Quorum.of(n));
        if (n % 3 == 1) {
            assertThat(Quorum.of(n)).isEqualTo(specified);
        }
    }
}
