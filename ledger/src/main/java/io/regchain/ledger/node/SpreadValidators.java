package io.regchain.ledger.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Places each validator on the node that has the fewest of its chain, then the fewest of all; moves one away when two
 * of a chain stand on one node while another node could take it.
 */
final class SpreadValidators extends ShardCoordinator.AbstractShardAllocationStrategy {
    /** A move interrupts a validator for a moment, so few at once. */
    private static final int MOVES_AT_ONCE = 2;

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        return Future.successful(Placement.place(shardId, byNode(current)));
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> rebalanceInProgress) {
        return Future.successful(
                rebalanceInProgress.isEmpty() ? Placement.moves(byNode(current), MOVES_AT_ONCE) : Set.of());
    }

    private static Map<ActorRef, List<String>> byNode(Map<ActorRef, IndexedSeq<String>> current) {
        Map<ActorRef, List<String>> nodes = new TreeMap<>();
        current.forEach((node, shards) -> nodes.put(node, CollectionConverters.asJava(shards)));
        return nodes;
    }

    /** The rule itself, for any kind of node. */
    static final class Placement {
        private Placement() {}

        static <N> N place(String shardId, Map<N, List<String>> nodes) {
            return nodes.entrySet().stream()
                    .min(Comparator.<Map.Entry<N, List<String>>>comparingLong(each -> ofChain(shardId, each.getValue()))
                            .thenComparingInt(each -> each.getValue().size()))
                    .orElseThrow()
                    .getKey();
        }

        private static long ofChain(String shardId, List<String> placed) {
            String chain = chain(shardId);
            return placed.stream().filter(other -> chain(other).equals(chain)).count();
        }

        private static String chain(String shardId) {
            return shardId.substring(0, shardId.indexOf('~') + 1);
        }

        /** Validators whose node has at least two more of their chain than some other node. */
        static <N> Set<String> moves(Map<N, List<String>> nodes, int most) {
            Set<String> moves = new TreeSet<>();
            for (List<String> placed : nodes.values()) {
                List<String> sorted = new ArrayList<>(placed);
                sorted.sort(Comparator.naturalOrder());
                for (String shard : sorted) {
                    boolean chainMoves =
                            moves.stream().anyMatch(moved -> chain(moved).equals(chain(shard)));
                    if (moves.size() < most && !chainMoves && crowded(shard, placed, nodes)) {
                        moves.add(shard);
                    }
                }
            }
            return moves;
        }

        private static <N> boolean crowded(String shard, List<String> placed, Map<N, List<String>> nodes) {
            long here = ofChain(shard, placed);
            return nodes.values().stream().anyMatch(other -> ofChain(shard, other) + 2 <= here);
        }
    }
}
