package io.regchain.protocol.base;

import java.util.Optional;

/** Which enterprises a market serves: those of its own area (R08; order 11, article 7). */
public final class ServiceArea {
    /** Region of credit codes given out by national bodies; no one province. */
    private static final String NATIONAL = "100000";

    private ServiceArea() {}

    /** Why the market may not serve the enterprise: {@code ISSUER_OUTSIDE_PROVINCE}, with the market that does. */
    public static Optional<Refusal> check(Market market, UnifiedSocialCreditCode enterprise) {
        String region = enterprise.value().substring(2, 8);
        if (region.equals(NATIONAL)) {
            return Optional.empty();
        }
        Optional<Market> responsible = Markets.responsibleFor(region);
        return responsible.equals(Optional.of(market))
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "ISSUER_OUTSIDE_PROVINCE",
                        enterprise + " is registered in the region " + region + ", which "
                                + responsible.map(Market::operator).orElse("no market") + " serves; "
                                + market.operator() + " serves the enterprises of its own area (R08)"));
    }
}
