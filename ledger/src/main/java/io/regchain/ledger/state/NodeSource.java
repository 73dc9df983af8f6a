package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;

/** Where stored nodes are read, checked against the hash by which their parent names them. */
public interface NodeSource {
    StateNode node(NodeRef.Stored ref);

    /** The value of the leaf there, when {@link #node} left it out. */
    Bytes value(NodeRef.Stored ref);

    /** Has nothing: what lies in memory only is made on this. */
    NodeSource NOWHERE = new NodeSource() {
        @Override
        public StateNode node(NodeRef.Stored ref) {
            throw new IllegalStateException("node " + ref.hash() + " is stored nowhere");
        }

        @Override
        public Bytes value(NodeRef.Stored ref) {
            throw new IllegalStateException("node " + ref.hash() + " is stored nowhere");
        }
    };
}
