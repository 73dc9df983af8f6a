package io.regchain.protocol.evidence;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Optional;

/** The supervision chain's side: whose word the file rests on, and that it is their word. */
final class AnchorChecks {
    private AnchorChecks() {}

    static Finding trustRoot(ValidatorSet validators, Optional<Hash32> trusted) {
        Hash32 root = validators.hash();
        if (trusted.isEmpty()) {
            return new Finding.Holds("no root was given: the file rests on the validator set with hash " + root
                    + ", compare it with one you got another way");
        }
        return Finding.firstFailure(
                () -> Finding.require(
                        root.equals(trusted.get()),
                        "TRUST_ROOT_MISMATCH",
                        () -> "the file rests on the validator set with hash " + root + ", not on the trusted one "
                                + trusted.get()),
                () -> new Finding.Holds("the validator set has the trusted hash " + root));
    }

    static Finding certificate(SealedBlock anchor) {
        return Finding.firstFailure(
                () -> Finding.require(
                        anchor.header().chainId().equals(ChainId.SUPERVISION),
                        "ANCHOR_OF_OTHER_CHAIN",
                        () -> "the anchor is a block of " + anchor.header().chainId()
                                + "; it should be of the supervision chain"),
                () -> sealed(CertificateVerifier.verify(anchor.header(), anchor.certificate(), anchor.validators())));
    }

    /** The finding about a certificate. */
    static Finding sealed(CertificateCheck check) {
        return switch (check) {
            case CertificateCheck.Refused refused -> new Finding.Fails(refused.reason());
            case VerifiedHeader verified ->
                new Finding.Holds(verified.certificate().seals().size() + " of "
                        + verified.validators().size()
                        + " validators sealed block " + verified.header().height() + " of "
                        + verified.header().chainId() + ", a quorum is "
                        + verified.validators().quorum());
        };
    }

    static Finding entries(EvidenceFile file) {
        return proven(
                "anchor.entries",
                file.anchor().entries(),
                file.anchor().header().stateRoot(),
                "ENTRY_NOT_PROVEN");
    }

    /** Whether every entry is proven under the root; names the first that is not. */
    static Finding proven(String where, List<StateEntry> entries, Hash32 stateRoot, String code) {
        for (StateEntry entry : entries) {
            if (!entry.holdsUnder(stateRoot)) {
                return Finding.fails(
                        code,
                        where + ": the proof does not lead from the value of " + entry.key() + " to the state root "
                                + stateRoot);
            }
        }
        return new Finding.Holds(entries.size() + " entries proven under the state root " + stateRoot);
    }
}
