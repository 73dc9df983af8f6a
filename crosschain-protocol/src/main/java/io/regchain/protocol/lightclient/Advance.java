package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Refusal;

/** What became of a header that was handed to a {@link LightClient}. */
public sealed interface Advance {
    /** @param state what is trusted from now on */
    record Advanced(VerifiedHeader header, TrustedState state) implements Advance {}

    /**
     * Nothing changed.
     *
     * @param reason a code of {@link CertificateCheck.Refused}, or {@code HEIGHT_NOT_ABOVE_TRUSTED},
     *     {@code PARENT_MISMATCH}, {@code TIME_WENT_BACK}, {@code NEXT_VALIDATOR_SET_MISSING},
     *     {@code NEXT_VALIDATOR_SET_MISMATCH}
     */
    record NotAdvanced(Refusal reason) implements Advance {}
}
