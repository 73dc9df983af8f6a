package io.regchain.localchain.object;

import io.regchain.localchain.book.Account;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;

/** What subject objects (主体) must say. */
public final class SubjectFacts {
    static final String ROOT = "subject_information";
    private static final int ORGANISATION = 1;
    static final int PERSON = 2;

    private SubjectFacts() {}

    /** @param did {@code did:rem:<label>:<enterprise code>} */
    public static Facts issuer(Did did, String name, int shareholders) {
        return organisation(did, name).number(Paths.SHAREHOLDERS, shareholders);
    }

    static Facts organisation(Did did, String name) {
        return new Facts(ROOT)
                .text(Paths.GENERAL + "subject_id", did.toString())
                .number(Paths.GENERAL + "subject_type", ORGANISATION)
                .text(Paths.ORGANISATION + "subject_company_name", name);
    }

    /** How many holders the issuer has once something is registered. */
    public static Facts shareholders(int shareholders) {
        return new Facts(ROOT).number(Paths.SHAREHOLDERS, shareholders);
    }

    public static Facts investor(Account account) {
        return new Facts(ROOT)
                .text(Paths.GENERAL + "subject_id", account.did().toString())
                .number(Paths.GENERAL + "subject_type", typeOf(account.investor()));
    }

    /** subject_type of the data model: a product invests through the organisation that manages it. */
    static int typeOf(InvestorCode investor) {
        return investor.kind() == InvestorCode.Kind.NATURAL_PERSON ? PERSON : ORGANISATION;
    }
}
