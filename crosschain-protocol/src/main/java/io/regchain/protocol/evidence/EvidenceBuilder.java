package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts an evidence file together. The headers must be verified; everything else is taken as handed in, and
 * {@link EvidenceVerifier} says whether it holds. {@link EvidenceKeys} names what to collect.
 */
public final class EvidenceBuilder {
    private final VerifiedHeader anchor;
    private final VerifiedHeader local;
    private final TreeMap<String, StateEntry> entries = new TreeMap<>();
    private final TreeMap<String, StateEntry> objects = new TreeMap<>();

    /**
     * @param anchor a block of the supervision chain whose state holds the registration, the local header and the copies
     * @param local the block of the local chain that holds the transaction
     */
    public EvidenceBuilder(VerifiedHeader anchor, VerifiedHeader local) {
        this.anchor = anchor;
        this.local = local;
    }

    /** An entry of the supervision chain's state after the anchor block. */
    public EvidenceBuilder anchorEntry(String key, Bytes value, StateProof proof) {
        put(entries, key, value, proof);
        return this;
    }

    /** A snapshot in the local state after the local block. */
    public EvidenceBuilder object(String key, Bytes value, StateProof proof) {
        put(objects, key, value, proof);
        return this;
    }

    private static void put(Map<String, StateEntry> entries, String key, Bytes value, StateProof proof) {
        if (entries.put(key, new StateEntry(key, value, proof)) != null) {
            throw new IllegalArgumentException("the key " + key + " is handed in twice");
        }
    }

    /** The file about this transaction. */
    public EvidenceFile build(
            Transaction transaction,
            OrderedProof transactionProof,
            Receipt receipt,
            OrderedProof receiptProof,
            Trace trace) {
        return EvidenceFile.of(
                new EvidenceFile.Subject(
                        local.header().chainId(),
                        transaction.id(),
                        local.header().height()),
                new EvidenceFile.Anchor(anchor.validators(), anchor.header(), anchor.certificate(), sorted(entries)),
                new EvidenceFile.Local(
                        local.validators(),
                        local.header(),
                        local.certificate(),
                        transaction,
                        transactionProof,
                        receipt,
                        receiptProof,
                        trace,
                        sorted(objects)));
    }

    private static List<StateEntry> sorted(TreeMap<String, StateEntry> entries) {
        return new ArrayList<>(entries.values());
    }
}
