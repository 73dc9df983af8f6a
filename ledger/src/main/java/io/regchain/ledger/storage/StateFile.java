package io.regchain.ledger.storage;

import io.regchain.ledger.state.KeyChange;
import io.regchain.ledger.state.NodeRef;
import io.regchain.ledger.state.NodeSource;
import io.regchain.ledger.state.StateChange;
import io.regchain.ledger.state.StateNode;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One generation of the state: the nodes of the tree in the order they were made, one record per block with its new nodes
 * and the root. A node names its children by their place in this file, so no node is ever searched for. The nodes that
 * the last block made are held in memory for the next one, which often goes the same ways. One thread appends; any may
 * read.
 */
final class StateFile implements NodeSource, AutoCloseable {
    private static final String VERSION = "regchain/state-version/1";
    private static final String CHANGES = "regchain/state-changes/1";
    private static final int HEADER = 1 + VERSION.length() + 2 * Hash32.SIZE + Long.BYTES + Integer.BYTES;
    private static final int MAX_RECORD = 256 << 20;
    /** What is read of a node at once; values that do not fit are left on disk. */
    private static final int READ = 384;
    /** Of those values, as many of the lesser ones are kept in memory. */
    private static final int CACHED_VALUES = 128;

    private static final int MAX_CACHED_VALUE = 16 << 10;
    /** What a block made of more bytes than these is not held, so that memory is bounded; objects take some three times. */
    private static final int MOST_HELD = 8 << 20;

    private final Disk disk;
    private final String name;
    private final HeightLog log;
    private final NodeCache cache;
    private final LocationCache<Bytes> values = new LocationCache<>(CACHED_VALUES);
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile boolean obsolete;
    private volatile Latest latest = new Latest(-1, StateVersion.EMPTY);

    /** The version asked for most. */
    private record Latest(long height, StateVersion version) {}

    /** How the record of a height begins; what was deleted and the new nodes follow. */
    record Version(Hash32 blockHash, Hash32 root, long rootLocation) {
        NodeRef rootRef() {
            return root.equals(Hash32.ZERO) ? NodeRef.None.NONE : new NodeRef.Stored(root, rootLocation);
        }
    }

    StateFile(Disk disk, String name, Height base, int cachedNodes) {
        this.disk = disk;
        this.name = name;
        this.log = new HeightLog(disk, name, base, MAX_RECORD);
        this.cache = new NodeCache(cachedNodes);
        cache.fit(log.size());
    }

    HeightLog log() {
        return log;
    }

