package io.regchain.ledger.storage;

import io.regchain.ledger.state.LeafWalk;
import io.regchain.ledger.state.StateChange;
import io.regchain.ledger.state.TreeBuilder;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.Optional;

/**
 * Copies one version of the state into a new file, leaf by leaf, and makes the later ones there from what their blocks
 * changed. Each version made so must come out with the root it had. Nothing of it counts until the new file takes over.
 */
final class Compaction {
    private final StateFile source;
    private final StateFile target;
    private final Height oldest;
    private final LeafWalk leaves;
    private final StateFile.Base base;
    private final TreeBuilder tree;

    Compaction(StateFile source, StateFile target, Height oldest) {
        this.source = source;
        this.target = target;
        this.oldest = oldest;
        this.leaves = new LeafWalk(source.version(oldest), Hash32.ZERO);
        this.base = target.new Base();
        this.tree = new TreeBuilder(base::store);
    }

    StateFile target() {
        return target;
    }

    /** Copies about so many bytes. @return whether the new file has every version that the old one has */
    boolean step(long bytes) {
        long until = target.log().size() + bytes;
        while (target.log().isEmpty() && base.end() < until) {
            copyLeaf();
        }
        while (!target.log().isEmpty() && !caughtUp() && target.log().size() < until) {
            copyChange(target.log().next());
        }
        return !target.log().isEmpty() && caughtUp();
    }

    private boolean caughtUp() {
        return target.log().next().equals(source.log().next());
    }

    private void copyLeaf() {
        Optional<LeafWalk.Found> leaf = leaves.next();
        leaf.ifPresentOrElse(found -> tree.add(found.keyHash(), found.value()), this::endBase);
    }

    private void endBase() {
        StateFile.Version version = source.header(oldest);
        io.regchain.ledger.state.NodeRef root = tree.end();
        requireRoot(oldest, version.root(), root.hash());
        base.flush();
        target.appendRoot(version.blockHash(), root);
    }

    private void copyChange(Height height) {
        StateFile.Version version = source.header(height);
        StateChange change = target.version(new Height(height.value() - 1)).with(source.changes(height));
        requireRoot(height, version.root(), change.root());
        target.append(version.blockHash(), change);
    }

    private void requireRoot(Height height, Hash32 expected, Hash32 made) {
        if (!expected.equals(made)) {
            throw new StorageException("the file " + source.log() + " is damaged: the state of height " + height
                    + " has the root " + expected + ", but its leaves make " + made);
        }
    }

    void abandon() {
        target.retire();
    }
}
