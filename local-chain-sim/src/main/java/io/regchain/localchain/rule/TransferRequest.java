package io.regchain.localchain.rule;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What is asked for: so many units of a security from one account to another.
 *
 * @param requestId the market's own number for it; once only
 * @param quantity units, at least 1
 */
public record TransferRequest(
        String requestId, ProductCode product, String from, String to, long quantity, Cause cause) {

    /** Why the units move. */
    public sealed interface Cause {
        /**
         * @param method as handed in; refused unless it is an agreement
         * @param priceFen fen per unit
         */
        record Trade(String method, long priceFen, Optional<Exemption> exemption) implements Cause {}

        /** @param proof SM3 of the ruling, certificate or deed */
        record NonTrade(NonTradeReason reason, Hash32 proof) implements Cause {}
    }

    /** The largest amount that stays exact in JSON. */
    private static final BigInteger MOST = BigInteger.valueOf(CanonicalJson.MAX_INTEGER);

    public TransferRequest {
        if (quantity < 1) {
            throw new IllegalArgumentException("a transfer moves at least one unit");
        }
    }

    /** Price times quantity in fen; 0 when nothing is paid. */
    public BigInteger amountFen() {
        return switch (cause) {
            case Cause.Trade trade -> BigInteger.valueOf(trade.priceFen()).multiply(BigInteger.valueOf(quantity));
            case Cause.NonTrade ignored -> BigInteger.ZERO;
        };
    }

    boolean amountCountable() {
        return amountFen().signum() >= 0 && amountFen().compareTo(MOST) <= 0;
    }
}
