package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.trace.Trace;
import java.util.List;

/**
 * What an evidence file says. Reading it proves nothing: {@link EvidenceVerifier} does.
 *
 * @param subject what the file is about
 * @param anchor the block of the supervision chain the file rests on
 * @param local the block of the local chain and the transaction in it
 * @param digest SM3 of the file's canonical JSON without its own field {@code digest}, as the file claims it
 */
public record EvidenceFile(Subject subject, Anchor anchor, Local local, Hash32 digest) {
    public static final String FORMAT = "regchain/evidence/1";
    /** The largest file in bytes, 16 MiB. */
    public static final int MAX_BYTES = 16 << 20;
    /** The most objects one file carries. */
    public static final int MAX_OBJECTS = 1000;

    /** The transaction that is proven. */
    public record Subject(ChainId chain, Hash32 transaction, Height height) {}

    /** @param entries strictly ascending by key */
    public record Anchor(
            ValidatorSet validators, BlockHeader header, CommitCertificate certificate, List<StateEntry> entries) {
        public Anchor {
            entries = List.copyOf(entries);
        }

        SealedBlock sealed() {
            return new SealedBlock(validators, header, certificate);
        }
    }

    /** @param objects the snapshots the transaction wrote, strictly ascending by key */
    public record Local(
            ValidatorSet validators,
            BlockHeader header,
            CommitCertificate certificate,
            Transaction transaction,
            OrderedProof transactionProof,
            Receipt receipt,
            OrderedProof receiptProof,
            Trace trace,
            List<StateEntry> objects) {
        public Local {
            objects = List.copyOf(objects);
        }

        SealedBlock sealed() {
            return new SealedBlock(validators, header, certificate);
        }
    }

    /** The file of these parts, with the digest they have. */
    public static EvidenceFile of(Subject subject, Anchor anchor, Local local) {
        EvidenceFile unsealed = new EvidenceFile(subject, anchor, local, Hash32.ZERO);
        return new EvidenceFile(subject, anchor, local, unsealed.computedDigest());
    }

    /** The digest that the content has, whatever the file claims. */
    public Hash32 computedDigest() {
        return Sm3.hash(EvidenceJson.withoutDigest(this));
    }

    /** The bytes of the file: canonical JSON (RFC 8785) and a line feed. */
    public Bytes toBytes() {
        return EvidenceJson.write(this);
    }

    /** @throws DecodeException when the bytes are not one evidence file, naming the field; nothing is verified */
    public static EvidenceFile parse(Bytes file) {
        return EvidenceJson.read(file);
    }
}
