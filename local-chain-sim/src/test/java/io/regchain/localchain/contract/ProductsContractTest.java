package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Product;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductsContractTest {
    private final MarketWorld market = new MarketWorld(new ChainId("shanghai"));

    private record Broken(
            String name, String method, String code, String says, Function<MarketWorld, ObjectNode> breaks) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static ObjectNode issuer(MarketWorld m, String code, String creditCode) {
        return m.desk.registerIssuer(
                "I-1", EnterpriseCode.parse(code), new UnifiedSocialCreditCode(creditCode), "沪测控股份有限公司", m.now());
    }

    private static ObjectNode product(MarketWorld m, String code, int type) {
        return m.desk.createProduct("P-1", ProductCode.parse(code), "普通股", type, 100, m.books(), m.now());
    }

    private static void known(MarketWorld m) {
        m.issuer("SH000101G", "91310000MA1REM114W", "沪测控股份有限公司");
    }

    static Stream<Broken> brokenRequests() {
        return Stream.of(
                new Broken(
                        "an issuer of another market",
                        "registerIssuer",
                        "ISSUER_OF_OTHER_MARKET",
                        "R08",
                        m -> issuer(m, "ZJ000033F", "91330100MA2REM1407")),
                new Broken(
                        "a company of another province",
                        "registerIssuer",
                        "ISSUER_OUTSIDE_PROVINCE",
                        "浙江",
                        m -> issuer(m, "SH000033F", "91330100MA2REM1407")),
                new Broken("an issuer twice", "registerIssuer", "ISSUER_EXISTS", "SH000101", m -> {
                    known(m);
                    return issuer(m, "SH000101P", "91310000MA1REM114W");
                }),
                new Broken("a wrong credit code", "registerIssuer", "BAD_ARGUMENT", "check character", m -> {
                    ObjectNode arguments = issuer(m, "SH000101G", "91310000MA1REM114W");
                    return arguments.put("creditCode", "91310000MA1REM1145");
                }),
                new Broken(
                        "a subject with another name",
                        "registerIssuer",
                        "OBJECT_DIFFERS_FROM_REGISTER",
                        "subject_company_name",
                        m -> issuer(m, "SH000101G", "91310000MA1REM114W").put("name", "别的公司")),
                new Broken(
                        "an issuer nobody knows",
                        "create",
                        "ISSUER_UNKNOWN",
                        "products.registerIssuer",
                        m -> product(m, "SH000101G.S2601", 2)),
                new Broken("a private bond", "create", "PRODUCT_TYPE_NOT_ALLOWED", "R07", m -> {
                    known(m);
                    ObjectNode arguments = product(m, "SH000101G.S2601", 2);
                    return arguments.put("type", 4);
                }),
                new Broken("a product twice", "create", "PRODUCT_EXISTS", "S2601", m -> {
                    known(m);
                    m.product(SHARES, 5);
                    return product(m, "SH000101G.S2601", 2);
                }),
                new Broken(
                        "an object with another issue",
                        "create",
                        "OBJECT_DIFFERS_FROM_REGISTER",
                        "product_scale",
                        m -> {
                            known(m);
                            return product(m, "SH000101G.S2601", 2).put("issued", 101);
                        }),
                new Broken("no units", "create", "BAD_ARGUMENT", "issued", m -> {
                    known(m);
                    return product(m, "SH000101G.S2601", 2).put("issued", 0);
                }),
                new Broken("an activation by hand", "activate", "CALLER_NOT_ALLOWED", "registration", m -> {
                    known(m);
                    m.product(SHARES, 5);
                    return CanonicalJson.object().put("product", SHARES.text());
                }),
                new Broken("a resumption of nothing suspended", "resume", "PRODUCT_STATE", "CREATED", m -> {
                    known(m);
                    m.product(SHARES, 5);
                    return CanonicalJson.object().put("product", SHARES.text());
                }),
                new Broken("a method nobody wrote", "delist", "METHOD_UNKNOWN", "create", m -> CanonicalJson.object()));
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void a_request_with_one_thing_broken_is_refused(Broken broken) {
        ObjectNode arguments = broken.breaks().apply(market);
        Refusal refusal = market.refuse("products", broken.method(), arguments);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(broken.code());
        assertThat(refusal.message()).contains(broken.says());
    }

    @Test
    void a_product_waits_for_its_first_holders() {
        known(market);
        market.product(SHARES, 100);
        Product product = market.books().product(SHARES).orElseThrow();
        assertThat(product.state()).isEqualTo(Product.State.CREATED);
        assertThat(product.issuer()).isEqualTo(EnterpriseCode.parse("SH000101G"));
        assertThat(market.books().reference(product.objectId())).contains("product-SH000101.S2601/0");
    }

    @Test
    void a_product_is_found_under_every_layer_of_its_issuer() {
        known(market);
        market.product(SHARES, 100);
        assertThat(market.books().product(ProductCode.parse("SH000101P.S2601"))).isPresent();
        assertThat(market.refuse("products", "create", product(market, "SH000101P.S2601", 2))
                        .code())
                .isEqualTo("PRODUCT_EXISTS");
    }
}
