package io.regchain.localchain.object;

import io.regchain.localchain.book.Account;

/** What account objects (账户) must say. */
public final class AccountFacts {
    static final String ROOT = "account_information";
    private static final int SECURITIES = 1;

    private AccountFacts() {}

    /** @param subject reference of the investor's subject object */
    public static Facts of(Account account, String subject) {
        return new Facts(ROOT)
                .text(Paths.ACCOUNT + "account_subject_ref", subject)
                .text(Paths.ACCOUNT + "account_number", account.number())
                .number(Paths.ACCOUNT + "account_type", SECURITIES)
                .number(Paths.ACCOUNT + "account_status", account.state().objectStatus());
    }

    public static Facts status(Account account) {
        return new Facts(ROOT)
                .number(Paths.ACCOUNT + "account_status", account.state().objectStatus());
    }
}
