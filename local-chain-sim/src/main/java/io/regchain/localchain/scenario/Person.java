package io.regchain.localchain.scenario;

import io.regchain.identity.digest.IdentityPaper;
import io.regchain.protocol.base.InvestorCode;

/**
 * An invented investor of a scenario. The identity number leaves this record only on its way to the hub's identity
 * service; it stands in no chain, journal or log.
 *
 * @param number of the identity paper
 */
public record Person(String id, Wording name, InvestorCode.Kind kind, IdentityPaper paper, String number) {
    /** What others may see: {@code 李*}. */
    public String shownName() {
        return kind == InvestorCode.Kind.NATURAL_PERSON ? name.zh().substring(0, 1) + "*" : name.zh();
    }

    @Override
    public String toString() {
        return "Person(" + id + ")";
    }
}
