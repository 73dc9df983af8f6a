package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.node.SpreadValidators.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SpreadValidatorsTest {
    private static SortedMap<String, List<String>> nodes(int count) {
        SortedMap<String, List<String>> nodes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            nodes.put("node" + i, new ArrayList<>());
        }
        return nodes;
    }

    private static void place(SortedMap<String, List<String>> nodes, String shard) {
        List<String> taken = nodes.get(Placement.place(shard, nodes));
        assertThat(taken).isNotNull();
        taken.add(shard);
    }

    @Property
    void noNodeHasMoreOfAChainThanItMust(
            @ForAll @IntRange(min = 1, max = 5) int nodeCount,
            @ForAll @IntRange(min = 1, max = 6) int chains,
            @ForAll @IntRange(min = 4, max = 7) int validators) {
        SortedMap<String, List<String>> nodes = nodes(nodeCount);
        for (int v = 0; v < validators; v++) {
            for (int c = 0; c < chains; c++) {
                place(nodes, "chain" + (char) ('a' + c) + "~" + v);
            }
        }
        int most = (validators + nodeCount - 1) / nodeCount;
        for (int c = 0; c < chains; c++) {
            String chain = "chain" + (char) ('a' + c) + "~";
            assertThat(nodes.values()).allSatisfy(placed -> assertThat(placed.stream()
                            .filter(shard -> shard.startsWith(chain))
                            .count())
                    .isLessThanOrEqualTo(most));
        }
        assertThat(Placement.moves(nodes, 10)).isEmpty();
    }

    @Test
    void aCrowdedChainSendsOneValidatorAway() {
        SortedMap<String, List<String>> nodes = nodes(3);
        nodes.put("node0", List.of("jiangsu~0", "jiangsu~1", "jiangsu~2"));
        nodes.put("node1", List.of("jiangsu~3"));

        assertThat(Placement.moves(nodes, 2)).containsExactly("jiangsu~0");
    }

    @Test
    void aChainWhoseNameBeginsLikeAnotherIsNotTakenForIt() {
        SortedMap<String, List<String>> nodes = nodes(2);
        nodes.put("node0", List.of("hai~0", "hai~1"));
        nodes.put("node1", List.of("hainan~0", "hainan~1", "hainan~2"));

        assertThat(Placement.place("hai~2", nodes)).isEqualTo("node1");
    }
}
