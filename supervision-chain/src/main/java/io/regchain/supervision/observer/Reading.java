package io.regchain.supervision.observer;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import java.util.List;
import java.util.Optional;

/**
 * What two nodes of a chain answered about one height; nothing of it is verified yet.
 *
 * @param node who answered
 * @param witness the second node, and the consensus state it answered; empty when it did not answer
 */
record Reading(
        Height height,
        String node,
        BlockAnswer block,
        ConsensusState consensus,
        ObjectList index,
        List<ObjectAnswer> objects,
        Optional<Witness> witness) {
    Reading {
        objects = List.copyOf(objects);
    }

    record Witness(String node, ConsensusState consensus) {
        BlockHeader header() {
            return consensus.header();
        }
    }
}
