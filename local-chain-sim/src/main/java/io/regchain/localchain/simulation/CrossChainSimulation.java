package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

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

    private static final int TURNS_OF_TROUBLE = 25;
    private static final int TURNS_TO_THE_END = 150;

    /** An operator's deed about a leg that is still to be done. */
    private record Intent(SettlementPlan plan, int leg, boolean lock, int turn) {}

    private final Random random;
    private final SimulatedWorld world;
    private final Couriers couriers;
    private final EndChecks checks;
    private final List<Intent> intents = new ArrayList<>();
    private final long seed;
    private boolean forkShown;

    private CrossChainSimulation(long seed, Defect defect) {
        this.seed = seed;
        this.random = new Random(seed);
        this.world = new SimulatedWorld(seed, defect);
        this.couriers = new Couriers(world, random);
        this.checks = new EndChecks(world);
    }

    /**
     * Plays one seed to its end.
     *
     * @throws BrokenRule at the first thing that must not be
     */
    public static Story play(long seed, Defect defect) {
        return new CrossChainSimulation(seed, defect).play();
    }

    private Story play() {
        for (int turn = 0; turn < TURNS_OF_TROUBLE; turn++) {
            world.pass(random.nextInt(20_000));
            trouble(turn);
            operators(turn);
            couriers.turn();
        }
        couriers.calm();
        world.hub.heal();
        world.locals.values().forEach(SimulatedChain::heal);
        world.tell("the trouble stops");
        for (int turn = 0; turn < TURNS_TO_THE_END && !checks.isOver(); turn++) {
            world.pass(60_000);
            world.officers();
            operators(Integer.MAX_VALUE);
            couriers.turn();
            arriveLate(50);
            world.hub.at(world.now()).emptyBlock();
            world.locals.values().forEach(chain -> chain.at(world.now()).emptyBlock());
        }
        checks.check();
        return new Story(seed, world.met, world.lines);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private SimulatedChain anyLocal() {
        return world.local(any(SimulatedWorld.CHAINS));
    }

    private void trouble(int turn) {
        if (chance(50)) {
            send();
        }
        if (chance(12)) {
            agree(turn);
        }
        if (chance(7)) {
            SimulatedChain victim = chance(30) ? world.hub : anyLocal();
            victim.goDown(1 + random.nextInt(12));
            world.tell(victim.id() + " goes down");
            world.meet("outage");
        }
        if (chance(6)) {
            ChainId hindered = any(SimulatedWorld.CHAINS);
            couriers.hinder(hindered, 1 + random.nextInt(12));
            world.tell("the relays of " + hindered + " reach nobody");
            world.meet("relays hindered");
        }
        if (chance(25) && !couriers.submitted.isEmpty()) {
            arrive(any(couriers.submitted), "submitted again");
        }
        arriveLate(20);
        if (chance(30) && !couriers.submitted.isEmpty()) {
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
        ChainId destination = any(SimulatedWorld.CHAINS);
        if (destination.equals(source.id()) || !source.isUp()) {
            return;
        }
        String token = "t-" + world.sent.size();
        boolean ordered = chance(40);
        ObjectNode packet = CanonicalJson.object()
                .put("destination", destination.value())
                .put("destinationContract", chance(5) ? "nobody" : VaultContract.NAME)
                .put("method", "take")
                .put("channel", ordered ? "ordered-" + random.nextInt(2) : "main")
                .put("ordered", ordered)
                .put("timeoutMillis", world.now().epochMillis() + 1 + random.nextInt(400_000));
        if (chance(15)) {
            packet.put("timeoutHeight", world.local(destination).ledger.height().value() + 1 + random.nextInt(12));
        }
        packet.putObject("payload")
                .put("id", token)
                .put("amount", 1 + random.nextInt(1000))
                .put("refuse", chance(15));
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("packet", packet);
        TransactionRecord record =
                source.execute(world.now(), SimulatedWorld.ANYONE, VaultContract.NAME, "send", arguments);
        if (record.receipt().succeeded()) {
            JsonNode made = SimulatedWorld.result(record);
            PacketId id = new PacketId(
                    source.id(),
                    destination,
                    made.path("channel").asText(),
                    new Sequence(made.path("sequence").longValue()));
            world.sent.add(new SimulatedWorld.Sent(id, token));
            world.tell("sent " + id + " as " + token);
        } else {
            world.meet("send refused: " + record.receipt().code());
        }
    }

    private void agree(int turn) {
        List<ChainId> order = new ArrayList<>(SimulatedWorld.CHAINS);
        Collections.shuffle(order, random);
        List<SettlementLeg> legs = new ArrayList<>();
        for (ChainId chain : order.subList(0, chance(30) ? 3 : 2)) {
            boolean back = random.nextBoolean();
            legs.add(SettlementLeg.of(
                    chain,
                    "money",
                    CanonicalJson.object()
                            .put("payer", (back ? SimulatedWorld.POOR : SimulatedWorld.RICH).text())
                            .put("payee", (back ? SimulatedWorld.RICH : SimulatedWorld.POOR).text())
                            .put("amountFen", 1 + random.nextInt(1000))));
        }
        SettlementPlan plan = new SettlementPlan(
                "S-" + world.plans.size(),
                new BlockTime(world.now().epochMillis() + 20_000 + random.nextInt(400_000)),
                legs);
        world.plans.add(plan);
        world.tell("agreed on " + plan.reference() + " until " + plan.deadline() + " among " + plan.chains());
        for (int leg = 0; leg < legs.size(); leg++) {
            if (!chance(8)) {
                intents.add(new Intent(plan, leg, !chance(8), turn + random.nextInt(6)));
            }
        }
    }

    private void operators(int turn) {
        intents.removeIf(intent -> {
            SimulatedChain chain =
                    world.local(intent.plan().legs().get(intent.leg()).chain());
            if (intent.turn() > turn || !chain.isUp()) {
                return false;
            }
            ObjectNode in = CanonicalJson.object().put("leg", intent.leg());
            in.set("plan", intent.plan().toJson());
            if (!intent.lock()) {
                in.put("code", "OPERATOR_WITHDREW").put("message", "撤回");
            }
            TransactionRecord record = chain.execute(
                    world.now(),
                    SimulatedWorld.OPERATOR,
                    SettlementKeys.CONTRACT,
                    intent.lock() ? "lock" : "refuse",
                    in);
            world.tell(chain.id() + (intent.lock() ? " locks " : " refuses ")
                    + intent.plan().reference() + ": "
                    + (record.receipt().succeeded() ? "done" : record.receipt().code()));
            return true;
        });
    }

    /** Each of what is late arrives now with this chance, in whatever order. */
    private void arriveLate(int percent) {
        List<Couriers.Submission> late = new ArrayList<>(couriers.late);
        Collections.shuffle(late, random);
        for (Couriers.Submission submission : late) {
            if (chance(percent)) {
                couriers.late.remove(submission);
                arrive(submission, "submitted late");
            }
        }
    }

    /** A submission of some relay or observer arrives once more, or at last, in whatever order. */
    private void arrive(Couriers.Submission old, String how) {
        SimulatedChain to = world.chainOf(old.to());
        if (to.isUp()) {
            to.execute(world.now(), old.by(), old.contract(), old.method(), old.in());
            world.meet(how);
        }
    }

    /** The lying relayer submits something with one thing altered. */
    private void lie() {
        Couriers.Submission old = any(couriers.submitted);
        SimulatedChain to = world.chainOf(old.to());
        if (to.isUp()) {
            ObjectNode in = old.in().deepCopy();
            Altered.one(in, random);
            TransactionRecord record = to.execute(world.now(), SimulatedWorld.LIAR, old.contract(), old.method(), in);
            world.meet(record.receipt().succeeded() ? "lie without effect" : "lie refused");
        }
    }

    private Optional<CertifiedBlock> anyObserved(SimulatedChain chain) {
        long heights = couriers.observed(chain.id()).value();
        return heights == 0
                ? Optional.empty()
                : Optional.of(chain.ledger.block(new Height(1 + random.nextInt((int) heights))));
    }

    /** Up to f validators, or one more that is still no quorum, seal another block: nobody may believe it. */
    private void forge(int liars) {
        SimulatedChain chain = anyLocal();
        anyObserved(chain).ifPresent(block -> {
            boolean before = world.isFrozen(chain.id());
            TransactionRecord record = world.hub.execute(
                    world.now(),
                    SimulatedWorld.OBSERVER,
                    "light-clients",
                    "update",
                    chain.forged(block, "lie " + world.lines.size(), liars));
            if (record.receipt().succeeded() || world.isFrozen(chain.id()) != before) {
                throw world.broken("a block of " + chain.id() + " under " + liars + " seals was believed");
            }
            world.meet("forged block refused");
        });
    }

    /** More than f validators lie: two certified blocks of one height are seen. */
    private void fork() {
        SimulatedChain chain = anyLocal();
        Optional<CertifiedBlock> block = anyObserved(chain);
        if (block.isEmpty() || world.isFrozen(chain.id())) {
            return;
        }
        forkShown = true;
        world.hub.execute(
                world.now(), SimulatedWorld.OBSERVER, "light-clients", "update", chain.forged(block.get(), "fork", 3));
        if (!world.isFrozen(chain.id())) {
            throw world.broken("two certified blocks of " + chain.id() + " at height "
                    + block.get().height() + " were seen, and its client is not frozen");
        }
        world.tell(chain.id() + " forks at height " + block.get().height() + " and is frozen");
        world.meet("fork frozen");
    }
}
