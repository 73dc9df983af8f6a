package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the core of validator 1 of four, with the two joiners 4 and 5, is told that it may take part in a block. */
class LinksTest {
    private final Surroundings around = new Surroundings();
    private final List<ConsensusDriver.Command> forDriver = new ArrayList<>();
    private final List<PoolKeeper.Command> forPool = new ArrayList<>();
    private final List<CatchUp.Command> forCatchUp = new ArrayList<>();
    private final Links links = new Links(around.parts());

    @BeforeEach
    void join() {
        links.receive(new Links.Joined(forDriver::add, forPool::add, forCatchUp::add));
    }

    private void knownTo(Integer... peers) {
        links.receive(new Links.KnownTo(Set.of(peers)));
    }

    private void silentUntil(Silence silence) {
        assertThat(around.store.keepSilence(silence, around.store.tip().validators()))
                .isTrue();
    }

    private void committed(ProcessedBlock block) {
        links.receive(new Links.Committed(block.tip(), block.block()));
    }

    private List<String> tips() {
        return forDriver.stream()
                .map(ConsensusDriver.Tip.class::cast)
                .map(tip -> tip.tip().height() + (tip.silent() ? " silent" : ""))
                .toList();
    }

    /** Found by the simulator: with another validator silent the chain stood still for good. */
    @Test
    void whileTheSilenceIsUnknownNoHeightIsBegunAsAListener() {
        committed(around.next());
        knownTo(0, 2, 3);
        assertThat(tips()).isEmpty();
        assertThat(forCatchUp).as("perhaps others decide now").containsExactly(CatchUp.Told.APPLIED_APART);

        silentUntil(new Silence.Until(Height.ZERO));
        knownTo(0, 2, 3);
        assertThat(tips()).containsExactly("0");
    }

    /** Else nobody could tell the next directory, if this one is lost, that it voted. */
    @Test
    void noHeightIsBegunBeforeAQuorumOfTheSetKnowsOfThisLife() {
        silentUntil(new Silence.Until(Height.ZERO));
        knownTo();
        knownTo(0);
        knownTo(0, 4, 5);
        assertThat(tips()).as("seats outside the set count nothing").isEmpty();
        assertThat(forPool).isEmpty();
        knownTo(0, 3, 4, 5);
        assertThat(tips()).containsExactly("0");
        assertThat(forPool).as("work that waited").containsExactly(PoolKeeper.LookForWork.NOW);
    }

    @Test
    void whenOthersDecideAQuorumOfThemHasToKnow() {
        silentUntil(new Silence.Until(Height.ZERO));
        knownTo(0, 2);
        ProcessedBlock block = around.append(around.set(0, 1, 4, 5));
        committed(block);
        assertThat(tips()).as("of 0, 4 and 5 only 0 has heard").containsExactly("0");
        assertThat(forCatchUp).containsExactly(CatchUp.Told.APPLIED_APART);
        knownTo(0, 2, 5);
        assertThat(tips()).containsExactly("0", "1");
    }

    @Test
    void whoDecidesAloneNeedsNobody() {
        silentUntil(new Silence.Until(Height.ZERO));
        committed(around.append(around.set(Surroundings.INDEX)));
        assertThat(tips()).containsExactly("1");
    }

    @Test
    void whoIsOutsideTheSetFollowsThoughNobodyKnowsIt() {
        silentUntil(new Silence.Until(Height.ZERO));
        committed(around.append(around.set(0, 2, 3, 4)));
        assertThat(tips()).containsExactly("1");
    }

    @Test
    void whoKeepsSilentListens() {
        silentUntil(new Silence.Lost(new Height(1)));
        knownTo(0, 2);
        committed(around.append(around.next()));
        assertThat(tips()).containsExactly("0 silent", "1");
    }
}
