package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.SupervisionGenesis;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.relay.ChainRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A supervision chain and three markets in memory, with the contracts, observers' updates and relays that production
 * has: Shanghai registers shares, Shenzhen keeps money, Jiangsu does both. A {@link Mishap} may strike at any step.
 */
final class SettlementWorld {
    static final ChainId SHANGHAI = new ChainId("shanghai");
    static final ChainId SHENZHEN = new ChainId("shenzhen");
    static final ChainId JIANGSU = new ChainId("jiangsu");
    static final ProductCode JIANGSU_SHARES = ProductCode.parse("JS000207G.S2601");
    static final long MONEY = 1_000_000_000_000L;
    private static final Sm2PrivateKey OBSERVER = ContractHarness.key("observer");
    private static final Sm2PrivateKey RELAYER = ContractHarness.key("relayer");
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");
    static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");
    private static final BlockTime START = MarketWorld.at(MarketWorld.FIRST_DAY);

    /** What may happen to a step; asked before it, and told after it. */
    interface Mishap {
        Mishap NONE = new Mishap() {};

        /** @throws Down when who carries it out, or the chain it goes to, is not there */
        default void before(String step, Optional<ChainId> to) {}

        /** @throws Down when the answer is lost */
        default void after(String step, Optional<ChainId> to) {}

        default boolean up(Optional<ChainId> chain) {
            return true;
        }

        /** A turn begins. */
        default void turned() {}
    }

