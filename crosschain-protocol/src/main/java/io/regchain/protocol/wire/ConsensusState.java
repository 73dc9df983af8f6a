package io.regchain.protocol.wire;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import java.util.Optional;

/**
 * The consensus state of a height (JR/T 0314 table 5): everything a light client needs. The sets have the hashes the
 * header names and the certificate is about this very header; its seals are for {@code CertificateVerifier}.
 *
 * @param next the set that decides the next block, where it is another one
 * @param certificate absent at genesis only
 */
public record ConsensusState(
        BlockHeader header,
        ValidatorSet validators,
        Optional<ValidatorSet> next,
        Optional<CommitCertificate> certificate) {
    public static ConsensusState fromWire(GetConsensusStateResponse response) {
        BlockHeader header = HeaderWire.fromWire(response.getHeader());
        WireFields.agree("state_root", WireFields.hash("state_root", response.getStateRoot()), header.stateRoot());
        WireFields.agree(
                "transaction_root",
                WireFields.hash("transaction_root", response.getTransactionRoot()),
                header.transactionRoot());
        WireFields.agree(
                "receipt_root", WireFields.hash("receipt_root", response.getReceiptRoot()), header.receiptRoot());
        WireFields.agree("proposer", WireFields.key("proposer", response.getProposer()), header.proposer());
        ValidatorSet validators = ValidatorSetWire.fromWire("validators", response.getValidatorsList());
        WireFields.agree("validators' hash", validators.hash(), header.validatorSetHash());
        return new ConsensusState(header, validators, next(response, header), certificate(response, header));
    }

    private static Optional<ValidatorSet> next(GetConsensusStateResponse response, BlockHeader header) {
        boolean changes = !header.nextValidatorSetHash().equals(header.validatorSetHash());
        WireFields.agree("next_validators are sent", response.getNextValidatorsCount() > 0, changes);
        if (!changes) {
            return Optional.empty();
        }
        ValidatorSet next = ValidatorSetWire.fromWire("next_validators", response.getNextValidatorsList());
        WireFields.agree("next_validators' hash", next.hash(), header.nextValidatorSetHash());
        return Optional.of(next);
    }

    private static Optional<CommitCertificate> certificate(GetConsensusStateResponse response, BlockHeader header) {
        WireFields.agree(
                "a certificate is sent",
                response.hasCertificate(),
                header.height().value() > 0);
        if (!response.hasCertificate()) {
            return Optional.empty();
        }
        CommitCertificate certificate =
                WireFields.at("certificate", () -> CertificateWire.fromWire(response.getCertificate()));
        WireFields.agree("certificate.network_id", certificate.chainId(), header.chainId());
        WireFields.agree("certificate.height", certificate.height(), header.height());
        WireFields.agree("certificate.block_hash", certificate.blockHash(), header.hash());
        WireFields.agree(
                "signed_data", WireFields.bytes(response.getSignedData()), Bytes.wrap(certificate.sealedBytes()));
        return Optional.of(certificate);
    }

    public GetConsensusStateResponse toWire() {
        GetConsensusStateResponse.Builder wire = GetConsensusStateResponse.newBuilder()
                .setHeader(HeaderWire.toWire(header))
                .setStateRoot(WireFields.wire(header.stateRoot()))
                .setTransactionRoot(WireFields.wire(header.transactionRoot()))
                .setReceiptRoot(WireFields.wire(header.receiptRoot()))
                .addAllValidators(ValidatorSetWire.toWire(validators))
                .setProposer(WireFields.wire(header.proposer()));
        next.ifPresent(set -> wire.addAllNextValidators(ValidatorSetWire.toWire(set)));
        certificate.ifPresent(c ->
                wire.setCertificate(CertificateWire.toWire(c)).setSignedData(ByteString.copyFrom(c.sealedBytes())));
        return wire.build();
    }
}
