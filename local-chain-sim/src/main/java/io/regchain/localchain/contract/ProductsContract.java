package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Issuer;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.ProductFacts;
import io.regchain.localchain.object.SubjectFacts;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.ServiceArea;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectType;

/** The market's issuers and their securities. */
public final class ProductsContract implements Contract {
    public static final String NAME = "products";
    private static final String METHODS = "registerIssuer, create, activate, suspend, resume";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "registerIssuer" -> registerIssuer(context, in);
            case "create" -> create(context, in);
            case "activate" -> activate(context, in);
            case "suspend" -> turn(context, in, Product.State.ACTIVE, Product.State.SUSPENDED);
            case "resume" -> turn(context, in, Product.State.SUSPENDED, Product.State.ACTIVE);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    private static JsonNode registerIssuer(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "products.registerIssuer");
        return Requests.once(context, "registerIssuer", in, id -> {
            HandedObjects objects = HandedObjects.of(context, in, 1, 1);
            Issuer issuer = new Issuer(
                    in.parsed("code", "an enterprise code", EnterpriseCode::parse),
                    in.parsed("creditCode", "a unified social credit code", UnifiedSocialCreditCode::new),
                    in.text("name"),
                    objects.idOf(0));
            requireOwnProvince(context, issuer);
            Refusals.unless(
                    context.read(Issuer.key(issuer.code())).isEmpty(),
                    "ISSUER_EXISTS",
                    () -> issuer.code().stableText() + " is registered already; an issuer is registered once");
            objects.requireCreated(0, ObjectType.SUBJECT, SubjectFacts.issuer(issuer.did(), issuer.name(), 0));
            context.write(Issuer.key(issuer.code()), issuer.toJson());
            objects.store();
            context.emit("issuerRegistered", issuer.toJson());
            return CanonicalJson.object().put("issuer", issuer.code().text());
        });
    }

    // R08, order 11 article 7: a market serves the enterprises of its own area
    private static void requireOwnProvince(ContractContext context, Issuer issuer) {
        Market market = issuer.code().market();
        Refusals.unless(
                market.chainId().equals(context.chainId()),
                "ISSUER_OF_OTHER_MARKET",
                () -> issuer.code() + " is a code of " + market.chainId() + "; this is " + context.chainId()
                        + " (R08)");
        Refusals.raise(ServiceArea.check(market, issuer.creditCode()));
    }

    private static JsonNode create(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "products.create");
        return Requests.once(context, "create", in, id -> {
            MarketBooks books = new MarketBooks(StateView.of(context));
            ProductCode code = in.parsed("code", "a product code", ProductCode::parse);
            Issuer issuer = books.issuer(code.issuer())
                    .orElseThrow(() -> new ContractRefusal(
                            "ISSUER_UNKNOWN",
                            code.issuer() + " is not registered here; register it with products.registerIssuer"));
            Refusals.unless(
                    books.product(code).isEmpty(),
                    "PRODUCT_EXISTS",
                    () -> code + " exists already; another issue has another code");
            int type = admittedType(in);
            HandedObjects objects = HandedObjects.of(context, in, 1, 1);
            Product product = new Product(
                    code,
                    in.text("name"),
                    issuer.code(),
                    type,
                    in.positive("issued"),
                    Product.State.CREATED,
                    objects.idOf(0),
                    issuer.objectId());
            String reference = books.reference(issuer.objectId()).orElseThrow();
            objects.requireCreated(
                    0,
                    ObjectType.PRODUCT,
                    ProductFacts.of(product, Callers.operator(context).name(), issuer.name(), reference));
            context.write(Product.key(code), product.toJson());
            objects.store();
            context.emit("productCreated", product.toJson());
            return CanonicalJson.object().put("product", code.text());
        });
    }

    // R07, order 11 article 4: shares, convertible bonds and what the State Council's departments approve
    private static int admittedType(Arguments in) {
        long type = in.number("type");
        Refusals.unless(
                type >= 1 && type <= Product.CONVERTIBLE_BOND,
                "PRODUCT_TYPE_NOT_ALLOWED",
                () -> "product type " + type + " is not admitted; new issues are 1 (equity), 2 (shares) or 3"
                        + " (convertible bond) (R07)");
        return (int) type;
    }

    /** Once its first holders are registered. */
    private static JsonNode activate(ContractContext context, Arguments in) {
        Callers.requireContract(context, RegistrationContract.NAME, "products.activate");
        return change(context, in, Product.State.CREATED, Product.State.ACTIVE);
    }

    private static JsonNode turn(ContractContext context, Arguments in, Product.State from, Product.State to) {
        Callers.requireOperator(context, "a product's suspension and resumption");
        return change(context, in, from, to);
    }

    private static JsonNode change(ContractContext context, Arguments in, Product.State from, Product.State to) {
        ProductCode code = in.parsed("product", "a product code", ProductCode::parse);
        Product product = new MarketBooks(StateView.of(context))
                .product(code)
                .orElseThrow(() -> new ContractRefusal("PRODUCT_UNKNOWN", "this market has no product " + code));
        Refusals.unless(
                product.state() == from,
                "PRODUCT_STATE",
                () -> "product " + code + " is " + product.state() + "; only from " + from + " it becomes " + to);
        context.write(Product.key(code), product.with(to).toJson());
        context.emit(
                "productStateChanged",
                CanonicalJson.object().put("product", code.text()).put("state", to.name()));
        return CanonicalJson.object().put("state", to.name());
    }
}
