package io.regchain.protocol.evidence;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.VerifiedHeader;

/** A header with its certificate and the set said to have decided it; nothing is verified. */
public record SealedBlock(ValidatorSet validators, BlockHeader header, CommitCertificate certificate) {
    public static SealedBlock of(VerifiedHeader verified) {
        return new SealedBlock(verified.validators(), verified.header(), verified.certificate());
    }

    public ChainId chain() {
        return header.chainId();
    }
}