    /** Somebody was not there. */
    static final class Down extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Down(String who) {
            super(who + " is down");
        }
    }

    final ContractHarness hub;
    final SortedMap<ChainId, MarketWorld> markets = new TreeMap<>();
    private final SortedMap<ChainId, ChainRelay> relays = new TreeMap<>();
    private final SortedMap<ChainId, Height> observed = new TreeMap<>();
    private Mishap mishap = Mishap.NONE;
    private BlockTime now = START;

    SettlementWorld() {
        hub = ContractHarness.start(ChainId.SUPERVISION, START, roles(), contracts());
        TrustedState root = TrustedState.root(
                hub.block(Height.ZERO).block().header(), hub.block(Height.ZERO).validators());
        for (ChainId chain : List.of(SHANGHAI, SHENZHEN, JIANGSU)) {
            markets.put(chain, new MarketWorld(chain, root));
            hub.succeed(MAKER, "registry", "enter", registration(markets.get(chain).chain));
            observed.put(chain, Height.ZERO);
            restartRelay(chain);
        }
        for (ChainId chain : List.of(SHENZHEN, JIANGSU)) {
            route("settle-" + chain, SHANGHAI, chain);
            money(markets.get(chain));
        }
        shares(markets.get(SHANGHAI), MarketWorld.SHARES, "SH000101G", "91310000MA1REM114W", "沪测控股份有限公司");
        shares(markets.get(JIANGSU), JIANGSU_SHARES, "JS000207G", "91320500MA1REM122M", "苏新材股份有限公司");
        now = markets.values().stream()
                .map(m -> m.chain.time())
                .max(BlockTime::compareTo)
                .orElseThrow();
    }

    /** The register of chains, filled by hand: admission has its own tests. */
    private static final class Register implements Contract {
        @Override
        public String name() {
            return "registry";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write("chain/" + arguments.get("chainId").textValue(), arguments);
            return CanonicalJson.object();
        }
    }

    private static List<Contract> contracts() {
        List<Contract> contracts = new ArrayList<>(SupervisionGenesis.contracts());
        contracts.removeIf(contract -> contract.name().equals("registry"));
        contracts.add(new Register());
        return contracts;
    }

    private static SortedMap<String, Bytes> roles() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        return state;
    }

    private static ObjectNode registration(ContractHarness chain) {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        ObjectNode json = CanonicalJson.object()
                .put("chainId", chain.chainId().value())
                .put("state", "ACTIVE")
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", genesis.block().header().time().epochMillis());
        json.set("validators", BlockJson.of(genesis.validators()));
        json.putArray("sealKeys");
        return json;
    }

    void register(ChainId chain, String state) {
        hub.succeed(
                MAKER,
                "registry",
                "enter",
                registration(markets.get(chain).chain).put("state", state));
    }

    void route(String id, ChainId from, ChainId to) {
        ObjectNode route = CanonicalJson.object()
                .put("id", id)
                .put("source", from.value())
                .put("sourceContract", SettlementKeys.CONTRACT)
                .put("destination", to.value())
                .put("destinationContract", "*")
                .put("method", SettlementKeys.METHOD)
                .put("effectiveFrom", START.epochMillis())
                .put("expiresAt", START.epochMillis() + Duration.ofDays(365).toMillis());
        JsonNode digest = hub.succeed(MAKER, "routes", "propose", route).get("digest");
        hub.succeed(
                CHECKER,
                "routes",
                "approve",
                CanonicalJson.object().put("id", id).put("digest", digest.textValue()));
    }

    private static void money(MarketWorld market) {
        for (InvestorCode investor : List.of(MarketWorld.FOUNDER, MarketWorld.ZHANG)) {
            market.succeed(
                    "money",
                    "open",
                    CanonicalJson.object()
                            .put("requestId", "open-" + investor)
                            .put("account", account(investor))
                            .put("investorCode", investor.text()));
            market.succeed(
                    "money",
                    "deposit",
                    CanonicalJson.object()
                            .put("requestId", "in-" + investor)
                            .put("account", account(investor))
                            .put("amountFen", MONEY)
                            .put("voucher", market.hub.root().blockHash().toHex()));
        }
    }

    private static void shares(MarketWorld market, ProductCode product, String issuer, String uscc, String name) {
        market.open(account(MarketWorld.FOUNDER), MarketWorld.FOUNDER, Optional.of(MarketWorld.evidence()));
        market.open(account(MarketWorld.ZHANG), MarketWorld.ZHANG, Optional.of(MarketWorld.evidence()));
        market.issuer(issuer, uscc, name);
        market.product(product, MarketWorld.ISSUED);
        market.initial(product, List.of(new OperatorDesk.Allotment(account(MarketWorld.FOUNDER), MarketWorld.ISSUED)));
    }

    static String account(InvestorCode investor) {
        return "A-" + investor.text();
    }

    // ---- plans

    SettlementLeg shareLeg(ChainId chain, ProductCode product, InvestorCode seller, InvestorCode buyer, long quantity) {
        return SettlementLeg.of(
                chain,
                "transfers",
                CanonicalJson.object()
                        .put("product", product.text())
                        .put("sellerAccount", account(seller))
                        .put("buyerAccount", account(buyer))
                        .put("quantity", quantity)
                        .put("method", "ONLINE_AGREEMENT")
                        .put("priceFen", 320));
    }

    SettlementLeg moneyLeg(ChainId chain, InvestorCode payer, InvestorCode payee, long amountFen) {
        return SettlementLeg.of(
                chain,
                "money",
                CanonicalJson.object()
                        .put("payer", account(payer))
                        .put("payee", account(payee))
                        .put("amountFen", amountFen));
    }

    /** S5: shares in Shanghai against money in Shenzhen. */
    SettlementPlan shareForMoney(String reference, long quantity) {
        return plan(
                reference,
                shareLeg(SHANGHAI, MarketWorld.SHARES, MarketWorld.FOUNDER, MarketWorld.ZHANG, quantity),
                moneyLeg(SHENZHEN, MarketWorld.ZHANG, MarketWorld.FOUNDER, quantity * 320));
    }

    SettlementPlan plan(String reference, SettlementLeg... legs) {
        return new SettlementPlan(reference, later(Duration.ofMinutes(30)), List.of(legs));
    }

    BlockTime now() {
        return now;
    }

    BlockTime later(Duration duration) {
        return new BlockTime(now.epochMillis() + duration.toMillis());
    }

    // ---- what happens

    void strike(Mishap next) {
        mishap = next;
    }

    void pass(Duration duration) {
        now = later(duration);
    }

    /** The operator of the leg's chain. */
    TransactionRecord lock(SettlementPlan plan, int leg) {
        return operator(plan, leg, "lock", CanonicalJson.object());
    }

    TransactionRecord refuse(SettlementPlan plan, int leg) {
        return operator(
                plan,
                leg,
                "refuse",
                CanonicalJson.object()
                        .put("code", "SELLER_WITHDREW")
                        .put("message", "the seller has changed his mind"));
    }

    private TransactionRecord operator(SettlementPlan plan, int leg, String method, ObjectNode arguments) {
        MarketWorld market = markets.get(plan.legs().get(leg).chain());
        arguments.put("leg", leg).set("plan", plan.toJson());
        return step("operator " + method + " " + market.chainId, Optional.of(market.chainId), () -> at(market.chain)
                .execute(market.key, SettlementKeys.CONTRACT, method, arguments));
    }

    private ContractHarness at(ContractHarness chain) {
        return chain.at(now.compareTo(chain.time()) > 0 ? now : chain.time());
    }

    private <T> T step(String what, Optional<ChainId> to, Supplier<T> deed) {
        mishap.before(what, to);
        T done = deed.get();
        mishap.after(what, to);
        return done;
    }

    /** One turn of everybody: observers, then relays. @return whether anything was done */
    boolean turn() {
        mishap.turned();
        boolean progressed = false;
        for (ChainId chain : markets.keySet()) {
            try {
                progressed |= observe(chain) | carry(chain);
            } catch (Down | CompletionException down) {
                if (!(down instanceof Down) && !(down.getCause() instanceof Down)) {
                    throw down;
                }
                restartRelay(chain);
                progressed = true;
            }
        }
        return progressed;
    }

    /** One turn in which nothing reaches a market. */
    void turnOfHub() {
        strike(new Mishap() {
            @Override
            public void before(String step, Optional<ChainId> to) {
                to.ifPresent(chain -> {
                    throw new Down(chain.value());
                });
            }
        });
        turn();
        strike(Mishap.NONE);
    }

    private boolean observe(ChainId chain) {
        ContractHarness local = markets.get(chain).chain;
        boolean some = false;
        while (mishap.up(Optional.of(chain)) && observed.get(chain).compareTo(local.height()) < 0) {
            CertifiedBlock block = local.block(observed.get(chain).next());
            ObjectNode update = CanonicalJson.object()
                    .put("chain", chain.value())
                    .put("header", block.block().header().canonical().toHex());
            update.set("certificate", BlockJson.of(block.certificate().orElseThrow()));
            TransactionRecord done = step("header of " + chain, Optional.empty(), () -> at(hub).execute(
                            OBSERVER, "light-clients", "update", update));
            if (!done.receipt().succeeded()) {
                throw new AssertionError("header " + block.height() + " of " + chain + ": "
                        + done.receipt().message());
            }
            observed.put(chain, block.height());
            some = true;
        }
        return some;
    }

    private boolean carry(ChainId chain) {
        ChainRelay.Pass pass = relays.get(chain).run(reader(chain));
        if (!pass.refused().isEmpty()) {
            refused.addAll(pass.refused());
        }
        return pass.progressed();
    }

    /** What relays were refused; a relay that works on old knowledge may be. */
    final List<String> refused = new ArrayList<>();

    /** A relay keeps nothing: a new one goes on. */
    void restartRelay(ChainId chain) {
        relays.put(
                chain,
                new ChainRelay(
                        chain,
                        hub.certifiedState(),
                        supervision(),
                        (contract, method, arguments) -> toLocal(chain, contract, method, arguments),
                        this::now));
    }

    private CompletionStage<TransactionRecord> toLocal(
            ChainId chain, String contract, String method, ObjectNode arguments) {
        return answer(() -> step("relay " + method + " " + chain, Optional.of(chain), () -> at(markets.get(chain).chain)
                .execute(ANYONE, contract, method, arguments)));
    }

    private static <T> CompletionStage<T> answer(Supplier<T> deed) {
        try {
            return CompletableFuture.completedFuture(deed.get());
        } catch (Down down) {
            return CompletableFuture.failedFuture(down);
        }
    }

    private SupervisionLedger supervision() {
        return new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return hub.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                return answer(() -> step("relay " + method + " hub", Optional.empty(), () -> at(hub).execute(
                                RELAYER, contract, method, arguments)));
            }
        };
    }

    private StateReader reader(ChainId chain) {
        return new StateReader() {
            @Override
            public String node() {
                return chain + "-0";
            }

            @Override
            public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
                return mishap.up(Optional.of(chain))
                        ? CompletableFuture.completedFuture(market(chain).chain.answer(key, height.orElseThrow()))
                        : CompletableFuture.failedFuture(new Down(chain.value()));
            }
        };
    }

    private MarketWorld market(ChainId chain) {
        return Objects.requireNonNull(markets.get(chain), chain::value);
    }

    /** Turns until nothing moves; then lets a block pass on every chain, since what is idle shows no time. */
    void settleDown(SettlementPlan plan) {
        for (int i = 0; i < 200; i++) {
            if (!turn()) {
                if (isOver(plan)) {
                    return;
                }
                pass(Duration.ofMinutes(1));
                if (now.compareTo(plan.deadline()) >= 0) {
                    markets.values().forEach(market -> at(market.chain).emptyBlock());
                }
            }
        }
        throw new AssertionError(
                "the settlement " + plan.reference() + " does not come to an end; refused: " + refused);
    }

    private boolean isOver(SettlementPlan plan) {
        return (decision(plan).isPresent() || now.compareTo(plan.deadline()) >= 0)
                && plan.chains().stream().allMatch(chain -> nothingPending(chain));
    }

    private boolean nothingPending(ChainId chain) {
        return empty(hub.read(SettlementKeys.full(SettlementKeys.Hub.pending(chain))))
                && empty(markets.get(chain).chain.read(SettlementKeys.full(SettlementKeys.Local.PENDING)));
    }

    private static boolean empty(Optional<JsonNode> list) {
        return list.map(JsonNode::isEmpty).orElse(true);
    }

    // ---- what stands

    Optional<Decision> decision(SettlementPlan plan) {
        return hub.read(SettlementKeys.full(SettlementKeys.Hub.decision(plan.id())))
                .map(Decision::fromJson);
    }

    Optional<LegRecord> leg(SettlementPlan plan, int leg) {
        return markets.get(plan.legs().get(leg).chain())
                .chain
                .read(SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg)))
                .map(LegRecord::fromJson);
    }

    long money(ChainId chain, InvestorCode investor, String part) {
        return markets.get(chain)
                .chain
                .read("money/account/" + account(investor))
                .orElseThrow()
                .get(part)
                .longValue();
    }
}
