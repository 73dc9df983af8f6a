package io.regchain.protocol.wire;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2Signature;

/** Commit certificates ⇄ their Protobuf message. */
public final class CertificateWire {
    private CertificateWire() {}

    /** @throws DecodeException naming the field that is not what it should be; no seal is verified here */
    public static CommitCertificate fromWire(io.regchain.protocol.wire.v1.CommitCertificate wire) {
        if (wire.getSealsCount() > ValidatorSet.MAX_SIZE) {
            throw new DecodeException("seals should be at most " + ValidatorSet.MAX_SIZE);
        }
        return new CommitCertificate(
                WireFields.network(wire.getNetworkId()),
                WireFields.height("height", wire.getHeight()),
                WireFields.at("round", () -> new Round(wire.getRound())),
                WireFields.hash("block_hash", wire.getBlockHash()),
                WireFields.list("seals", wire.getSealsList(), CertificateWire::seal));
    }

    private static Seal seal(io.regchain.protocol.wire.v1.Seal seal) {
        return new Seal(
                WireFields.key("signer", seal.getSigner()),
                WireFields.at(
                        "signature", () -> Sm2Signature.of(seal.getSignature().toByteArray())));
    }

    public static io.regchain.protocol.wire.v1.CommitCertificate toWire(CommitCertificate certificate) {
        io.regchain.protocol.wire.v1.CommitCertificate.Builder wire =
                io.regchain.protocol.wire.v1.CommitCertificate.newBuilder()
                        .setNetworkId(certificate.chainId().value())
                        .setHeight(certificate.height().value())
                        .setRound(certificate.round().value())
                        .setBlockHash(WireFields.wire(certificate.blockHash()));
        for (Seal seal : certificate.seals()) {
            wire.addSealsBuilder()
                    .setSigner(WireFields.wire(seal.signer()))
                    .setSignature(WireFields.wire(seal.signature().value()));
        }
        return wire.build();
    }
}
