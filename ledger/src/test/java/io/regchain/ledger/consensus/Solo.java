package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One validator's core at height 1, and a test that plays all the others. */
final class Solo {
    final World world;
    final int self;
    ConsensusState state = ConsensusState.initial();
    List<ConsensusEffect> effects = List.of();

    Solo(World world, int self) {
        this(world, self, RecoveredVotes.NONE);
    }

    Solo(World world, int self, RecoveredVotes recovered) {
        this.world = world;
        this.self = self;
        input(world.start(self, World.ONE, World.hash(world.genesis()), recovered));
    }

    Solo input(ConsensusInput input) {
        Step step = Qbft.step(state, input);
        state = step.state();
        effects = step.effects();
        return this;
    }

    /** Hears these, one after the other; {@link #effects} are those of all. Own words come back at once. */
    Solo hears(List<VerifiedMessage> messages) {
        List<ConsensusEffect> all = new ArrayList<>();
        for (VerifiedMessage message : messages) {
            input(new ConsensusInput.Received(message));
            all.addAll(effects);
        }
        effects = all;
        return this;
    }

    Solo hears(Payload payload, int... signers) {
        List<VerifiedMessage> messages = new ArrayList<>();
        for (int signer : signers) {
            messages.add(world.verified(payload, signer));
        }
        return hears(messages);
    }

    /** Loops its own words of the last step back, as the shell does. */
    Solo loopBack() {
        List<VerifiedMessage> own = new ArrayList<>();
        for (Payload payload : said()) {
            own.add(world.own(payload, self));
        }
        return hears(own);
    }

    Solo validated(Block block) {
        return input(new ConsensusInput.BlockValidated(World.ONE, state.round(), World.hash(block), Optional.empty()));
    }

    Solo refused(Block block) {
        Refusal refusal = new Refusal("BLOCK_INVALID", "does not execute");
        return input(
                new ConsensusInput.BlockValidated(World.ONE, state.round(), World.hash(block), Optional.of(refusal)));
    }

    Solo timesOut() {
        return input(new ConsensusInput.TimedOut(new TimeoutId(World.ONE, state.round())));
    }

    List<Payload> said() {
        return effects.stream()
                .filter(e -> e instanceof ConsensusEffect.Broadcast)
                .map(e -> ((ConsensusEffect.Broadcast) e).payload())
                .toList();
    }

    boolean did(Class<? extends ConsensusEffect> kind) {
        return effects.stream().anyMatch(kind::isInstance);
    }

    // ---- payloads of height 1

    static Proposal proposal(Block block) {
        return new Proposal(World.CHAIN, World.ONE, Round.ZERO, block, Justification.NONE);
    }

    static Prepare prepare(long round, Block block) {
        return new Prepare(World.CHAIN, World.ONE, new Round(round), World.hash(block));
    }

    static Commit commit(long round, Block block) {
        return new Commit(World.CHAIN, World.ONE, new Round(round), World.hash(block));
    }

    static RoundChange roundChange(long round) {
        return new RoundChange(World.CHAIN, World.ONE, new Round(round), Optional.empty());
    }

    static RoundChange roundChange(long round, PreparedCertificate prepared) {
        return new RoundChange(World.CHAIN, World.ONE, new Round(round), Optional.of(prepared));
    }

    static Hash32 hash(Block block) {
        return World.hash(block);
    }
}
