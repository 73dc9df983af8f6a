package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.SnapshotReader;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.merkle.OrderedMerkle;
import java.util.List;
import java.util.Optional;

/** A block that a peer offers to begin with: certified by the genesis validators, with its transactions and receipts. */
record OfferedBlock(BlockRecord record, List<Receipt> receipts) {
    /** What becomes of an offer. */
    sealed interface Check {
        record Good(OfferedBlock block) implements Check {}

        /** There is none, or one that a changed set decided: only whoever follows the changes can believe it. */
        record Useless(String why) implements Check {}

        record Refused(Refusal reason) implements Check {}
    }

    Height height() {
        return record.height();
    }

    static Check check(PeerMessage.SnapshotOffer offer, ValidatorSet genesis) {
        try {
            return offer.record()
                    .map(BlockRecord::decode)
                    .<Check>map(record -> check(record, receipts(offer.receipts()), genesis))
                    .orElse(new Check.Useless("it has no block"));
        } catch (DecodeException e) {
            return new Check.Refused(new Refusal("OFFER_MALFORMED", e.getMessage()));
        }
    }

    private static List<Receipt> receipts(List<Bytes> canonical) {
        return canonical.stream().map(Receipt::decode).toList();
    }

    private static Check check(BlockRecord record, List<Receipt> receipts, ValidatorSet genesis) {
        if (!record.block().header().validatorSetHash().equals(genesis.hash())) {
            return new Check.Useless(
                    "the validators that decided block " + record.height() + " are not those the chain began with");
        }
        return certified(record, genesis)
                .or(() -> transactions(record))
                .or(() -> SnapshotReader.problem(record, genesis, receipts))
                .<Check>map(Check.Refused::new)
                .orElseGet(() -> new Check.Good(new OfferedBlock(record, receipts)));
    }

    private static Optional<Refusal> certified(BlockRecord record, ValidatorSet validators) {
        Optional<CommitCertificate> certificate = record.certificate();
        if (certificate.isEmpty()) {
            return Optional.of(new Refusal("NOT_CERTIFIED", "a genesis block is not offered"));
        }
        return switch (CertificateVerifier.verify(record.block().header(), certificate.get(), validators)) {
            case VerifiedHeader verified -> Optional.empty();
            case CertificateCheck.Refused refused -> Optional.of(refused.reason());
        };
    }

    private static Optional<Refusal> transactions(BlockRecord record) {
        List<Bytes> leaves = record.block().transactions().stream()
                .map(Transaction::canonical)
                .toList();
        return OrderedMerkle.root(leaves).equals(record.block().header().transactionRoot())
                ? Optional.empty()
                : Optional.of(new Refusal("TRANSACTIONS_DIFFER", "the block's transactions are not its header's"));
    }
}
