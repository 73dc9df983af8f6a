package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import java.util.Objects;

/**
 * A header whose certificate carries valid seals of a quorum of {@link #validators()}, the set the header itself names.
 * Only {@link CertificateVerifier} makes one. Whether that set is the chain's is for the {@link LightClient} to say.
 */
public final class VerifiedHeader implements CertificateCheck {
    private final BlockHeader header;
    private final CommitCertificate certificate;
    private final ValidatorSet validators;

    VerifiedHeader(BlockHeader header, CommitCertificate certificate, ValidatorSet validators) {
        this.header = header;
        this.certificate = certificate;
        this.validators = validators;
    }

    public BlockHeader header() {
        return header;
    }

    /** The block hash. */
    public Hash32 hash() {
        return certificate.blockHash();
    }

    public CommitCertificate certificate() {
        return certificate;
    }

    public ValidatorSet validators() {
        return validators;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedHeader that
                && header.equals(that.header)
                && certificate.equals(that.certificate)
                && validators.equals(that.validators);
    }

    @Override
    public int hashCode() {
        return Objects.hash(header, certificate, validators);
    }

    @Override
    public String toString() {
        return "VerifiedHeader(" + header.chainId() + " " + header.height() + " " + hash().shortHex() + ")";
    }
}
