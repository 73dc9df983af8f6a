package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.localchain.book.MoneyAccount;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.settlement.Decision;
import io.regchain.protocol.settlement.LegRecord;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementPlan;
import java.util.List;
import java.util.Optional;

/** What must hold once the trouble is over and everything had its time. */
final class EndChecks {
    private final SimulatedWorld world;

    EndChecks(SimulatedWorld world) {
        this.world = world;
    }

    private Optional<Acknowledgement> end(SimulatedWorld.Sent packet) {
        return world.local(packet.id().source())
                .read(PacketKeys.full(PacketKeys.Local.done(packet.id())))
                .map(Acknowledgement::fromJson);
    }

    boolean isOver() {
        return world.sent.stream().allMatch(packet -> end(packet).isPresent())
                && world.plans.stream().allMatch(plan -> world.now().compareTo(plan.deadline()) >= 0)
                && SimulatedWorld.CHAINS.stream().allMatch(this::nothingPending);
    }

    private boolean nothingPending(ChainId chain) {
        return empty(world.hub.read(SettlementKeys.full(SettlementKeys.Hub.pending(chain))))
                && empty(world.hub.read(PacketKeys.full(PacketKeys.Hub.pending(chain))))
                && empty(world.local(chain).read(SettlementKeys.full(SettlementKeys.Local.PENDING)))
                && empty(world.local(chain).read(PacketKeys.full(PacketKeys.Local.PENDING)));
    }

    private static boolean empty(Optional<JsonNode> list) {
        return list.map(JsonNode::isEmpty).orElse(true);
    }

    /** @throws BrokenRule at the first thing that is not as it must be in the end */
    void check() {
        world.sent.forEach(this::check);
        world.plans.forEach(this::check);
        for (ChainId chain : SimulatedWorld.CHAINS) {
            if (!nothingPending(chain)) {
                throw world.broken("something still waits for " + chain);
            }
        }
        conserved();
    }

    private void check(SimulatedWorld.Sent packet) {
        Acknowledgement end = end(packet).orElseThrow(() -> world.broken("packet " + packet.id() + " never ended"));
        long applied = world.local(packet.id().destination()).number("vault/taken/" + packet.token());
        long ended = world.local(packet.id().source())
                .number("vault/ended/" + packet.id().destination() + "/"
                        + packet.id().channel() + "/" + packet.id().sequence());
        if (ended != 1) {
            throw world.broken("packet " + packet.id() + " ended " + ended + " times");
        }
        if (applied != (end.succeeded() ? 1 : 0)) {
            throw world.broken("packet " + packet.id() + " was applied " + applied + " times, but ended as "
                    + CanonicalJson.encode(end.toJson()).toUtf8());
        }
        world.meet("packet: "
                + (end instanceof Acknowledgement.Failure failure
                        ? failure.reason().code()
                        : "success"));
    }

    private void check(SettlementPlan plan) {
        Optional<Decision> decision = world.hub
                .read(SettlementKeys.full(SettlementKeys.Hub.decision(plan.id())))
                .map(Decision::fromJson);
        boolean commit = decision.filter(Decision.Commit.class::isInstance).isPresent();
        for (int leg = 0; leg < plan.legs().size(); leg++) {
            Optional<LegRecord.State> state = world.local(plan.legs().get(leg).chain())
                    .read(SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), leg)))
                    .map(LegRecord::fromJson)
                    .map(LegRecord::state);
            boolean right = commit
                    ? state.equals(Optional.of(LegRecord.State.COMMITTED))
                    : !state.equals(Optional.of(LegRecord.State.COMMITTED))
                            && !state.equals(Optional.of(LegRecord.State.LOCKED));
            if (!right) {
                throw world.broken("settlement " + plan.reference() + " was decided as " + decision + ", leg " + leg
                        + " is " + state);
            }
        }
        world.meet("settlement: "
                + decision.map(made -> made.toJson().path("code").asText("COMMIT"))
                        .orElse("never opened"));
    }

    private void conserved() {
        long vaults = 0;
        for (SimulatedChain chain : world.locals.values()) {
            vaults += chain.number("vault/balance");
            long money = 0;
            for (InvestorCode investor : List.of(SimulatedWorld.RICH, SimulatedWorld.POOR)) {
                MoneyAccount account = MoneyAccount.fromJson(
                        chain.read(SimulatedWorld.money(investor)).orElseThrow());
                if (account.frozenFen() != 0) {
                    throw world.broken("on " + chain.id() + " " + account.frozenFen() + " fen stay locked");
                }
                money += account.availableFen();
            }
            if (money != 2 * SimulatedWorld.FILLED) {
                throw world.broken(
                        "the money of " + chain.id() + " adds up to " + money + ", not " + 2 * SimulatedWorld.FILLED);
            }
        }
        if (vaults != SimulatedWorld.CHAINS.size() * SimulatedWorld.FILLED) {
            throw world.broken(
                    "the vaults add up to " + vaults + ", not " + SimulatedWorld.CHAINS.size() * SimulatedWorld.FILLED);
        }
    }
}
