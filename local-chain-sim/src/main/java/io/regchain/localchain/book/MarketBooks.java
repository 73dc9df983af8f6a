package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import java.time.LocalDate;
import java.util.Optional;

/** The books of one market, read from its chain's state. */
public final class MarketBooks {
    private final StateView state;

    public MarketBooks(StateView state) {
        this.state = state;
    }

    public Optional<Account> account(String number) {
        return state.read("accounts/" + Account.key(number)).map(Account::fromJson);
    }

    public Optional<Account> accountOf(InvestorCode investor) {
        return state.read("accounts/" + Account.investorKey(investor))
                .map(JsonNode::textValue)
                .flatMap(this::account);
    }

    public Optional<Issuer> issuer(EnterpriseCode code) {
        return state.read("products/" + Issuer.key(code)).map(Issuer::fromJson);
    }

    public Optional<Operator> operator() {
        return state.read(Operator.FULL_KEY).map(Operator::fromJson);
    }

    public Optional<Product> product(ProductCode code) {
        return state.read("products/" + Product.key(code)).map(Product::fromJson);
    }

    public Optional<Register> register(ProductCode product) {
        return state.read("registration/" + Register.key(product.stableText())).map(Register::fromJson);
    }

    public Holding holding(ProductCode product, String account) {
        return state.read("registration/" + Holding.key(product.stableText(), account))
                .map(Holding::fromJson)
                .orElse(Holding.NONE);
    }

    /** All units of one investor in one security, over all accounts of this market. */
    public long investorTotal(ProductCode product, InvestorCode investor) {
        return state.read("registration/" + Register.investorKey(product.stableText(), investor.text()))
                .map(JsonNode::longValue)
                .orElse(0L);
    }

    /** What stands against a new trade on this day (R04): the last trades, and those that wait count as of the day. */
    public LastTrades standingTrades(ProductCode product, InvestorCode investor, LocalDate day) {
        LastTrades standing = lastTrades(product, investor);
        for (Side side : Side.values()) {
            if (waitingTrades(product, investor, side) > 0) {
                standing = standing.with(side, day);
            }
        }
        return standing;
    }

    /** How many trades of the investor on this side wait in settlements. */
    public long waitingTrades(ProductCode product, InvestorCode investor, Side side) {
        return state.read("transfers/" + LastTrades.waitingKey(product.stableText(), investor.text(), side))
                .map(JsonNode::longValue)
                .orElse(0L);
    }

    /** The last trades that were carried out. */
    public LastTrades lastTrades(ProductCode product, InvestorCode investor) {
        return state.read("transfers/" + LastTrades.key(product.stableText(), investor.text()))
                .map(LastTrades::fromJson)
                .orElse(LastTrades.NONE);
    }

    /** Places among a security's holders that are kept for buyers of units locked in settlements (R02, R20). */
    public int reservedPlaces(ProductCode product) {
        return state.read("transfers/reserved/" + product.stableText())
                .map(JsonNode::intValue)
                .orElse(0);
    }

    /** The latest version of a data object of this chain; empty when there is none, or it was deleted. */
    public Optional<Long> latestVersion(String objectId) {
        return state.read("objects/" + objectId + "/latest")
                .filter(latest -> !latest.path("deleted").booleanValue())
                .map(latest -> latest.path("version").longValue());
    }

    /** A reference as the data model writes it, {@code <id>/<version>}, to the version at business time. */
    public Optional<String> reference(String objectId) {
        return latestVersion(objectId).map(version -> objectId + "/" + version);
    }
}
