package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Refusal;

/** What {@link CertificateVerifier} found: a {@link VerifiedHeader}, or the first thing that is wrong. */
public sealed interface CertificateCheck permits VerifiedHeader, CertificateCheck.Refused {
    /**
     * @param reason one of {@code HEADER_OF_OTHER_CHAIN}, {@code CERTIFICATE_OF_OTHER_BLOCK},
     *     {@code VALIDATOR_SET_MISMATCH}, {@code SEAL_BY_UNREGISTERED_KEY}, {@code SEAL_REPEATED},
     *     {@code QUORUM_NOT_REACHED}, {@code SEAL_INVALID}
     */
    record Refused(Refusal reason) implements CertificateCheck {}
}
