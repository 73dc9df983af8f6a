package io.regchain.protocol.evidence;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.lightclient.CertificateVerifier;

/** The local chain's side: its block, and the transaction in it. */
final class LocalChecks {
    private LocalChecks() {}

    static Finding header(EvidenceFile file) {
        return header(
                file.local().sealed(),
                file.subject().chain(),
                file.subject().height(),
                AnchorRecords.of(file).header());
    }

    /** @param recorded what the supervision chain recorded when it verified the block of this height */
    static Finding header(SealedBlock local, ChainId chain, Height height, AnchorRecords.RecordedHeader recorded) {
        BlockHeader header = local.header();
        return Finding.firstFailure(
                () -> same("LOCAL_HEADER_OF_OTHER_CHAIN", "the local header's chain", header.chainId(), chain),
                () -> same("LOCAL_HEADER_OF_OTHER_HEIGHT", "the local header's height", header.height(), height),
                () -> same(
                        "VALIDATOR_SET_MISMATCH",
                        "the hash of local.validators",
                        local.validators().hash(),
                        header.validatorSetHash()),
                () -> same("HEADER_NOT_RECORDED", "the local header's hash", header.hash(), recorded.hash()),
                () -> same(
                        "HEADER_RECORD_CONTRADICTS",
                        "the recorded validator set",
                        recorded.validatorSetHash(),
                        header.validatorSetHash()),
                () -> same(
                        "HEADER_RECORD_CONTRADICTS",
                        "the recorded state root",
                        recorded.stateRoot(),
                        header.stateRoot()),
                () -> new Finding.Holds("block " + header.height() + " of " + header.chainId() + " has the hash "
                        + header.hash() + " that the supervision chain recorded"));
    }

    static Finding certificate(SealedBlock local) {
        return AnchorChecks.sealed(CertificateVerifier.verify(local.header(), local.certificate(), local.validators()));
    }

    static Finding transaction(EvidenceFile file) {
        Transaction transaction = file.local().transaction();
        return Finding.firstFailure(
                () -> same(
                        "TRANSACTION_OF_OTHER_CHAIN",
                        "the transaction's chain",
                        transaction.chainId(),
                        file.subject().chain()),
                () -> same(
                        "TRANSACTION_NOT_THE_SUBJECT",
                        "the transaction's id",
                        transaction.id(),
                        file.subject().transaction()),
                () -> Finding.require(
                        transaction.signatureValid(),
                        "TRANSACTION_SIGNATURE_INVALID",
                        () -> "local.transaction: the signature is not the sender's, " + transaction.sender()),
                () -> Finding.require(
                        file.local()
                                .transactionProof()
                                .verify(file.local().header().transactionRoot(), transaction.canonical()),
                        "TRANSACTION_NOT_PROVEN",
                        () -> "local.transaction: the proof does not lead to the transaction root "
                                + file.local().header().transactionRoot()),
                () -> new Finding.Holds(transaction.contract() + "." + transaction.method() + ", signed by "
                        + transaction.sender().fingerprint().shortHex() + "…, stands at place "
                        + file.local().transactionProof().index() + " of "
                        + file.local().transactionProof().size() + " in the block"));
    }

    static Finding receipt(EvidenceFile file) {
        Receipt receipt = file.local().receipt();
        return Finding.firstFailure(
                () -> same(
                        "RECEIPT_OF_OTHER_TRANSACTION",
                        "the receipt's transaction",
                        receipt.transactionId(),
                        file.subject().transaction()),
                () -> same(
                        "RECEIPT_AT_OTHER_PLACE",
                        "the receipt's place in the block",
                        file.local().receiptProof().index(),
                        file.local().transactionProof().index()),
                () -> Finding.require(
                        file.local().receiptProof().verify(file.local().header().receiptRoot(), receipt.canonical()),
                        "RECEIPT_NOT_PROVEN",
                        () -> "local.receipt: the proof does not lead to the receipt root "
                                + file.local().header().receiptRoot()),
                () -> new Finding.Holds("the outcome is " + receipt.outcome()
                        + (receipt.code().isEmpty() ? "" : " " + receipt.code())));
    }

    static Finding trace(EvidenceFile file) {
        Hash32 hash = file.local().trace().hash();
        return Finding.firstFailure(
                () -> same(
                        "TRACE_NOT_PROVEN",
                        "the trace's hash",
                        hash,
                        file.local().receipt().traceHash()),
                () -> same(
                        "TRACE_OF_OTHER_TRANSACTION",
                        "the trace's transaction",
                        file.local().trace().transactionId(),
                        file.subject().transaction()),
                () -> new Finding.Holds("the receipt names this trace, " + hash));
    }

    private static Finding same(String code, String what, Object found, Object right) {
        return Finding.require(found.equals(right), code, () -> what + " is " + found + "; it should be " + right);
    }
}
