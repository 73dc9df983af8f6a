package io.regchain.supervision.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The block of the supervision chain that still, or only once, held what a transaction wrote. */
class AnchorHeightTest {
    private static final Height TIP = new Height(100);
    private static final String A = "objects/jiangsu/a-1/0";
    private static final String B = "objects/jiangsu/b-1/0";

    /** By key: at which hub height the copy of which local height was stored. */
    private final Map<String, TreeMap<Long, Long>> stored =
            Map.of(A, new TreeMap<>(Map.of(10L, 3L, 40L, 9L)), B, new TreeMap<>(Map.of(12L, 3L, 60L, 20L)));

    private Optional<Bytes> state(Height at, String key) {
        return Optional.ofNullable(stored.get(key).floorEntry(at.value()))
                .map(copy -> Bytes.utf8("{\"height\":" + copy.getValue() + "}"));
    }

    @ParameterizedTest
    @CsvSource({"3, 39", "8, 39", "9, 100", "12, 100"})
    void it_is_the_last_block_before_a_later_local_height_replaced_the_copy(long written, long anchor) {
        assertThat(AnchorHeight.of(TIP, this::state, List.of(A), new Height(written)))
                .isEqualTo(new Height(anchor));
    }

    @Test
    void of_several_objects_the_one_replaced_first_counts() {
        assertThat(AnchorHeight.of(TIP, this::state, List.of(A, B), new Height(3)))
                .isEqualTo(new Height(39));
        assertThat(AnchorHeight.of(TIP, this::state, List.of(A, B), new Height(9)))
                .isEqualTo(new Height(59));
    }

    @Test
    void without_objects_it_is_the_last_block() {
        assertThat(AnchorHeight.of(TIP, this::state, List.of(), new Height(3))).isEqualTo(TIP);
    }
}
