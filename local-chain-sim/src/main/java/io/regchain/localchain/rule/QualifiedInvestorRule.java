package io.regchain.localchain.rule;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Qualification;
import io.regchain.protocol.base.Refusal;
import java.time.LocalDate;
import java.util.Optional;

/** R10: who buys is a qualified investor on that day (order 132 article 13). */
public final class QualifiedInvestorRule {
    /** 500,000 yuan. */
    public static final long NATURAL_PERSON_ASSETS_FEN = 50_000_000L;

    public static final long NATURAL_PERSON_MONTHS = 24;

    private QualifiedInvestorRule() {}

    /** Does the evidence make a natural person one? Financial assets in fen; months of investing or of finance work. */
    public static Optional<Refusal> assessNaturalPerson(long assetsFen, long months) {
        if (assetsFen < NATURAL_PERSON_ASSETS_FEN) {
            return no(
                    "NOT_QUALIFIED",
                    "financial assets of " + Money.yuan(assetsFen) + " yuan do not reach the 500000 yuan that a natural"
                            + " person needs (R10)");
        }
        if (months < NATURAL_PERSON_MONTHS) {
            return no(
                    "NOT_QUALIFIED",
                    months + " months of experience do not reach the 24 that a natural person needs (R10)");
        }
        return Optional.empty();
    }

    /** May this account buy on {@code day}? */
    public static Optional<Refusal> check(Account buyer, LocalDate day) {
        if (buyer.qualification().isEmpty()) {
            return no(
                    "BUYER_NOT_QUALIFIED",
                    buyer.investor() + " is not recorded as a qualified investor (R10); record the evidence with"
                            + " accounts.qualify, or name the exemption of R11");
        }
        Qualification held = buyer.qualification().get();
        if (!held.countsOn(day)) {
            return no(
                    "QUALIFICATION_EXPIRED",
                    "the qualification of " + buyer.investor() + " was valid until " + held.validUntil()
                            + ", the day is " + day + " (R10); record new evidence with accounts.qualify");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> no(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }
}
