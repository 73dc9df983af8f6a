package io.regchain.ledger.storage;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Who decides from which height on, from the validators a chain began with: each set is believed because a quorum of the
 * one before certified the header that names it. Not thread-safe.
 */
public final class Succession {
    private final ChainId chainId;
    private final ValidatorSet first;
    private final List<Handover> handovers = new ArrayList<>();

    /** What becomes of a handover. */
    public sealed interface Taken {
        /** It is the next one, or was known. */
        record Known() implements Taken {}

        /** It is of a set that is not known to have decided there; others may have to come first. */
        record Unconnected() implements Taken {}

        record Refused(Refusal reason) implements Taken {}
    }

    /** @param first the genesis validators */
    public Succession(ChainId chainId, ValidatorSet first) {
        this.chainId = chainId;
        this.first = first;
    }

    /** The height from which the last known set decides: 0 while that is the first. */
    public Height knownFrom() {
        return handovers.isEmpty() ? Height.ZERO : handovers.getLast().from();
    }

    /** The set that decides at {@code height}, as far as is known. */
    public ValidatorSet at(Height height) {
        ValidatorSet deciding = first;
        for (Handover handover : handovers) {
            if (handover.from().compareTo(height) <= 0) {
                deciding = handover.next();
            }
        }
        return deciding;
    }

    public ChainId chainId() {
        return chainId;
    }

    /** Those the chain began with. */
    public ValidatorSet first() {
        return first;
    }

    /** All that were taken in, in height order. */
    public List<Handover> handovers() {
        return List.copyOf(handovers);
    }

    /** Takes the next handover in, if it can be believed. */
    public Taken take(Handover handover) {
        BlockHeader header = handover.last().header();
        if (header.height().compareTo(knownFrom()) < 0) {
            return new Taken.Known();
        }
        ValidatorSet deciding = at(header.height());
        if (!header.chainId().equals(chainId)) {
            return refused("HEADER_OF_OTHER_CHAIN", "the header is of chain " + header.chainId() + ", not " + chainId);
        }
        if (!header.validatorSetHash().equals(deciding.hash())) {
            return new Taken.Unconnected();
        }
        if (!header.nextValidatorSetHash().equals(handover.next().hash())) {
            return refused(
                    "VALIDATOR_SET_MISMATCH",
                    "the set handed over to is not the one that the header of block " + header.height()
                            + " names next");
        }
        if (handover.next().equals(deciding)) {
            return refused("NOTHING_HANDED_OVER", "block " + header.height() + " changes no validators");
        }
        return switch (CertificateVerifier.verify(header, handover.last().certificate(), deciding)) {
            case VerifiedHeader verified -> {
                handovers.add(handover);
                yield new Taken.Known();
            }
            case CertificateCheck.Refused bad -> new Taken.Refused(bad.reason());
        };
    }

    private static Taken refused(String code, String message) {
        return new Taken.Refused(new Refusal(code, message));
    }
}
