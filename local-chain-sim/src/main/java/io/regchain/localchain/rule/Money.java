package io.regchain.localchain.rule;

import java.math.BigDecimal;

/** Money is counted in fen and shown in yuan. */
public final class Money {
    private Money() {}

    /** Without trailing zeros: 320 fen are {@code 3.2}, the number the data model carries. */
    public static BigDecimal yuan(long fen) {
        BigDecimal value = BigDecimal.valueOf(fen, 2).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }
}
