package io.regchain.bench.calls;

import io.micrometer.core.instrument.MeterRegistry;
import io.regchain.localchain.business.DailyBusiness;
import io.regchain.localchain.business.HubOffice;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The production federation with a security in each market, and in the market before it an investor who may buy it. */
final class BenchedFederation implements AutoCloseable {
    private static final int VALIDATORS = 4;
    private static final long SEED = 4;

    private final Federation federation;
    private final List<CallingMarket> callers;

    private BenchedFederation(Federation federation) {
        this.federation = federation;
        this.callers = callers();
    }

    static BenchedFederation start(CallLoad load) {
        List<MarketPlan> plans = MarketPlan.all().stream()
                .filter(plan -> plan.seats().size() == VALIDATORS)
                .limit(load.markets())
                .toList();
        Federation federation = Federation.start(FederationSettings.of(load.data(), plans));
        try {
            return new BenchedFederation(federation);
        } catch (RuntimeException e) {
            federation.close();
            throw e;
        }
    }

    private List<CallingMarket> callers() {
        List<DailyBusiness> business = federation.markets().stream()
                .map(market -> new DailyBusiness(market, office(market), SEED, () -> federation
                        .clock()
                        .now()
                        .toInstant()))
                .toList();
        business.forEach(DailyBusiness::prepare);
        List<CallingMarket> all = new ArrayList<>();
        for (int i = 0; i < business.size(); i++) {
            int next = (i + 1) % business.size();
            LocalMarket from = federation.markets().get(i);
            LocalMarket to = federation.markets().get(next);
            business.get(next)
                    .openAccount(
                            "bench-account-1",
                            "B" + business.get(next).account(0).substring(1),
                            business.get(i).person(0));
            all.add(new CallingMarket(
                    from, business.get(i).account(0), to, business.get(next).product()));
        }
        return all;
    }

    private HubOffice office(LocalMarket market) {
        String name = market.plan().market().operator();
        Visitor operator = new Visitor(
                "operator-" + market.chainId(),
                Visitor.Role.MARKET_OPERATOR,
                Scope.only(Set.of(market.chainId().value())),
                name,
                name);
        return new HubOffice(
                URI.create("http://127.0.0.1:" + federation.httpPort()),
                market.chainId(),
                federation.desk().apiToken(operator));
    }

    List<CallingMarket> markets() {
        return callers;
    }

    Federation federation() {
        return federation;
    }

    MeterRegistry meters() {
        return federation.meters();
    }

    @Override
    public void close() {
        federation.close();
    }
}
