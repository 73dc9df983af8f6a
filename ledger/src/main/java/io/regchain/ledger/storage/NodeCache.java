package io.regchain.ledger.storage;

import io.regchain.ledger.state.StateNode;
import io.regchain.protocol.base.Hash32;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Nodes of the state tree that were read or written last, as their bytes, each at the one place its location leads to. As
 * bytes in one array they cost the garbage collector nothing, however many there are; a node that is asked for is decoded
 * anew. Without locks: what two threads wrote across each other fails the node's own check and is not there.
 */
final class NodeCache {
    /** A location and a node; larger nodes, which are leaves with long values, are not kept. */
    static final int SLOT = 128;

    private static final int LEAST = 1 << 10;
    private final int most;
    private volatile byte[] slots;

    /** @param most nodes at most, rounded up to a power of two */
    NodeCache(int most) {
        this.most = Math.max(LEAST, Integer.highestOneBit(Math.max(most, 2) - 1) * 2);
        this.slots = new byte[LEAST * SLOT];
    }

    /** Makes room for the nodes of a file that is so long, while the most is not reached. For the thread that writes. */
    void fit(long fileBytes) {
        int room = slots.length;
        while (room < most * SLOT && room < fileBytes) {
            room *= 2;
        }
        if (room > slots.length) {
            byte[] before = slots;
            byte[] larger = new byte[room];
            for (int at = 0; at < before.length; at += SLOT) {
                long location = ByteBuffer.wrap(before, at, Long.BYTES).getLong();
                System.arraycopy(before, at, larger, place(location, larger), SLOT);
            }
            slots = larger;
        }
    }

    private static int place(long location, byte[] slots) {
        int slot = (int) ((location * 0x9E3779B97F4A7C15L) >>> 40) & (slots.length / SLOT - 1);
        return slot * SLOT;
    }

    /** @param node its bytes begin the buffer, which stays where it is */
    void put(long location, ByteBuffer node, int size) {
        if (size <= SLOT - Long.BYTES) {
            byte[] all = slots;
            int at = place(location, all);
            ByteBuffer.wrap(all, at, Long.BYTES).putLong(location);
            node.get(node.position(), all, at + Long.BYTES, size);
        }
    }

    /** @param hash of the node wanted: what stood at the location before it was cut off is not it */
    Optional<StateNode> get(long location, Hash32 hash) {
        byte[] all = slots;
        int at = place(location, all);
        if (ByteBuffer.wrap(all, at, Long.BYTES).getLong() != location) {
            return Optional.empty();
        }
        return NodeCodec.read(hash, ByteBuffer.wrap(Arrays.copyOfRange(all, at + Long.BYTES, at + SLOT)));
    }
}
