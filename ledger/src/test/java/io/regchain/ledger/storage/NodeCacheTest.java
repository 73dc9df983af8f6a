package io.regchain.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.state.StateNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeCacheTest {
    private final NodeCache cache = new NodeCache(1 << 12);

    private static StateNode leaf(int number, int valueBytes) {
        return StateNode.Leaf.of(Sm3.hash(Bytes.utf8("key " + number)), Bytes.utf8("v".repeat(valueBytes)));
    }

    private static ByteBuffer encoded(StateNode node) {
        ByteBuffer bytes = ByteBuffer.allocate(NodeCodec.size(node));
        NodeCodec.write(node, bytes);
        return bytes.flip();
    }

    private void put(long location, StateNode node) {
        cache.put(location, encoded(node), NodeCodec.size(node));
    }

    private static long location(int number) {
        return 100 + 97L * number;
    }

    @Test
    void aNodeIsFoundByItsLocationAndHashOnly() {
        StateNode node = leaf(1, 20);
        put(500, node);
        assertThat(cache.get(500, node.hash())).contains(node);
        assertThat(cache.get(501, node.hash())).isEmpty();
        assertThat(cache.get(500, leaf(2, 20).hash()))
                .as("what was cut off stood there")
                .isEmpty();
        assertThat(cache.get(0, Hash32.ZERO)).isEmpty();
    }

    @Test
    void aNodeThatFillsItsPlaceIsKeptAndALargerOneIsNot() {
        int most = NodeCache.SLOT - Long.BYTES - NodeCodec.LEAF_SIZE;
        StateNode fits = leaf(1, most);
        put(500, fits);
        assertThat(cache.get(500, fits.hash())).contains(fits);
        StateNode larger = leaf(2, most + 1);
        put(500, larger);
        assertThat(cache.get(500, larger.hash())).isEmpty();
        assertThat(cache.get(500, fits.hash())).contains(fits);
    }

    /** Two threads wrote across each other. */
    @Test
    void whatIsTornIsNotThere() {
        StateNode node = leaf(1, 20);
        byte[] whole = encoded(node).array();
        for (int at = 0; at < whole.length; at++) {
            byte[] torn = whole.clone();
            torn[at] ^= (byte) 0xff;
            cache.put(500, ByteBuffer.wrap(torn), torn.length);
            assertThat(cache.get(500, node.hash())).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void itGrowsWithTheFileAndKeepsWhatItHas() {
        IntStream.range(0, 4_000).forEach(i -> put(location(i), leaf(i, 20)));
        long before = found();
        assertThat(before).isLessThanOrEqualTo(1 << 10);
        cache.fit(1L << 40);
        assertThat(found()).isEqualTo(before);
        IntStream.range(0, 4_000).forEach(i -> put(location(i), leaf(i, 20)));
        assertThat(found()).isBetween(2 * before, 1L << 12);
    }

    private long found() {
        return IntStream.range(0, 4_000)
                .filter(i -> cache.get(location(i), leaf(i, 20).hash()).equals(Optional.of(leaf(i, 20))))
                .count();
    }

    @Test
    void readersBesideAWriterGetTheNodeOrNothing() throws InterruptedException {
        NodeCache small = new NodeCache(1);
        StateNode[] nodes = IntStream.range(0, 4_000).mapToObj(i -> leaf(i, 20)).toArray(StateNode[]::new);
        ByteBuffer[] bytes = new ByteBuffer[nodes.length];
        IntStream.range(0, nodes.length).forEach(i -> bytes[i] = encoded(nodes[i]));
        Thread writer = Thread.ofPlatform()
                .start(() -> IntStream.range(0, 400_000).forEach(i -> {
                    int n = i % nodes.length;
                    small.put(location(n), bytes[n], NodeCodec.size(nodes[n]));
                }));
        long got = 0;
        for (int i = 0; writer.isAlive(); i++) {
            int n = i % nodes.length;
            Optional<StateNode> read = small.get(location(n), nodes[n].hash());
            got += read.isPresent() ? 1 : 0;
            assertThat(read.filter(node -> !node.equals(nodes[n]))).isEmpty();
        }
        writer.join();
        assertThat(got).isPositive();
    }

    @Test
    void moreNodesThanAnArrayHoldsAreRefused() {
        assertThatThrownBy(() -> new StateSettings(Retention.ALL, (1 << 23) + 1, 1, 1, 2_000))
                .hasMessageContaining("nodes");
    }
}
