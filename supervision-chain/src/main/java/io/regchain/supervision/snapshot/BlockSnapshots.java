package io.regchain.supervision.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import io.regchain.supervision.contract.ObjectsContract;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The snapshots that a block of the supervision chain stored: its transactions brought them, its state has digests only. */
final class BlockSnapshots {
    private static final String STORED = "objectStored";

    private BlockSnapshots() {}

    /**
     * By digest, in canonical form.
     *
     * @throws IllegalStateException when a stored one is among no transaction's arguments: the contract's fault
     */
    static SortedMap<Hash32, Bytes> of(CertifiedBlock block) {
        SortedMap<Hash32, Bytes> snapshots = new TreeMap<>();
        for (int i = 0; i < block.receipts().size(); i++) {
            TreeSet<Hash32> digests = stored(block.receipts().get(i));
            if (!digests.isEmpty()) {
                collect(block.block().transactions().get(i), digests, snapshots);
            }
        }
        return Collections.unmodifiableSortedMap(snapshots);
    }

    private static TreeSet<Hash32> stored(Receipt receipt) {
        TreeSet<Hash32> digests = new TreeSet<>();
        for (Event event : receipt.events()) {
            if (event.contract().equals(ObjectsContract.NAME) && event.name().equals(STORED)) {
                digests.add(Hash32.ofHex(
                        CanonicalJson.decode(event.data()).path("digest").asText()));
            }
        }
        return digests;
    }

    private static void collect(Transaction transaction, TreeSet<Hash32> digests, SortedMap<Hash32, Bytes> snapshots) {
        for (JsonNode object : CanonicalJson.decode(transaction.arguments()).path("objects")) {
            Bytes canonical = canonical(Bytes.ofHex(object.path("snapshot").asText()));
            Hash32 digest = Sm3.hash(canonical);
            if (digests.remove(digest)) {
                snapshots.put(digest, canonical);
            }
        }
        if (!digests.isEmpty()) {
            throw new IllegalStateException(
                    "the transaction " + transaction.id() + " stored snapshots that it does not bring: " + digests);
        }
    }

    /** What a digest is of; what is no data object was not stored, so it stays as it is and matches none. */
    private static Bytes canonical(Bytes given) {
        try {
            return DataObject.parse(given).encode();
        } catch (DecodeException refused) {
            return given;
        }
    }
}
