package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Handover;
import io.regchain.ledger.storage.SnapshotReader;
import io.regchain.ledger.storage.Succession;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
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

/**
 * A block that a peer offers to begin with: certified by validators that are known, with its transactions and receipts.
 *
 * @param firstBlock the lowest height whose block the peer says it keeps
 */
record OfferedBlock(Height firstBlock, BlockRecord record, List<Receipt> receipts) {
    /** What becomes of an offer. */
    sealed interface Check {
        record Good(OfferedBlock block) implements Check {}

        /** There is none, or one of validators that nobody has handed over to. */
        record Useless(String why) implements Check {}

        /** There are more handovers than it holds; the next ones are to be asked for. */
        record More() implements Check {}

        record Refused(Refusal reason) implements Check {}
    }

    Height height() {
        return record.height();
    }

    /** @param succession takes in what the offer proves of it, whatever becomes of the offer */
    static Check check(PeerMessage.SnapshotOffer offer, Succession succession) {
        try {
            Optional<Check> broken = follow(offer.handovers(), succession);
            if (broken.isPresent()) {
                return broken.get();
            }
            if (offer.record().isEmpty()) {
                return offer.handovers().isEmpty() ? new Check.Useless("it has no block") : new Check.More();
            }
            BlockRecord record = BlockRecord.decode(offer.record().get());
            return check(
                    new OfferedBlock(offer.firstBlock(), record, receipts(offer.receipts())),
                    succession.chainId(),
                    succession.at(record.height()));
        } catch (DecodeException e) {
            return new Check.Refused(new Refusal("OFFER_MALFORMED", e.getMessage()));
        }
    }

    /** @return why the rest of the offer does not matter */
    private static Optional<Check> follow(List<Bytes> handovers, Succession succession) {
        for (Bytes handover : handovers) {
            switch (succession.take(Handover.decode(handover))) {
                case Succession.Taken.Known known -> {}
                case Succession.Taken.Unconnected gap -> {
                    return Optional.of(new Check.Useless("a change of validators before those it shows is missing"));
                }
                case Succession.Taken.Refused refused -> {
                    return Optional.of(new Check.Refused(refused.reason()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Receipt> receipts(List<Bytes> canonical) {
        return canonical.stream().map(Receipt::decode).toList();
    }

    private static Check check(OfferedBlock offered, ChainId chainId, ValidatorSet deciding) {
        BlockRecord record = offered.record();
        if (!record.block().header().chainId().equals(chainId)) {
            return new Check.Refused(new Refusal(
                    "HEADER_OF_OTHER_CHAIN",
                    "the block is of chain " + record.block().header().chainId() + ", not " + chainId));
        }
        if (!record.block().header().validatorSetHash().equals(deciding.hash())) {
            return new Check.Useless("nobody has handed over to the validators that decided block " + record.height());
        }
        return certified(record, deciding)
                .or(() -> transactions(record))
                .or(() -> SnapshotReader.problem(record, deciding, offered.receipts()))
                .<Check>map(Check.Refused::new)
                .orElseGet(() -> new Check.Good(offered));
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
