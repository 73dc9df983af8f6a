package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.MoneyAccount;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.contract.InitialState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.node.SupervisionGenesis;
import io.regchain.supervision.node.SupervisionLedger;
import io.regchain.supervision.relay.ChainRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Three local chains, the hub, an observer and two relays for each chain, from one seed. For a while everything goes
 * wrong that may: chains and the hub are not there, submissions and answers are lost, relays crash, what was submitted is
 * submitted again in any order, a liar submits it altered, up to f validators seal forged blocks, and now and then more
 * than f do. Then the trouble stops, officers thaw what was frozen, and everything must come to its one end:
 *
 * <ul>
 *   <li>every packet has ended once, and was applied if and only if it ended well;
 *   <li>every settlement has ended on all its chains alike, and no lock is left;
 *   <li>what all vaults and all money accounts hold together is what they held at first;
 *   <li>a forged block under too few seals is never believed; once two certified blocks of one height were seen, the
 *       chain's client is frozen.
 * </ul>
 */
public final class CrossChainSimulation {
    /** Puts a faulty contract in place of an honest one, so that it can be seen that the checkers notice. */
    @FunctionalInterface
    public interface Defect {
        Defect NONE = (chain, honest) -> honest;

        Contract in(ChainId chain, Contract honest);
    }

