package io.regchain.localchain.book;

/** Which way an investor trades. */
public enum Side {
    BUY,
    SELL
}
