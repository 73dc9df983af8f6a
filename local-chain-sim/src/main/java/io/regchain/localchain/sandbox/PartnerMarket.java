package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.business.DailyBusiness;
import io.regchain.localchain.business.HubOffice;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.localchain.generator.InventedWorld;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.net.URI;
import java.util.Set;

/** The partner chain's market: an issuer, a product, investors with codes from the hub, and test calls to other chains. */
final class PartnerMarket {
    private static final long SEED = 2026;
    private static final int COMPANY = 500;
    private static final int QUANTITY = 10;

    private final LocalMarket market;
    private final DailyBusiness business;

    PartnerMarket(Federation federation, URI hub, ChainId partner) {
        this.market = federation.market(partner);
        String token = federation
                .desk()
                .apiToken(new Visitor(
                        "operator-" + partner,
                        Visitor.Role.MARKET_OPERATOR,
                        Scope.only(Set.of(partner.value())),
                        market.plan().market().operator(),
                        market.plan().market().regionEnglish() + " market operator"));
        this.business = new DailyBusiness(market, new HubOffice(hub, partner, token), SEED, () -> federation
                .clock()
                .now()
                .toInstant());
    }

    void prepare() {
        business.prepare();
    }

    ChainId chain() {
        return market.chainId();
    }

    ProductCode product() {
        return business.product();
    }

    /** The nationwide code of an investor who holds some of the product. */
    String holder() {
        return market.books()
                .account(business.account(0))
                .orElseThrow()
                .investor()
                .text();
    }

    /** A security that a market may keep, as a test call names one. */
    static ProductCode productOf(Market market) {
        return new InventedWorld(SEED).company(market, COMPANY).product();
    }

    /** Orders at another market by packet, so that something travels there and back. */
    PacketId call(Market destination) {
        String request = "sandbox-" + market.node(0).height();
        ObjectNode order = market.desk()
                .forwardOrder(
                        request,
                        business.account(0),
                        destination.chainId(),
                        productOf(destination),
                        Side.BUY,
                        QUANTITY);
        JsonNode sent = CanonicalJson.decode(
                market.mustSucceed("transfers", "forwardOrder", order).receipt().result());
        return new PacketId(
                market.chainId(),
                destination.chainId(),
                "main",
                new Sequence(sent.path("sequence").longValue()));
    }

    /** What a contract of another chain sends to have an order taken here. */
    ObjectNode orderFromElsewhere() {
        ObjectNode packet = CanonicalJson.object()
                .put("destination", market.chainId().value())
                .put("destinationContract", "transfers")
                .put("method", "requestTransfer");
        packet.putObject("payload")
                .put("investorCode", holder())
                .put("product", product().text())
                .put("side", Side.SELL.name())
                .put("quantity", QUANTITY);
        return packet;
    }
}
