package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Follows a chain by certificates alone: from a trusted block to a later one. The next header must be decided by the set
 * that the trusted state names. Heights may be left out while that set stays; a header right above the trusted one must
 * name it as parent; time never goes back. A header that changes the set hands over only with the new set beside it.
 */
public final class LightClient {
    private LightClient() {}

    /**
     * @param next the set that decides the block after {@code header}; required when the header changes the set, allowed
     *     always
     */
    public static Advance advance(
            TrustedState trusted, BlockHeader header, CommitCertificate certificate, Optional<ValidatorSet> next) {
        return doesNotFollow(trusted, header, next)
                .<Advance>map(Advance.NotAdvanced::new)
                .orElseGet(() -> certified(trusted, header, certificate, next));
    }

    private static Advance certified(
            TrustedState trusted, BlockHeader header, CommitCertificate certificate, Optional<ValidatorSet> next) {
        return switch (CertificateVerifier.verify(header, certificate, trusted.validators())) {
            case CertificateCheck.Refused refused -> new Advance.NotAdvanced(refused.reason());
            case VerifiedHeader verified ->
                new Advance.Advanced(
                        verified, TrustedState.after(header, verified.hash(), next.orElse(trusted.validators())));
        };
    }

    private static Optional<Refusal> doesNotFollow(
            TrustedState trusted, BlockHeader header, Optional<ValidatorSet> next) {
        return Stream.<Supplier<Optional<Refusal>>>of(
                        () -> otherChain(trusted, header),
                        () -> notAbove(trusted, header),
                        () -> otherParent(trusted, header),
                        () -> timeWentBack(trusted, header),
                        () -> otherSet(trusted, header),
                        () -> nextSet(header, next))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> otherChain(TrustedState trusted, BlockHeader header) {
        return refuseUnless(
                header.chainId().equals(trusted.chainId()),
                "HEADER_OF_OTHER_CHAIN",
                () -> "the header is of chain " + header.chainId() + "; this light client follows "
                        + trusted.chainId());
    }

    private static Optional<Refusal> notAbove(TrustedState trusted, BlockHeader header) {
        return refuseUnless(
                header.height().compareTo(trusted.height()) > 0,
                "HEIGHT_NOT_ABOVE_TRUSTED",
                () -> "the header is of height " + header.height() + "; height " + trusted.height()
                        + " is trusted already, only a higher one leads on");
    }

    private static Optional<Refusal> otherParent(TrustedState trusted, BlockHeader header) {
        boolean adjacent = header.height().equals(trusted.height().next());
        return refuseUnless(
                !adjacent || header.parentHash().equals(trusted.blockHash()),
                "PARENT_MISMATCH",
                () -> "the header of height " + header.height() + " names the parent " + header.parentHash()
                        + "; the trusted block below it is " + trusted.blockHash());
    }

    private static Optional<Refusal> timeWentBack(TrustedState trusted, BlockHeader header) {
        return refuseUnless(
                header.time().compareTo(trusted.time()) >= 0,
                "TIME_WENT_BACK",
                () -> "the header's time " + header.time() + " lies before " + trusted.time() + ", the time of block "
                        + trusted.height());
    }

    private static Optional<Refusal> otherSet(TrustedState trusted, BlockHeader header) {
        return refuseUnless(
                header.validatorSetHash().equals(trusted.validators().hash()),
                "VALIDATOR_SET_MISMATCH",
                () -> "the header says it was decided by the validator set " + header.validatorSetHash()
                        + "; the set trusted since block " + trusted.height() + " is "
                        + trusted.validators().hash() + " (a change of the set cannot be skipped)");
    }

    private static Optional<Refusal> nextSet(BlockHeader header, Optional<ValidatorSet> next) {
        boolean changes = !header.nextValidatorSetHash().equals(header.validatorSetHash());
        if (next.isEmpty()) {
            return refuseUnless(
                    !changes,
                    "NEXT_VALIDATOR_SET_MISSING",
                    () -> "the header of height " + header.height() + " hands over to the validator set "
                            + header.nextValidatorSetHash() + ", which must come with it");
        }
        return refuseUnless(
                next.get().hash().equals(header.nextValidatorSetHash()),
                "NEXT_VALIDATOR_SET_MISMATCH",
                () -> "the set that came with the header of height " + header.height() + " has hash "
                        + next.get().hash() + "; the header hands over to " + header.nextValidatorSetHash());
    }

    private static Optional<Refusal> refuseUnless(boolean right, String code, Supplier<String> message) {
        return right ? Optional.empty() : Optional.of(new Refusal(code, message.get()));
    }
}
