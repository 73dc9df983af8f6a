package io.regchain.protocol.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
    @ParameterizedTest
    @CsvSource({"4, 1, 3", "5, 1, 4", "6, 1, 4", "7, 2, 5", "10, 3, 7", "13, 4, 9"})
    void the_worked_examples_hold(int n, int faulty, int quorum) { // A7.6
        assertThat(Quorum.faulty(n)).isEqualTo(faulty);
        assertThat(Quorum.of(n)).isEqualTo(quorum);
    }

    @Test
    void the_tolerated_faults_are_the_most_below_a_third() {
        for (int n = 1; n <= ValidatorSet.MAX_SIZE; n++) {
            int most = 0;
            while (3 * (most + 1) < n) {
                most++;
            }
            assertThat(Quorum.faulty(n)).as("n = %d", n).isEqualTo(most);
        }
    }

    @Test
    void a_quorum_is_the_smallest_number_of_which_any_two_groups_share_an_honest_validator() {
        for (int n = 1; n <= ValidatorSet.MAX_SIZE; n++) {
            int smallest = 1;
            while (2 * smallest - n <= Quorum.faulty(n)) {
                smallest++;
            }
            assertThat(Quorum.of(n)).as("n = %d", n).isEqualTo(smallest);
        }
    }

    @Test
    void a_quorum_is_reached_when_all_faulty_validators_keep_silent() {
        for (int n = 1; n <= ValidatorSet.MAX_SIZE; n++) {
            assertThat(Quorum.of(n)).as("n = %d", n).isLessThanOrEqualTo(n - Quorum.faulty(n));
        }
    }

    @Test
    void an_empty_set_has_no_quorum() {
        assertThatThrownBy(() -> Quorum.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
