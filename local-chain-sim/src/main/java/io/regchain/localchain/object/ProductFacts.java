package io.regchain.localchain.object;

import io.regchain.localchain.book.Product;

/** What product objects (产品) must say. */
public final class ProductFacts {
    static final String ROOT = "product_information";
    /** product_trading_market_category: a regional equity market. */
    private static final int REGIONAL_MARKET = 1;

    private ProductFacts() {}

    /**
     * @param market name of the market operator
     * @param issuer name of the issuer
     * @param issuerReference of its subject object
     */
    public static Facts of(Product product, String market, String issuer, String issuerReference) {
        return new Facts(ROOT)
                .number(Paths.PRODUCT + "product_trading_market_category", REGIONAL_MARKET)
                .text(Paths.PRODUCT + "product_market_subject_name", market)
                .text(Paths.PRODUCT + "product_issuer_subject_ref", issuerReference)
                .text(Paths.PRODUCT + "product_issuer_name", issuer)
                .text(Paths.PRODUCT + "product_code", product.code().text())
                .text(Paths.PRODUCT + "product_name", product.name())
                .number(Paths.PRODUCT + "product_type", product.type())
                .number(Paths.PRODUCT + "product_scale_unit", product.unit())
                .number(Paths.PRODUCT + "product_scale", product.issued());
    }
}
