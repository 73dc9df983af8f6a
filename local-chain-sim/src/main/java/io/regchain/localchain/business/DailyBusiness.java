package io.regchain.localchain.business;

import io.regchain.ledger.node.TransactionRecord;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.localchain.generator.InventedCompany;
import io.regchain.localchain.generator.InventedPerson;
import io.regchain.localchain.generator.InventedWorld;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.localchain.rule.TransferMethod;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.crypto.Sm3;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A trickle of invented business on one market: an issuer, a security, a few investors, then small transfers. Founders
 * sell and others buy, never the other way round, so that the five-trading-day rule (R04) lets every trade pass. Whatever
 * was done before a restart is found on the chain and not done again.
 */
public final class DailyBusiness {
    private static final int FOUNDERS = 2;
    private static final int INVESTORS = 5;
    private static final int FIRST_COMPANY = 500;
    private static final int EXPERIENCE_MONTHS = 36;
    private static final long ASSETS_FEN = 80_000_000L;

    private final LocalMarket market;
    private final HubOffice office;
    private final InventedWorld world;
    private final Supplier<Instant> now;
    private final InventedCompany company;
    private final List<String> accounts = new ArrayList<>();

    public DailyBusiness(LocalMarket market, HubOffice office, long seed, Supplier<Instant> now) {
        this.market = market;
        this.office = office;
        this.world = new InventedWorld(seed);
        this.now = now;
        this.company = world.company(market.plan().market(), FIRST_COMPANY);
    }

    /** Issuer, security, investors and their first holdings; a second call finds them there. */
    public void prepare() {
        OperatorDesk desk = market.desk();
        once(
                "daily-issuer-1",
                "products",
                "registerIssuer",
                () -> desk.registerIssuer(
                        "daily-issuer-1", company.code(), company.creditCode(), company.name(), now.get()));
        once(
                "daily-product-1",
                "products",
                "create",
                () -> desk.createProduct(
                        "daily-product-1",
                        company.product(),
                        company.name() + "股份",
                        2,
                        company.issued(),
                        market.books(),
                        now.get()));
        for (int i = 0; i < INVESTORS; i++) {
            accounts.add(open(i));
        }
        once(
                "daily-initial-1",
                "registration",
                "initial",
                () -> desk.initialHolders(
                        "daily-initial-1",
                        company.product(),
                        List.of(
                                new OperatorDesk.Allotment(accounts.get(0), company.issued() / 2),
                                new OperatorDesk.Allotment(accounts.get(1), company.issued() - company.issued() / 2)),
                        market.books(),
                        now.get()));
    }

    private String open(int number) {
        String account =
                "D" + market.plan().market().regionCode() + String.format(java.util.Locale.ROOT, "%06d", number);
        openAccount("daily-account-" + number, account, person(number));
        return account;
    }

    /** One of this market's invented investors, the founders first. */
    public InventedPerson person(int number) {
        return world.person(market.plan().market(), number);
    }

    /** The security that is traded here. */
    public ProductCode product() {
        return company.product();
    }

    /** An account for a person from anywhere, under the nationwide code, unless it is open already. */
    public void openAccount(String requestId, String account, InventedPerson person) {
        if (market.books().account(account).isPresent()) {
            return;
        }
        InvestorCode code = office.investorCode(person);
        OperatorDesk.Investor investor = new OperatorDesk.Investor(
                code,
                new Did(market.chainId(), code),
                Sm3.hash(Bytes.utf8(person.name())),
                person.name().substring(0, 1) + "*",
                Sm3.hash(Bytes.utf8("paper " + code)));
        LocalDate until = LocalDate.ofInstant(now.get(), ZoneOffset.UTC).plusYears(1);
        OperatorDesk.Evidence evidence = new OperatorDesk.Evidence(until, "daily", ASSETS_FEN, EXPERIENCE_MONTHS);
        market.mustSucceed(
                "accounts",
                "open",
                market.desk().openAccount(requestId, account, investor, Optional.of(evidence), now.get()));
    }

    /** The account of one of {@link #person}, after {@link #prepare}. */
    public String account(int number) {
        return accounts.get(number);
    }

    private void once(
            String requestId,
            String contract,
            String method,
            Supplier<com.fasterxml.jackson.databind.node.ObjectNode> arguments) {
        boolean done =
                switch (requestId) {
                    case "daily-issuer-1" ->
                        market.books().issuer(company.code()).isPresent();
                    case "daily-product-1" ->
                        market.books().product(company.product()).isPresent();
                    case "daily-initial-1" -> holds(accounts.get(0));
                    default -> throw new IllegalArgumentException("no such request: " + requestId);
                };
        if (!done) {
            market.mustSucceed(contract, method, arguments.get());
        }
    }

    private boolean holds(String account) {
        return market.books().holding(company.product(), account).available() > 0;
    }

    /** One small transfer from a founder to another investor, numbered by the height it is made at. */
    public TransactionRecord trade() {
        MarketBooks books = market.books();
        long number = market.node(0).height().value();
        var invented = world.trade(market.plan().market(), number, INVESTORS);
        String seller = accounts.get(invented.seller() % FOUNDERS);
        String buyer = accounts.get(FOUNDERS + invented.buyer() % (INVESTORS - FOUNDERS));
        TransferRequest request = new TransferRequest(
                "daily-" + number,
                company.product(),
                seller,
                buyer,
                invented.quantity(),
                new TransferRequest.Cause.Trade(
                        TransferMethod.ONLINE_AGREEMENT.name(), invented.priceFen(), Optional.empty()));
        return market.mustSucceed("transfers", "transfer", market.desk().transfer(request, books, now.get()));
    }
}
