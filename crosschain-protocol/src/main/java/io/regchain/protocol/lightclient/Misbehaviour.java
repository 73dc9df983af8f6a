package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Two headers of one chain that cannot both be honest: evidence that more validators lied than the chain may bear. The
 * first is the lower one, or either when the heights are equal.
 */
public record Misbehaviour(
        BlockHeader first,
        CommitCertificate firstCertificate,
        BlockHeader second,
        CommitCertificate secondCertificate) {
    /** How the two headers contradict each other. */
    public enum Kind {
        /** Two different blocks at one height. */
        FORK,
        /** The second is right above the first but names another parent. */
        BROKEN_LINK,
        /** The second is above the first but its time lies before. */
        TIME_WENT_BACK
    }

    public sealed interface Check {
        /** @param doubleSigners the validators who sealed both headers, in the set's order */
        record Proven(Kind kind, VerifiedHeader first, VerifiedHeader second, List<Validator> doubleSigners)
                implements Check {
            public Proven {
                doubleSigners = List.copyOf(doubleSigners);
            }
        }

        /**
         * @param reason {@code HEADERS_OF_DIFFERENT_CHAINS}, {@code HEADERS_DO_NOT_CONTRADICT}, or a code of
         *     {@link CertificateCheck.Refused} with the header it is about
         */
        record NotProven(Refusal reason) implements Check {}
    }

    /** The lower header first; of two at one height, in the order given. */
    public static Misbehaviour of(CertifiedHeader one, CertifiedHeader other) {
        boolean turned = other.header().height().compareTo(one.header().height()) < 0;
        CertifiedHeader first = turned ? other : one;
        CertifiedHeader second = turned ? one : other;
        return new Misbehaviour(first.header(), first.certificate(), second.header(), second.certificate());
    }

    public CertifiedHeader firstCertified() {
        return new CertifiedHeader(first, firstCertificate);
    }

    public CertifiedHeader secondCertified() {
        return new CertifiedHeader(second, secondCertificate);
    }

    /** @param validators the set that decided both headers */
    public Check check(ValidatorSet validators) {
        if (!first.chainId().equals(second.chainId())) {
            return notProven(
                    "HEADERS_OF_DIFFERENT_CHAINS",
                    "one header is of " + first.chainId() + ", the other of " + second.chainId());
        }
        return kind().map(kind -> check(kind, validators)).orElseGet(this::noContradiction);
    }

    private Check noContradiction() {
        return notProven(
                "HEADERS_DO_NOT_CONTRADICT",
                "the headers of heights " + first.height() + " and " + second.height() + " of " + first.chainId()
                        + " can both be honest");
    }

    private Optional<Kind> kind() {
        int order = second.height().compareTo(first.height());
        if (order == 0) {
            return first.hash().equals(second.hash()) ? Optional.empty() : Optional.of(Kind.FORK);
        }
        if (order > 0 && second.time().compareTo(first.time()) < 0) {
            return Optional.of(Kind.TIME_WENT_BACK);
        }
        boolean adjacent = second.height().equals(first.height().next());
        return adjacent && !second.parentHash().equals(first.hash()) ? Optional.of(Kind.BROKEN_LINK) : Optional.empty();
    }

    private Check check(Kind kind, ValidatorSet validators) {
        CertificateCheck one = CertificateVerifier.verify(first, firstCertificate, validators);
        CertificateCheck two = CertificateVerifier.verify(second, secondCertificate, validators);
        if (one instanceof VerifiedHeader a && two instanceof VerifiedHeader b) {
            return new Check.Proven(kind, a, b, doubleSigners(validators));
        }
        return one instanceof CertificateCheck.Refused refused ? about("first", refused) : about("second", two);
    }

    private static Check about(String which, CertificateCheck check) {
        Refusal reason = ((CertificateCheck.Refused) check).reason();
        return notProven(reason.code(), "the " + which + " header: " + reason.message());
    }

    private List<Validator> doubleSigners(ValidatorSet validators) {
        TreeSet<Sm2PublicKey> both = signers(firstCertificate);
        both.retainAll(signers(secondCertificate));
        return validators.validators().stream()
                .filter(validator -> both.contains(validator.publicKey()))
                .toList();
    }

    private static TreeSet<Sm2PublicKey> signers(CommitCertificate certificate) {
        TreeSet<Sm2PublicKey> keys = new TreeSet<>();
        certificate.seals().stream().map(Seal::signer).forEach(keys::add);
        return keys;
    }

    private static Check notProven(String code, String message) {
        return new Check.NotProven(new Refusal(code, message));
    }
}
