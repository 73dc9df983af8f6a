package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.MoneyAccount;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.contract.InitialState;
import io.regchain.localchain.simulation.CrossChainSimulation.Defect;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.node.SupervisionGenesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The chains of a federation in memory, with all their contracts, and what has been noted about them. */
final class SimulatedWorld {
    static final List<ChainId> CHAINS =
            List.of(new ChainId("jiangsu"), new ChainId("shanghai"), new ChainId("zhejiang"));
    static final long FILLED = 1_000_000;
    static final InvestorCode RICH = new InvestorCode("Q000000900");
    static final InvestorCode POOR = new InvestorCode("Q000000101");
    static final Sm2PrivateKey OBSERVER = ContractHarness.key("observer");
    static final Sm2PrivateKey RELAYER = ContractHarness.key("relayer");
    static final Sm2PrivateKey LIAR = ContractHarness.key("lying relayer");
    static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");
    static final Sm2PrivateKey OPERATOR = ContractHarness.key("operator");
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);
    private static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    private static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");

    /** A packet that a vault has sent, and the token it carries. */
    record Sent(PacketId id, String token) {}

    final SimulatedChain hub;
    final SortedMap<ChainId, SimulatedChain> locals = new TreeMap<>();
    final List<Sent> sent = new ArrayList<>();
    final List<SettlementPlan> plans = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final SortedMap<String, Integer> met = new TreeMap<>();
    private final long seed;
    private final Defect defect;
    private BlockTime now = START;

    SimulatedWorld(long seed, Defect defect) {
        this.seed = seed;
        this.defect = defect;
        this.hub = new SimulatedChain(ChainId.SUPERVISION, START, roles(), hubContracts());
        TrustedState root = hub.root();
        for (ChainId id : CHAINS) {
            SimulatedChain chain = new SimulatedChain(id, START, genesis(root), localContracts(id));
            locals.put(id, chain);
            must(hub.execute(now, MAKER, "registry", "enter", chain.registration()));
        }
        route("vault", VaultContract.NAME, VaultContract.NAME, "take");
        route("settle", SettlementKeys.CONTRACT, "money", SettlementKeys.METHOD);
    }

    BlockTime now() {
        return now;
    }

    /** Time goes on, and who is down comes nearer to being up. */
    void pass(long millis) {
        now = new BlockTime(now.epochMillis() + millis);
        hub.turn();
        locals.values().forEach(SimulatedChain::turn);
    }

    private List<Contract> hubContracts() {
        List<Contract> contracts = new ArrayList<>();
        for (Contract contract : SupervisionGenesis.contracts()) {
            contracts.add(contract.name().equals("registry") ? new RegisterStandIn() : contract);
        }
        contracts.replaceAll(contract -> defect.in(ChainId.SUPERVISION, contract));
        return contracts;
    }

    private List<Contract> localContracts(ChainId id) {
        List<Contract> contracts = new ArrayList<>(InitialState.contracts());
        contracts.add(new VaultContract());
        contracts.replaceAll(contract -> defect.in(id, contract));
        return contracts;
    }

    private static SortedMap<String, Bytes> roles() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, RELAYER.publicKey(), Roles.RELAYER);
        Roles.grant(state, LIAR.publicKey(), Roles.RELAYER);
        Roles.grant(state, MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        return state;
    }

    private static SortedMap<String, Bytes> genesis(TrustedState root) {
        Operator operator = new Operator(
                "演练", UnifiedSocialCreditCode.complete("91310000", "MA9TE777"), List.of(OPERATOR.publicKey()));
        SortedMap<String, Bytes> state =
                new TreeMap<>(InitialState.of(operator, root, new TrustClock(START, TrustPeriod.DEFAULT)));
        state.put("vault/balance", CanonicalJson.encode(LongNode.valueOf(FILLED)));
        for (InvestorCode investor : List.of(RICH, POOR)) {
            MoneyAccount account = new MoneyAccount(investor.text(), investor, FILLED, 0);
            state.put(money(investor), CanonicalJson.encode(account.toJson()));
        }
        return state;
    }

    static String money(InvestorCode investor) {
        return "money/" + MoneyAccount.key(investor.text());
    }

    private void route(String id, String contract, String other, String method) {
        ObjectNode route = CanonicalJson.object()
                .put("id", id)
                .put("source", "*")
                .put("sourceContract", contract)
                .put("destination", "*")
                .put("destinationContract", other)
                .put("method", method)
                .put("effectiveFrom", START.epochMillis())
                .put("expiresAt", START.epochMillis() + Duration.ofDays(365).toMillis());
        TransactionRecord proposed = must(hub.execute(now, MAKER, "routes", "propose", route));
        must(hub.execute(
                now,
                CHECKER,
                "routes",
                "approve",
                CanonicalJson.object()
                        .put("id", id)
                        .put("digest", result(proposed).path("digest").asText())));
    }

    static JsonNode result(TransactionRecord record) {
        return CanonicalJson.decode(record.receipt().result());
    }

    TransactionRecord must(TransactionRecord record) {
        if (!record.receipt().succeeded()) {
            throw broken(
                    record.transaction().contract() + "." + record.transaction().method() + " was refused: "
                            + record.receipt().code() + ", " + record.receipt().message());
        }
        return record;
    }

    BrokenRule broken(String what) {
        return new BrokenRule(seed, what, lines);
    }

    void tell(String line) {
        lines.add(now + " " + line);
    }

    void meet(String what) {
        met.merge(what, 1, Integer::sum);
    }

    SimulatedChain local(ChainId id) {
        return Objects.requireNonNull(locals.get(id), id::value);
    }

    /** @param id none for the hub */
    SimulatedChain chainOf(Optional<ChainId> id) {
        return id.map(this::local).orElse(hub);
    }

    boolean isFrozen(ChainId chain) {
        return hub.read("light-clients/" + chain + "/frozen").isPresent();
    }

    /** Two officers thaw what is frozen, and let the chain take part again. */
    void officers() {
        for (ChainId chain : CHAINS) {
            if (isFrozen(chain)) {
                ObjectNode about =
                        CanonicalJson.object().put("chain", chain.value()).put("reason", "查明");
                JsonNode proposed = result(must(hub.execute(now, MAKER, "light-clients", "proposeThaw", about)));
                must(hub.execute(
                        now,
                        CHECKER,
                        "light-clients",
                        "approveThaw",
                        CanonicalJson.object()
                                .put("chain", chain.value())
                                .put("digest", proposed.path("digest").asText())));
                must(hub.execute(
                        now,
                        CHECKER,
                        "registry",
                        "resume",
                        CanonicalJson.object().put("chainId", chain.value())));
                tell(chain + " is thawed");
            }
        }
    }
}
