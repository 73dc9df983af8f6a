package io.regchain.localchain.rule;

import io.regchain.protocol.base.Hash32;

/**
 * Why a buyer who is no qualified investor may take this security all the same (R11). Such a holder still counts in
 * R02, may sell, and gains nothing for any other security.
 *
 * @param proof SM3 of the document that shows it
 */
public record Exemption(Reason reason, Hash32 proof) {
    public enum Reason {
        EQUITY_INCENTIVE,
        /** A director, supervisor or executive, in the own company's security. */
        EXECUTIVE,
        /** Held the company before it was listed, in its own security. */
        FORMER_SHAREHOLDER
    }
}