    /** Whether it may be read; if so, {@link #leave} must follow. */
    boolean enter() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            log.close();
            if (obsolete) {
                HeightLog.delete(disk, name);
            }
        }
    }

    /** Another generation has taken over: the file is removed once nobody reads it. */
    void retire() {
        obsolete = true;
        leave();
    }

    @Override
    public void close() {
        leave();
    }

    StateVersion version(Height height) {
        Latest known = latest;
        return known.height() == height.value()
                ? known.version()
                : new StateVersion(this, header(height).rootRef());
    }

    /** Reads the beginning of a record only, which has a checksum of its own. */
    Version header(Height height) {
        ByteBuffer content = ByteBuffer.allocate(HEADER);
        log.read(log.contentAt(height), content);
        return version(height, Bytes.wrap(content.array()));
    }

    private Version version(Height height, Bytes content) {
        try {
            CanonicalReader in = new CanonicalReader(VERSION, content);
            Version version = new Version(in.hash(), in.hash(), in.u64());
            byte[] check = in.fixed(Integer.BYTES);
            in.end();
            if (ByteBuffer.wrap(check).getInt() != check(height, content)) {
                throw new DecodeException("its checksum differs");
            }
            return version;
        } catch (DecodeException e) {
            throw new StorageException("the file " + log + " is damaged: it holds no state at height " + height, e);
        }
    }

    private static int check(Height height, Bytes header) {
        ByteBuffer checked = ByteBuffer.allocate(HEADER - Integer.BYTES + Long.BYTES)
                .put(header.unsafeArray(), 0, HEADER - Integer.BYTES)
                .putLong(height.value());
        return Checksum.of(checked.array());
    }

    /** All of a record's content, checked as a whole. */
    private Changed changed(Height height) {
        byte[] content = log.read(height).unsafeArray();
        CanonicalReader in =
                new CanonicalReader(CHANGES, Bytes.wrap(Arrays.copyOfRange(content, HEADER, content.length)));
        Changed changed = new Changed(in.list(CanonicalReader::hash), in.bytes());
        in.end();
        return changed;
    }

    private record Changed(List<Hash32> removed, Bytes nodes) {}

    /** What the block at {@code height} changed: its new leaves, and what it deleted. */
    List<KeyChange> changes(Height height) {
        Changed changed = changed(height);
        List<KeyChange> changes = new ArrayList<>();
        changed.removed().forEach(key -> changes.add(new KeyChange(key, Optional.empty())));
        ByteBuffer nodes = ByteBuffer.wrap(changed.nodes().unsafeArray());
        while (nodes.hasRemaining()) {
            int size = NodeCodec.sizeAt(nodes);
            NodeCodec.change(nodes).ifPresent(changes::add);
            nodes.position(nodes.position() + size);
        }
        return changes;
    }

    /** Drops the versions above {@code last}, which stays. */
    void cutBackTo(Height last) {
        log.cutBackTo(last);
        latest = new Latest(-1, StateVersion.EMPTY);
    }

    /** Appends what the next block made of the state, not forced. @return how many bytes that took */
    long append(Hash32 blockHash, StateChange change) {
        long before = log.size();
        Fresh fresh = new Fresh(log.nextContentAt() + prefix(change.removed().size()));
        NodeRef root = fresh.place(change.after().rootRef());
        boolean hold = fresh.held <= MOST_HELD;
        append(blockHash, hold ? root : letGo(root), change.removed(), fresh.content());
        cache.fit(log.size());
        return log.size() - before;
    }

    /** Appends the root of a tree whose nodes are stored. */
    void appendRoot(Hash32 blockHash, NodeRef root) {
        append(blockHash, root, List.of(), ByteBuffer.allocate(0));
    }

    private static NodeRef letGo(NodeRef ref) {
        return ref instanceof NodeRef.Held held ? held.at() : ref;
    }

    private void append(Hash32 blockHash, NodeRef root, List<Hash32> removed, ByteBuffer nodes) {
        Height height = log.next();
        byte[] header = new CanonicalWriter(VERSION)
                .hash(blockHash)
                .hash(root.hash())
                .u64(NodeCodec.location(root))
                .fixed(new byte[Integer.BYTES])
                .toArray();
        ByteBuffer.wrap(header).putInt(HEADER - Integer.BYTES, check(height, Bytes.wrap(header)));
        byte[] changes = new CanonicalWriter(CHANGES)
                .list(removed, CanonicalWriter::hash)
                .u32(nodes.remaining())
                .toArray();
        log.append(ByteBuffer.wrap(header), ByteBuffer.wrap(changes), nodes);
        latest = new Latest(height.value(), new StateVersion(this, root));
    }

    /** How many bytes of a record's content stand before its nodes. */
    private static int prefix(int removed) {
        return HEADER + 1 + CHANGES.length() + Integer.BYTES + removed * Hash32.SIZE + Integer.BYTES;
    }

    /** New nodes as they get their places, children first. */
    private final class Fresh {
        private final long start;
        private ByteBuffer out = ByteBuffer.allocate(4096);
        /** Bytes of nodes that wait to be held. */
        private long held;

        Fresh(long start) {
            this.start = start;
        }

        ByteBuffer content() {
            return out.duplicate().flip();
        }

        /** What stood before is let go: else all that was ever made would be held. */
        NodeRef place(NodeRef ref) {
            return ref instanceof NodeRef.Fresh fresh ? place(fresh.node()) : letGo(ref);
        }

        private NodeRef place(StateNode node) {
            return switch (node) {
                case StateNode.Leaf leaf -> {
                    NodeRef.Stored at = write(leaf);
                    yield NodeCodec.size(leaf) > READ ? at : hold(leaf, at);
                }
                case StateNode.Inner inner -> {
                    StateNode placed = new StateNode.Inner(place(inner.left()), place(inner.right()), inner.hash());
                    yield hold(placed, write(placed));
                }
            };
        }

        private NodeRef hold(StateNode node, NodeRef.Stored at) {
            held += NodeCodec.size(node);
            return new NodeRef.Held(node, at);
        }

        NodeRef.Stored write(StateNode node) {
            int size = NodeCodec.size(node);
            if (out.remaining() < size) {
                out = ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + size))
                        .put(out.flip());
            }
            int at = out.position();
            long location = start + at;
            NodeCodec.write(node, out);
            cache.put(location, out.duplicate().position(at), size);
            if (size > READ && node instanceof StateNode.Leaf leaf) {
                leaf.value().ifPresent(value -> keep(location, node.hash(), value));
            }
            return new NodeRef.Stored(node.hash(), location);
        }
    }

    /** Collects nodes that are stored ahead of the version they belong to. */
    final class Base {
        private static final String NODES = "regchain/state-nodes/1";
        private static final int PART = 1 << 20;
        private Fresh part = next();

        private Fresh next() {
            return new Fresh(log.nextContentAt() + 1 + NODES.length() + Integer.BYTES);
        }

        NodeRef store(StateNode node) {
            NodeRef stored = part.write(node);
            if (part.out.position() >= PART) {
                flush();
            }
            return stored;
        }

        /** How long the file will be with what waits to be written. */
        long end() {
            return log.size() + part.out.position();
        }

        void flush() {
            ByteBuffer nodes = part.content();
            byte[] before = new CanonicalWriter(NODES).u32(nodes.remaining()).toArray();
            log.appendBeside(ByteBuffer.wrap(before), nodes);
            part = next();
        }
    }

    @Override
    public StateNode node(NodeRef.Stored ref) {
        Optional<StateNode> cached = cache.get(ref.location(), ref.hash());
        if (cached.isPresent()) {
            return cached.get();
        }
        ByteBuffer bytes = bytes(ref, READ);
        StateNode node = NodeCodec.read(ref.hash(), bytes).orElseThrow(() -> damaged(ref));
        cache.put(ref.location(), bytes, NodeCodec.sizeAt(bytes));
        return node;
    }

    @Override
    public Bytes value(NodeRef.Stored ref) {
        return values.get(ref.location(), ref.hash()).orElseGet(() -> readValue(ref));
    }

    private Bytes readValue(NodeRef.Stored ref) {
        int size = NodeCodec.leafSize(bytes(ref, NodeCodec.LEAF_SIZE));
        Bytes value = NodeCodec.read(ref.hash(), bytes(ref, size))
                .map(node -> (StateNode.Leaf) node)
                .flatMap(StateNode.Leaf::value)
                .orElseThrow(() -> damaged(ref));
        keep(ref.location(), ref.hash(), value);
        return value;
    }

    private void keep(long location, Hash32 hash, Bytes value) {
        if (value.size() <= MAX_CACHED_VALUE) {
            values.put(location, hash, value);
        }
    }

    private ByteBuffer bytes(NodeRef.Stored ref, int atMost) {
        long available = Math.max(0, log.size() - ref.location());
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(atMost, available));
        log.read(ref.location(), buffer);
        return buffer.flip();
    }

    private StorageException damaged(NodeRef.Stored ref) {
        return new StorageException("the file " + log + " is damaged at offset " + ref.location()
                + ": the node of the state tree there is not " + ref.hash()
                + ". Remove it to have the state made anew from the block log");
    }
}
