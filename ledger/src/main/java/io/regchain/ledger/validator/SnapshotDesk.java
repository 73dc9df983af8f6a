package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.SnapshotChunk;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import java.util.List;
import java.util.Optional;

/** Serves the state of a block to a validator that begins with it. Each answer is bounded, whatever is asked. */
final class SnapshotDesk {
    /** A block and its receipts that are larger do not fit into one message; then an earlier one is offered. */
    private static final int MAX_OFFER = 9 << 20;

    private static final int BLOCKS_LOOKED_AT = 8;

    private final ValidatorStore store;
    private final int index;

    SnapshotDesk(ValidatorStore store, int index) {
        this.store = store;
        this.index = index;
    }

    /** @return empty when the message asks for nothing that is here; what is kept no more is answered with nothing */
    Optional<PeerMessage> answer(PeerMessage wish) {
        try {
            return switch (wish) {
                case PeerMessage.WantLeaves leaves -> leaves(leaves);
                case PeerMessage.WantSnapshot snapshot -> Optional.of(offer(snapshot.known()));
                default -> Optional.empty();
            };
        } catch (StorageException.Pruned gone) {
            return Optional.empty();
        }
    }

    private PeerMessage offer(Height known) {
        Height tip = store.tip().height(); // read first, so that no set of an offered block is missing
        List<Bytes> handovers = store.handoversAbove(known);
        return handovers.size() > PeerMessage.MAX_HANDOVERS
                ? new PeerMessage.SnapshotOffer(
                        index,
                        handovers.subList(0, PeerMessage.MAX_HANDOVERS),
                        store.firstBlock(),
                        Optional.empty(),
                        List.of())
                : offer(tip.value(), handovers);
    }

    private PeerMessage offer(long tip, List<Bytes> handovers) {
        for (long h = tip;
                h > 0 && h > tip - BLOCKS_LOOKED_AT && h >= store.firstBlock().value();
                h--) {
            PeerMessage.SnapshotOffer offer = offer(new Height(h), handovers);
            if (offer.size() <= MAX_OFFER) {
                return offer;
            }
        }
        return new PeerMessage.SnapshotOffer(index, handovers, store.firstBlock(), Optional.empty(), List.of());
    }

    private PeerMessage.SnapshotOffer offer(Height height, List<Bytes> handovers) {
        BlockRecord record = store.block(height);
        List<Bytes> receipts =
                store.receipts(height).stream().map(Receipt::canonical).toList();
        return new PeerMessage.SnapshotOffer(
                index, handovers, store.firstBlock(), Optional.of(record.canonical()), receipts);
    }

    private Optional<PeerMessage> leaves(PeerMessage.WantLeaves want) {
        if (want.height().compareTo(store.tip().height()) > 0) {
            return Optional.empty();
        }
        return store.at(want.height(), version -> SnapshotChunk.of(version, want.from(), want.bytes()))
                .map(chunk -> new PeerMessage.Leaves(index, want.height(), want.from(), chunk.canonical()));
    }
}