    private static final List<ChainId> CHAINS =
            List.of(new ChainId("jiangsu"), new ChainId("shanghai"), new ChainId("zhejiang"));
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);
    private static final int TURNS_OF_TROUBLE = 25;
    private static final int TURNS_TO_THE_END = 150;
    private static final long FILLED = 1_000_000;
    private static final InvestorCode RICH = new InvestorCode("Q000000900");
    private static final InvestorCode POOR = new InvestorCode("Q000000101");
    private static final Sm2PrivateKey OBSERVER = ContractHarness.key("observer");
    private static final Sm2PrivateKey RELAYER = ContractHarness.key("relayer");
    private static final Sm2PrivateKey LIAR = ContractHarness.key("lying relayer");
    private static final Sm2PrivateKey ANYONE = ContractHarness.key("anyone");
    private static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    private static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");
    private static final Sm2PrivateKey OPERATOR = ContractHarness.key("operator");

    private record Sent(PacketId id, String token) {}

    private record Submitted(Optional<ChainId> to, Sm2PrivateKey by, String contract, String method, ObjectNode in) {}

    /** An operator's deed about a leg that is still to be done. */
    private record Intent(SettlementPlan plan, int leg, boolean lock, int turn) {}

    /** What did not arrive, or whose answer did not. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String what) {
            super(what + " was lost");
        }
    }

    private final long seed;
    private final Random random;
    private final Defect defect;
    private final SimulatedChain hub;
    private final SortedMap<ChainId, SimulatedChain> locals = new TreeMap<>();
    private final SortedMap<String, ChainRelay> relays = new TreeMap<>();
    private final SortedMap<ChainId, Height> observed = new TreeMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<SettlementPlan> plans = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<Submitted> submitted = new ArrayList<>();
    /** What was lost, or is only late. */
    private final List<Submitted> late = new ArrayList<>();

    private final List<String> lines = new ArrayList<>();
    private final SortedMap<String, Integer> met = new TreeMap<>();
    private BlockTime now = START;
    private boolean troubled = true;
    private boolean forkShown;

    private CrossChainSimulation(long seed, Defect defect) {
        this.seed = seed;
        this.random = new Random(seed);
        this.defect = defect;
        this.hub = new SimulatedChain(ChainId.SUPERVISION, START, roles(), hubContracts());
        TrustedState root = hub.root();
        for (ChainId id : CHAINS) {
            SimulatedChain chain = new SimulatedChain(id, START, genesis(root), localContracts(id));
            locals.put(id, chain);
            observed.put(id, Height.ZERO);
            must(hub.execute(now, MAKER, "registry", "enter", chain.registration()));
            for (String relay : List.of("a", "b")) {
                restart(id, relay);
            }
        }
        route("vault", VaultContract.NAME, VaultContract.NAME, "take");
        route("settle", SettlementKeys.CONTRACT, "money", SettlementKeys.METHOD);
    }

    /**
     * Plays one seed to its end.
     *
     * @throws BrokenRule at the first thing that must not be
     */
    public static Story play(long seed, Defect defect) {
        return new CrossChainSimulation(seed, defect).play();
    }

    // ---- the world before anything happens

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
        role(state, OBSERVER, Roles.OBSERVER);
        role(state, RELAYER, Roles.RELAYER);
        role(state, LIAR, Roles.RELAYER);
        role(state, MAKER, Roles.ADMISSION_MAKER);
        role(state, CHECKER, Roles.ADMISSION_CHECKER);
        return state;
    }

    private static void role(SortedMap<String, Bytes> state, Sm2PrivateKey key, String role) {
        ObjectNode entry = CanonicalJson.object().put("name", role);
        entry.putArray("roles").add(role);
        state.put(Roles.CONTRACT + "/" + key.publicKey().fingerprint().toHex(), CanonicalJson.encode(entry));
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

    private static String money(InvestorCode investor) {
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

    private static JsonNode result(TransactionRecord record) {
        return CanonicalJson.decode(record.receipt().result());
    }

    private TransactionRecord must(TransactionRecord record) {
        if (!record.receipt().succeeded()) {
            throw broken(
                    record.transaction().contract() + "." + record.transaction().method() + " was refused: "
                            + record.receipt().code() + ", " + record.receipt().message());
        }
        return record;
    }

    private BrokenRule broken(String what) {
        return new BrokenRule(seed, what, lines);
    }

    private void tell(String line) {
        lines.add(now + " " + line);
    }

    private void meet(String what) {
        met.merge(what, 1, Integer::sum);
    }

    private SimulatedChain local(ChainId id) {
        return Objects.requireNonNull(locals.get(id), id::value);
    }

    /** @param id none for the hub */
    private SimulatedChain chainOf(Optional<ChainId> id) {
        return id.map(this::local).orElse(hub);
    }

    private Height observed(ChainId id) {
        return Objects.requireNonNull(observed.get(id), id::value);
    }

    private ChainRelay relay(String name) {
        return Objects.requireNonNull(relays.get(name), name);
    }

    // ---- the play

    private Story play() {
        for (int turn = 0; turn < TURNS_OF_TROUBLE; turn++) {
            pass(random.nextInt(20_000));
            trouble(turn);
            everybody(turn);
        }
        troubled = false;
        hub.heal();
        locals.values().forEach(SimulatedChain::heal);
        tell("the trouble stops");
        for (int turn = 0; turn < TURNS_TO_THE_END && !isOver(); turn++) {
            pass(60_000);
            officers();
            everybody(Integer.MAX_VALUE);
            hub.at(now).emptyBlock();
            locals.values().forEach(chain -> chain.at(now).emptyBlock());
        }
        check();
        return new Story(seed, met, lines);
    }

    private void pass(long millis) {
        now = new BlockTime(now.epochMillis() + millis);
        hub.turn();
        locals.values().forEach(SimulatedChain::turn);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private SimulatedChain anyLocal() {
        return local(any(CHAINS));
    }

    private void trouble(int turn) {
        if (chance(50)) {
            send();
        }
        if (chance(12)) {
            agree(turn);
        }
        if (chance(7)) {
            SimulatedChain victim = chance(30) ? hub : anyLocal();
            victim.goDown(1 + random.nextInt(12));
            tell(victim.id() + " goes down");
            meet("outage");
        }
        if (chance(25) && !submitted.isEmpty()) {
            arrive(any(submitted), "submitted again");
        }
        if (chance(40) && !late.isEmpty()) {
            arrive(late.remove(random.nextInt(late.size())), "submitted late");
        }
        if (chance(30) && !submitted.isEmpty()) {
            lie();
        }
        if (chance(10)) {
            forge(1 + random.nextInt(2));
        }
        if (!forkShown && chance(1)) {
            fork();
        }
    }

    private void send() {
        SimulatedChain source = anyLocal();
        ChainId destination = any(CHAINS);
        if (destination.equals(source.id()) || !source.isUp()) {
            return;
        }
        String token = "t-" + sent.size();
        boolean ordered = chance(40);
        ObjectNode packet = CanonicalJson.object()
                .put("destination", destination.value())
                .put("destinationContract", chance(5) ? "nobody" : VaultContract.NAME)
                .put("method", "take")
                .put("channel", ordered ? "ordered-" + random.nextInt(2) : "main")
                .put("ordered", ordered)
                .put("timeoutMillis", now.epochMillis() + 1 + random.nextInt(400_000));
        if (chance(15)) {
            packet.put("timeoutHeight", local(destination).ledger.height().value() + 1 + random.nextInt(12));
        }
        packet.putObject("payload")
                .put("id", token)
                .put("amount", 1 + random.nextInt(1000))
                .put("refuse", chance(15));
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("packet", packet);
        TransactionRecord record = source.execute(now, ANYONE, VaultContract.NAME, "send", arguments);
        if (record.receipt().succeeded()) {
            JsonNode made = result(record);
            PacketId id = new PacketId(
                    source.id(),
                    destination,
                    made.path("channel").asText(),
                    new Sequence(made.path("sequence").longValue()));
            sent.add(new Sent(id, token));
            tell("sent " + id + " as " + token);
        } else {
            meet("send refused: " + record.receipt().code());
        }
    }

    private void agree(int turn) {
        List<ChainId> order = new ArrayList<>(CHAINS);
        Collections.shuffle(order, random);
        List<SettlementLeg> legs = new ArrayList<>();
        for (ChainId chain : order.subList(0, chance(30) ? 3 : 2)) {
            boolean back = random.nextBoolean();
            legs.add(SettlementLeg.of(
                    chain,
                    "money",
                    CanonicalJson.object()
                            .put("payer", (back ? POOR : RICH).text())
                            .put("payee", (back ? RICH : POOR).text())
                            .put("amountFen", 1 + random.nextInt(1000))));
        }
        SettlementPlan plan = new SettlementPlan(
                "S-" + plans.size(), new BlockTime(now.epochMillis() + 20_000 + random.nextInt(400_000)), legs);
        plans.add(plan);
        tell("agreed on " + plan.reference() + " until " + plan.deadline() + " among " + plan.chains());
        for (int leg = 0; leg < legs.size(); leg++) {
            if (!chance(8)) {
                intents.add(new Intent(plan, leg, !chance(8), turn + random.nextInt(6)));
            }
        }
    }

    private void operators(int turn) {
        intents.removeIf(intent -> {
            SimulatedChain chain = local(intent.plan().legs().get(intent.leg()).chain());
            if (intent.turn() > turn || !chain.isUp()) {
                return false;
            }
            ObjectNode in = CanonicalJson.object().put("leg", intent.leg());
            in.set("plan", intent.plan().toJson());
            if (!intent.lock()) {
                in.put("code", "OPERATOR_WITHDREW").put("message", "撤回");
            }
            TransactionRecord record =
                    chain.execute(now, OPERATOR, SettlementKeys.CONTRACT, intent.lock() ? "lock" : "refuse", in);
            tell(chain.id() + (intent.lock() ? " locks " : " refuses ")
                    + intent.plan().reference() + ": "
                    + (record.receipt().succeeded() ? "done" : record.receipt().code()));
            return true;
        });
    }

    /** A submission of some relay or observer arrives once more, or at last, in whatever order. */
    private void arrive(Submitted old, String how) {
        SimulatedChain to = chainOf(old.to());
        if (to.isUp()) {
            to.execute(now, old.by(), old.contract(), old.method(), old.in());
            meet(how);
        }
    }

    /** The lying relayer submits something with one thing altered. */
    private void lie() {
        Submitted old = any(submitted);
        SimulatedChain to = chainOf(old.to());
        if (to.isUp()) {
            ObjectNode in = old.in().deepCopy();
            Altered.one(in, random);
            TransactionRecord record = to.execute(now, LIAR, old.contract(), old.method(), in);
            meet(record.receipt().succeeded() ? "lie without effect" : "lie refused");
        }
    }

    private Optional<CertifiedBlock> anyObserved(SimulatedChain chain) {
        long heights = observed(chain.id()).value();
        return heights == 0
                ? Optional.empty()
                : Optional.of(chain.ledger.block(new Height(1 + random.nextInt((int) heights))));
    }

    private boolean frozen(ChainId chain) {
        return hub.read("light-clients/" + chain + "/frozen").isPresent();
    }

    /** Up to f validators, or one more that is still no quorum, seal another block: nobody may believe it. */
    private void forge(int liars) {
        SimulatedChain chain = anyLocal();
        anyObserved(chain).ifPresent(block -> {
            boolean before = frozen(chain.id());
            TransactionRecord record = hub.execute(
                    now, OBSERVER, "light-clients", "update", chain.forged(block, "lie " + lines.size(), liars));
            if (record.receipt().succeeded() || frozen(chain.id()) != before) {
                throw broken("a block of " + chain.id() + " under " + liars + " seals was believed");
            }
            meet("forged block refused");
        });
    }

    /** More than f validators lie: two certified blocks of one height are seen. */
    private void fork() {
        SimulatedChain chain = anyLocal();
        Optional<CertifiedBlock> block = anyObserved(chain);
        if (block.isEmpty() || frozen(chain.id())) {
            return;
        }
        forkShown = true;
        hub.execute(now, OBSERVER, "light-clients", "update", chain.forged(block.get(), "fork", 3));
        if (!frozen(chain.id())) {
            throw broken("two certified blocks of " + chain.id() + " at height "
                    + block.get().height() + " were seen, and its client is not frozen");
        }
        tell(chain.id() + " forks at height " + block.get().height() + " and is frozen");
        meet("fork frozen");
    }

    /** Two officers thaw what is frozen, and let the chain take part again. */
    private void officers() {
        for (ChainId chain : CHAINS) {
            if (frozen(chain)) {
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

    // ---- observers and relays

    private void everybody(int turn) {
        operators(turn);
        for (ChainId id : CHAINS) {
            observe(local(id));
            for (String relay : List.of("a", "b")) {
                if (!troubled || chance(60)) {
                    carry(id, relay);
                }
            }
        }
    }

    private void observe(SimulatedChain chain) {
        while (chain.isUp() && observed(chain.id()).compareTo(chain.ledger.height()) < 0) {
            CertifiedBlock block = chain.ledger.block(observed(chain.id()).next());
            TransactionRecord record;
            try {
                record = submit(Optional.empty(), OBSERVER, "light-clients", "update", chain.update(block));
            } catch (Lost lost) {
                return;
            }
            if (record.receipt().code().equals("CLIENT_FROZEN")
                    || record.receipt().code().equals("CHAIN_NOT_ACTIVE")) {
                return;
            }
            must(record);
            observed.put(chain.id(), block.height());
        }
    }

    private TransactionRecord submit(
            Optional<ChainId> to, Sm2PrivateKey by, String contract, String method, ObjectNode in) {
        SimulatedChain chain = chainOf(to);
        Submitted submission = new Submitted(to, by, contract, method, in.deepCopy());
        if (!chain.isUp() || (troubled && chance(8))) {
            late.add(submission);
            throw new Lost(contract + "." + method);
        }
        submitted.add(submission);
        TransactionRecord record = chain.execute(now, by, contract, method, in);
        if (troubled && chance(5)) {
            meet("answer lost");
            throw new Lost("the answer to " + contract + "." + method);
        }
        return record;
    }

    private void restart(ChainId id, String relay) {
        SupervisionLedger toHub = new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return hub.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode in) {
                return answer(() -> CrossChainSimulation.this.submit(Optional.empty(), RELAYER, contract, method, in));
            }
        };
        relays.put(
                id + "/" + relay,
                new ChainRelay(
                        id,
                        hub.node(),
                        toHub,
                        (contract, method, in) -> answer(() -> submit(Optional.of(id), ANYONE, contract, method, in)),
                        () -> now));
    }

    private static <T> CompletionStage<T> answer(Supplier<T> deed) {
        try {
            return CompletableFuture.completedFuture(deed.get());
        } catch (Lost lost) {
            return CompletableFuture.failedFuture(lost);
        }
    }

    /** One pass; a relay that meets trouble crashes, and another one without memory goes on. */
    private void carry(ChainId id, String relay) {
        try {
            ChainRelay.Pass pass = relay(id + "/" + relay).run(local(id).gateway());
            pass.done().forEach(line -> tell("relay " + relay + " of " + id + ": " + line));
            pass.refused().forEach(line -> {
                tell("relay " + relay + " of " + id + " is refused: " + line);
                meet("relay refused");
            });
        } catch (CompletionException trouble) {
            meet("relay crashed");
            restart(id, relay);
        }
    }

    // ---- the end

    private Optional<Acknowledgement> end(Sent packet) {
        return local(packet.id().source())
                .read(PacketKeys.full(PacketKeys.Local.done(packet.id())))
                .map(Acknowledgement::fromJson);
    }

    private boolean isOver() {
        return sent.stream().allMatch(packet -> end(packet).isPresent())
                && plans.stream().allMatch(plan -> now.compareTo(plan.deadline()) >= 0)
                && CHAINS.stream().allMatch(this::nothingPending);
    }

    private boolean nothingPending(ChainId chain) {
        return empty(hub.read(SettlementKeys.full(SettlementKeys.Hub.pending(chain))))
                && empty(hub.read(PacketKeys.full(PacketKeys.Hub.pending(chain))))
                && empty(local(chain).read(SettlementKeys.full(SettlementKeys.Local.PENDING)))
                && empty(local(chain).read(PacketKeys.full(PacketKeys.Local.PENDING)));
    }

    private static boolean empty(Optional<JsonNode> list) {
        return list.map(JsonNode::isEmpty).orElse(true);
    }

    private void check() {
        sent.forEach(this::check);
        plans.forEach(this::check);
        for (ChainId chain : CHAINS) {
            if (!nothingPending(chain)) {
                throw broken("something still waits for " + chain);
            }
        }
        conserved();
    }

    private void check(Sent packet) {
        Acknowledgement end = end(packet).orElseThrow(() -> broken("packet " + packet.id() + " never ended"));
        long applied = local(packet.id().destination()).number("vault/taken/" + packet.token());
        long ended = local(packet.id().source())
                .number("vault/ended/" + packet.id().destination() + "/"
                        + packet.id().channel() + "/" + packet.id().sequence());
        if (ended != 1) {
            throw broken("packet " + packet.id() + " ended " + ended + " times");
        }
        if (applied != (end.succeeded() ? 1 : 0)) {
            throw broken("packet " + packet.id() + " was applied " + applied + " times, but ended as "
                    + CanonicalJson.encode(end.toJson()).toUtf8());
        }
        meet("packet: "
                + (end instanceof Acknowledgement.Failure failure
                        ? failure.reason().code()
                        : "success"));
    }

    private void check(SettlementPlan plan) {
        Optional<Decision> decision = hub.read(SettlementKeys.full(SettlementKeys.Hub.decision(plan.id())))
                .map(Decision::fromJson);
        boolean commit = decision.filter(Decision.Commit.class::isInstance).isPresent();
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            Optional<LegRecord.State> state = local(plan.legs().get(leg).chain())
                    .read(SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg)))
                    .map(LegRecord::fromJson)
                    .map(LegRecord::state);
            boolean right = commit
                    ? state.equals(Optional.of(LegRecord.State.COMMITTED))
                    : !state.equals(Optional.of(LegRecord.State.COMMITTED))
                            && !state.equals(Optional.of(LegRecord.State.LOCKED));
            if (!right) {
                throw broken("settlement " + plan.reference() + " was decided as " + decision + ", leg " + leg + " is "
                        + state);
            }
        }
        meet("settlement: "
                + decision.map(made -> made.toJson().path("code").asText("COMMIT"))
                        .orElse("never opened"));
    }

    private void conserved() {
        long vaults = 0;
        for (SimulatedChain chain : locals.values()) {
            vaults += chain.number("vault/balance");
            long money = 0;
            for (InvestorCode investor : List.of(RICH, POOR)) {
                MoneyAccount account =
                        MoneyAccount.fromJson(chain.read(money(investor)).orElseThrow());
                if (account.frozenFen() != 0) {
                    throw broken("on " + chain.id() + " " + account.frozenFen() + " fen stay locked");
                }
                money += account.availableFen();
            }
            if (money != 2 * FILLED) {
                throw broken("the money of " + chain.id() + " adds up to " + money + ", not " + 2 * FILLED);
            }
        }
        if (vaults != CHAINS.size() * FILLED) {
            throw broken("the vaults add up to " + vaults + ", not " + CHAINS.size() * FILLED);
        }
    }
}
