package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.consensus.ConsensusEffect;
import io.regchain.ledger.consensus.Payload;
import io.regchain.ledger.consensus.Prepare;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EffectQueueTest {
    private static ConsensusEffect.PersistVote store(int round) {
        return new ConsensusEffect.PersistVote(vote(round));
    }

    private static ConsensusEffect.Broadcast send(int round) {
        return new ConsensusEffect.Broadcast(vote(round));
    }

    private static Payload vote(int round) {
        return new Prepare(new ChainId("jiangsu"), new Height(1), new Round(round), Sm3.hash(Bytes.utf8("a block")));
    }

    @Test
    void whatStandsBehindAVoteWaitsUntilTheVoteIsStored() {
        EffectQueue queue = new EffectQueue();
        queue.add(List.of(store(1), send(1)));

        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Store(List.of(store(1))));
        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Pause());
        queue.add(List.of(new ConsensusEffect.CancelTimeouts()));
        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Pause());
        queue.stored();
        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Perform(send(1)));
        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Perform(new ConsensusEffect.CancelTimeouts()));
    }

    @Test
    void neighboursAreStoredWithOneWrite() {
        EffectQueue queue = new EffectQueue();
        queue.add(List.of(store(1), store(2), send(1)));

        assertThat(queue.next()).isEqualTo(new EffectQueue.Next.Store(List.of(store(1), store(2))));
    }

    @Property
    void effectsLeaveInTheOrderTheyCameInHoweverStoringIsInterleaved(
            @ForAll @Size(max = 40) List<Boolean> persists, @ForAll @Size(max = 40) List<Boolean> storedNow) {
        EffectQueue queue = new EffectQueue();
        List<ConsensusEffect> in = new ArrayList<>();
        List<ConsensusEffect> out = new ArrayList<>();
        boolean storing = false;
        for (int i = 0; i < persists.size(); i++) {
            ConsensusEffect effect = persists.get(i) ? store(i) : send(i);
            in.add(effect);
            queue.add(List.of(effect));
            if (storing && i < storedNow.size() && storedNow.get(i)) {
                queue.stored();
                storing = false;
            }
            storing = drain(queue, out) || storing;
        }
        while (storing) {
            queue.stored();
            storing = drain(queue, out);
        }

        assertThat(out).isEqualTo(in);
    }

    private static boolean drain(EffectQueue queue, List<ConsensusEffect> out) {
        while (true) {
            switch (queue.next()) {
                case EffectQueue.Next.Pause pause -> {
                    return false;
                }
                case EffectQueue.Next.Store store -> {
                    out.addAll(store.effects());
                    return true;
                }
                case EffectQueue.Next.Perform perform -> out.add(perform.effect());
            }
        }
    }
}
