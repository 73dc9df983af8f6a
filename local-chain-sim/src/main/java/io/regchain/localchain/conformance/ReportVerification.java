package io.regchain.localchain.conformance;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Optional;

/** What {@link ConformanceReport#verify} found. */
public sealed interface ReportVerification {
    /**
     * The file is whole and unchanged.
     *
     * @param passed what the report says of the chain
     * @param fileDigest SM3 of the file: what a registration names it by
     * @param signer whose valid signature it carries; absent when it carries none, so that anybody may have written it
     */
    record Holds(
            ChainId chain,
            String began,
            boolean passed,
            ConformanceReport.Counts counts,
            Hash32 fileDigest,
            Optional<Sm2PublicKey> signer)
            implements ReportVerification {}

    record Refused(Refusal reason) implements ReportVerification {}
}
