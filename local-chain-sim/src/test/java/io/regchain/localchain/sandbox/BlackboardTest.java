package io.regchain.localchain.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlackboardTest {
    private static final int KEPT = 2_000;

    private final List<Line> heard = new ArrayList<>();
    private final Blackboard blackboard = new Blackboard(heard::add);

    @Test
    void of_topics_without_end_the_last_are_kept_and_one_that_comes_again_and_again_stays() {
        blackboard.writeOnce("once", Line.note("once"));
        for (int i = 0; i < 2 * KEPT; i++) {
            blackboard.writeOnce("again and again", Line.note("again and again"));
            blackboard.writeOnce("topic " + i, Line.note("topic"));
        }

        assertThat(blackboard.over("once")).isFalse();
        assertThat(blackboard.over("again and again")).isTrue();
        assertThat(blackboard.over("topic " + (2 * KEPT - 1))).isTrue();
        assertThat(blackboard.over("topic " + KEPT)).isFalse();
        assertThat(heard).hasSize(2 + 2 * KEPT);
    }
}
