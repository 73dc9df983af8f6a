package io.regchain.localchain.rule;

/** What moves a security without a trade (R11): exempt from R04 and R10, counted in R02. */
public enum NonTradeReason {
    COURT,
    INHERITANCE,
    GIFT,
    MERGER
}
