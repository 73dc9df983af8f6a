package io.regchain.localchain.rule;

import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/** R02: one security has at most 200 holders, counted by their global investor code (order 132 articles 13, 14). */
public final class HolderLimit {
    public static final int LIMIT = 200;
    /** 90 % of the limit: from here on the market is warned. */
    public static final int WARNING = 180;

    private HolderLimit() {}

    /** How many holders there are once {@code quantity} units have moved. */
    public static int projected(int holders, long sellerTotal, long buyerTotal, long quantity) {
        int entering = buyerTotal == 0 ? 1 : 0;
        int leaving = sellerTotal == quantity ? 1 : 0;
        return holders + entering - leaving;
    }

    public static Optional<Refusal> check(ProductCode product, int holders, int projected) {
        if (projected <= LIMIT || projected <= holders) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "HOLDER_LIMIT_EXCEEDED",
                product + " has " + holders + " holders and would have " + projected + "; one security has at most "
                        + LIMIT + " (R02). The transfer may be asked for again when a holder has left"));
    }

    public static boolean warns(int holders) {
        return holders >= WARNING;
    }
}
